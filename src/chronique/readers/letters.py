"""How a letter to a reader is written: from two templates, on the publication's paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from chronique.mail.actions import queue_letter
from chronique.mail.paper import dressed
from chronique.readers import links
from chronique.readers.models import Reader


@dataclass(frozen=True)
class Letterhead:
    """Who writes: the publication's name, and the address of its site without a final slash."""

    title: str
    root: str
    language: str
    # Its name on the net.
    host: str


def write_to(
    reader: Reader, template: str, values: Mapping[str, Any], *, head: Letterhead, now: datetime,
    key: str = "", group: str = "", not_before: datetime | None = None,
    may_be_stopped: bool = False,
) -> bool:  # fmt: skip
    """Queue a letter in the reader's language. False when one of this key is there already.

    `may_be_stopped`: it is one of those that a reader may say no to, of answers and approvals.

    `template` names `<template>.txt`, whose first line is the subject, and `<template>.html`. They
    see `values`, `head`, `language`, and `settings` and `stop`, addresses of the reader's own.
    """
    stop = address_of(reader, links.STOP, head=head, now=now)
    ways = {"stop": stop, "settings": address_of(reader, links.SETTINGS, head=head, now=now)}
    # RFC 8058: a mail program may stop them itself, without opening a page.
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return write(
        reader.address, template, {**values, **ways}, language=reader.language, head=head,
        headers=headers if may_be_stopped else {}, key=key, not_before=not_before, now=now,
        group=group or (reader.group_of_answers if may_be_stopped else reader.group),
    )  # fmt: skip


def write(
    address: str, template: str, values: Mapping[str, Any], *, language: str, head: Letterhead,
    headers: Mapping[str, str] | None = None, key: str = "", group: str = "",
    not_before: datetime | None = None, even_if_bounced: bool = False, now: datetime,
) -> bool:  # fmt: skip
    """Queue a letter to an address, of which we may not know yet whose it is. See `write_to`.

    `even_if_bounced`: whoever has the address asks for it; see `mail.actions.queue_letter`.
    """
    context = {**values, "head": head, "language": language}
    with translation.override(language):
        subject, _, text = render_to_string(f"{template}.txt", context).strip().partition("\n")
        html = dressed(render_to_string(f"{template}.html", {**context, "subject": subject}))
    letter = queue_letter(
        kind=template.rpartition("/")[2], to=address, sender=head.title, subject=subject,
        text=text.strip() + "\n", html=html, headers=headers, language=language, key=key,
        host=head.host, not_before=not_before, group=group, even_if_bounced=even_if_bounced,
        now=now,
    )  # fmt: skip
    return letter is not None


def address_of(reader: Reader, purpose: str, *, head: Letterhead, now: datetime) -> str:
    """Return the whole address of one of the reader's own pages."""
    token = links.seal(reader, purpose, now=now)
    return f"{head.root}{reverse(f'reader_{purpose}', args=[token])}"
