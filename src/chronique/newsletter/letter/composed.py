"""A letter that is written, with slots in it."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape

from chronique.mail.slots import SLOT

# What is added when it is sent: headers, a signature, the values of the slots.
BESIDE_BYTES = 4_096


@dataclass(frozen=True)
class Composed:
    subject: str
    preheader: str
    text: str
    html: str
    # Those of lists, with slots; the same for all letters of an issue.
    headers: dict[str, str] = field(default_factory=dict)
    # Whether all of the article stands in it, or of a digest's articles.
    is_whole: bool = True

    @property
    def size(self) -> int:
        """How many bytes it has as it is sent, about: both parts as quoted-printable."""
        return _as_sent(self.text) + _as_sent(self.html) + BESIDE_BYTES

    def filled(self, values: Mapping[str, str]) -> Composed:
        """Return it with values in its slots."""

        def of_text(text: str) -> str:
            return SLOT.sub(lambda match: values[match[1]], text)

        return replace(
            self,
            text=of_text(self.text),
            html=SLOT.sub(lambda match: escape(values[match[1]]), self.html),
            headers={name: of_text(value) for name, value in self.headers.items()},
        )


def _as_sent(text: str) -> int:
    return len(binascii.b2a_qp(text.encode(), istext=True))
