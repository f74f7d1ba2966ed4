"""The sheet that a letter to many is written on: what stands around its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from chronique.articles.models import Publication
from chronique.comments.letterhead import letterhead_of
from chronique.mail.paper import dressed
from chronique.mail.rules import one_line
from chronique.mail.slots import SIGNS
from chronique.newsletter.letter.composed import Composed
from chronique.newsletter.letter.headers import headers_of
from chronique.newsletter.letter.parts import Head
from chronique.newsletter.letter.slots import Places
from chronique.newsletter.models import Newsletter
from chronique.text import html
from chronique.text.plain_letter import PlainLetter
from chronique.text.typography import typeset

FOLDER = "newsletter/letter"
# Of these, one is enough; a letter's signature begins with two dashes and a space.
EMPTY_LINES = re.compile(r"\n{3,}")
LINE_ENDS = re.compile(r"(?<!\n--)[ \t]+(?=\n)")


@dataclass(frozen=True)
class Around:
    """What templates know of a letter beside its words."""

    name: str
    # Where it can be read on the site; of a digest nowhere, which says its day instead.
    address: str
    day: datetime | None
    note: Sequence[str]
    is_correction: bool
    footer: Sequence[str]
    takes_answers: bool
    slots: dict[str, str]


@dataclass
class Sheet:
    newsletter: Newsletter
    subject: str
    preheader: str = ""
    address: str = ""
    day: datetime | None = None
    note: Sequence[str] = ()
    is_correction: bool = False
    places: Places = field(default_factory=Places)

    def written(
        self, name: str, parts: Sequence[str] = (), *, first: str = "", texts: Sequence[str] = (),
        **more: Any,
    ) -> Composed:  # fmt: skip
        """Return the letter of that name, in HTML and as text. `parts`: its words as HTML;
        `first`: what stands before them, which the template puts into the HTML itself; `texts`: the
        same words as text, where they are not made of the HTML.
        """
        plain = PlainLetter(_("Picture:"))
        shown = {
            "head": self._head(), "letter": self._around(), "language": self.newsletter.language,
            "subject": self.subject, "preheader": self.preheader, "is_whole": True, **more,
        }  # fmt: skip
        words = texts or [plain.written(part) for part in (first, *parts) if part]
        for each in more.get("corrections", ()):
            each.plain = plain.written(each.html)
        page = {**shown, "parts": html.safe("\n".join(parts))}
        text = {**shown, "plain": "\n\n".join(filter(None, words)), "links": plain.list_of_links()}
        return Composed(
            subject=one_line(SIGNS.sub("", self.subject)),
            preheader=SIGNS.sub("", self.preheader),
            text=self.places.opened(_tidy(render_to_string(f"{FOLDER}/{name}.txt", text))),
            html=self.places.opened(dressed(render_to_string(f"{FOLDER}/{name}.html", page))),
            headers=headers_of(self.newsletter),
            is_whole=bool(shown["is_whole"]),
        )

    def _head(self) -> Any:
        return letterhead_of(Publication.for_site(self.newsletter.site))

    def _around(self) -> Around:
        own = self.newsletter
        footer = typeset(own.footer, own.language).split("\n\n")
        return Around(
            name=typeset(own.name, own.language), address=self.address, day=self.day,
            note=self.note, is_correction=self.is_correction,
            footer=[line.strip() for line in footer if line.strip()],
            takes_answers=bool(own.reply_to), slots=self.places.marks,
        )  # fmt: skip


def items_of(heads: Iterable[Head]) -> tuple[list[str], list[str]]:
    """Return the articles of a digest as HTML, and as text."""
    shown = [{"article": head} for head in heads]
    return (
        [html.safe(render_to_string(f"{FOLDER}/_item.html", one).strip()) for one in shown],
        [render_to_string(f"{FOLDER}/_item.txt", one).strip() for one in shown],
    )


def _tidy(text: str) -> str:
    return EMPTY_LINES.sub("\n\n", LINE_ENDS.sub("", text)).strip() + "\n"
