"""Where the letters of an issue differ, and what stands there in a preview."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from chronique.mail.slots import SIGNS, slot

# The address of the page to leave (it takes RFC 8058's POST), of the page of settings, and since
# when the reader subscribes, as `since_words` says it.
SLOTS = ("leave", "settings", "since")
# The mailto: address to leave by; only there where there is a mailbox that bounces come to.
BY_MAIL = "leave_mail"


def names() -> tuple[str, ...]:
    return (*SLOTS, BY_MAIL) if settings.CONF.mailbox else SLOTS


def since_words(moment: datetime, language: str) -> str:
    """Return a day as what may stand in a slot: in ASCII."""
    local = timezone.localtime(moment)
    if language.startswith("fr"):
        return f"{local:%d/%m/%Y}"
    return f"{_MONTHS[local.month - 1]} {local.day}, {local.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def samples(root: str, language: str, moment: datetime) -> dict[str, str]:
    """Return harmless values: links of a preview lead to the site's first page."""
    mail = f"mailto:{settings.CONF.mailbox.address}" if settings.CONF.mailbox else ""
    first = f"{root}/"
    since = since_words(moment, language)
    return {"leave": first, "settings": first, "since": since, BY_MAIL: mail}


class Places:
    """Marks where slots will be, by words that nobody could have written before.

    A text may hold the signs of slots, also as HTML's references: it loses them, whoever wrote it.
    """

    def __init__(self) -> None:
        secret = secrets.token_hex(12)
        self.marks = {name: f"slot-{secret}-{name.replace('_', '-')}-" for name in names()}

    def opened(self, text: str) -> str:
        """Return the text with slots instead of the marks."""
        text = SIGNS.sub("", text)
        for name, mark in self.marks.items():
            text = text.replace(mark, slot(name))
        return text
