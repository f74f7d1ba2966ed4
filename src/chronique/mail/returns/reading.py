"""Reads one mail that came back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chronique.mail.returns import automatic, prose, reports
from chronique.mail.returns.addresses import addresses_in, unique
from chronique.mail.returns.mime import Headers, Part, fields_of, header_words, leaves, parse
from chronique.mail.returns.reports import Told
from chronique.mail.returns.signs import Kind, meaning, reply_in, status_in

ORIGINALS = {
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
    "message/partial",
}
MESSAGE_ID = re.compile(r"^[ \t>|]*Message-ID[ \t]*:\s*(<?[^\s<>]{3,250}>?)", re.I | re.M)
# How many parts are read as words, and how many recipients are looked up in them.
WORDY, MANY = 5, 20
CAME_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "to", "cc")
SENT_BY = ("return-path", "from", "sender", "reply-to", "errors-to")


@dataclass(frozen=True)
class Returned:
    """What a mail says. `recipients` is in order, and may be empty: providers black them out."""

    kind: Kind
    recipients: tuple[str, ...] = ()
    # RFC 3463, such as 5.1.1; RFC 5321, such as 550. Empty when the mail did not say.
    status: str = ""
    reply: str = ""
    # The other server's, or the notice's.
    words: str = ""
    # The server goes on trying: nothing is decided.
    is_delay: bool = False
    # Of a complaint, RFC 5965: abuse, fraud, opt-out, …
    report: str = ""
    subject: str = ""
    # Where the mail came to, and what stands as its sender in the letter that came back: one of
    # them is the return address with our mark.
    came_to: tuple[str, ...] = ()
    sent_as: tuple[str, ...] = ()
    # Of the letter that came back, and of the mail itself.
    original_id: str = ""
    own_id: str = ""


def read(raw: bytes) -> Returned:
    """Return what a mail says. Never an error, whatever the mail."""
    mail = parse(raw)
    parts = leaves(mail)
    words = [part for part in parts if part.is_words][:WORDY]
    plain = [part for part in words if part.kind != "text/html"]
    text = "\n".join(part.text for part in plain or words)
    notice, rest = prose.cut(text)
    original, quoted = _original(parts, rest)
    told = _told(mail, parts, notice, original)
    return _returned(mail, told, notice, original, quoted)


def _original(parts: list[Part], rest: str) -> tuple[Headers, str]:
    """Return the headers of the letter that came back, and the text that they stand in."""
    for part in parts:
        if part.kind in ORIGINALS:
            return prose.headers_of_original(part.text.lstrip()), part.text
    return prose.headers_of_original(rest), rest


def _told(mail: Part, parts: list[Part], notice: str, original: Headers) -> list[Told]:
    told = reports.feedback(parts)
    if told is not None:
        return _with_original(told, original)
    for whom, report in (
        (automatic.complained(mail, original), "abuse"),
        (automatic.opting_out(mail), "opt-out"),
    ):
        if whom:
            return [Told(Kind.COMPLAINT, one, report=report) for one in whom]
    told = reports.delivery(parts, notice)
    if told is None:
        told = reports.amazon(notice)
    if told is None:
        return _by_prose(mail, notice, original)
    return _named(told, mail, notice, original)


def _named(told: list[Told], mail: Part, notice: str, original: Headers) -> list[Told]:
    """Return what a report says, with the address from the notice where the report has none."""
    if all(one.recipient for one in told):
        return told
    whom = _whom(mail, notice, original)
    named = {one.recipient.lower() for one in told}
    free = (address for address in whom if address.lower() not in named)
    return [one if one.recipient else replace(one, recipient=next(free, "")) for one in told]


def _with_original(told: list[Told], original: Headers) -> list[Told]:
    """Return complaints with the one whom the letter went to, when the report names nobody."""
    to = [one for value in original.get("to", []) for one in addresses_in(value)]
    if len(told) == 1 and not told[0].recipient and len(to) == 1:
        return [Told(told[0].kind, to[0], report=told[0].report)]
    return told


def _by_prose(mail: Part, notice: str, original: Headers) -> list[Told]:
    if automatic.is_answer(mail) and not _is_servers_own(mail, notice):
        return [Told(Kind.AUTO_REPLY, "")]
    if not automatic.is_notice(mail, notice):
        return []
    delay = automatic.is_delay(mail.first("subject"), notice)
    return [_about(one, notice, delay) for one in _whom(mail, notice, original)[:MANY]]


def _is_servers_own(mail: Part, notice: str) -> bool:
    """Whether what calls itself automatic is a server's notice, not an answer for a person."""
    if mail.first("x-failed-recipients") or automatic.is_daemons(mail):
        return True
    has_code = bool(status_in(notice) or reply_in(notice))
    return automatic.is_servers(mail) and (has_code or mail.kind == "multipart/report")


def _whom(mail: Part, notice: str, original: Headers) -> list[str]:
    ours = {one.lower() for one in _ours(mail, original)}
    return (
        addresses_in(mail.first("x-failed-recipients"))
        or prose.recipients(notice, ours=ours)
        or _only(original, ours)
    )


def _ours(mail: Part, original: Headers) -> list[str]:
    names = [
        mail.first("to"),
        mail.first("from"),
        *(value for name in SENT_BY for value in original.get(name, [])),
    ]
    return [one for name in names for one in addresses_in(name)]


def _only(original: Headers, ours: set[str]) -> list[str]:
    to = unique(one for value in original.get("to", []) for one in addresses_in(value))
    return to if len(to) == 1 and to[0].lower() not in ours else []


def _about(recipient: str, notice: str, delay: bool) -> Told:
    words = prose.words_about(notice, recipient)
    kind = Kind.SOFT if delay else meaning("", words, notice[:2000])
    return Told(kind, recipient, status_in(words) or status_in(notice), words, delay)


# What counts when a mail speaks of several: the worst.
ORDER = [Kind.COMPLAINT, Kind.HARD, Kind.SOFT, Kind.AUTO_REPLY]


def _returned(
    mail: Part, told: list[Told], notice: str, original: Headers, quoted: str
) -> Returned:
    kind = next((kind for kind in ORDER if any(one.kind is kind for one in told)), Kind.NOTHING)
    first = next((one for one in told if one.kind is kind), Told(kind, ""))
    words = first.words or (re.sub(r"\s+", " ", notice).strip()[:500] if told else "")
    message_id = MESSAGE_ID.search(quoted)
    return Returned(
        kind=kind,
        recipients=tuple(unique(one.recipient for one in told if one.recipient)),
        status=first.status or status_in(first.words),
        reply=reply_in(words),
        words=words[:1000],
        is_delay=first.is_delay,
        report=first.report,
        subject=header_words(mail.first("subject"))[:500],
        came_to=tuple(unique(one for value in mail.all(*CAME_TO) for one in addresses_in(value))),
        sent_as=_sent_as(mail, original),
        original_id=_id(message_id[1]) if message_id else "",
        own_id=_id(mail.first("message-id")),
    )


def _sent_as(mail: Part, original: Headers) -> tuple[str, ...]:
    values = list(original.get("return-path", []))
    for part in leaves(mail):
        if part.kind == "message/feedback-report":
            values += fields_of(part.text.lstrip("\n"))[0].get("original-mail-from", [])
    return tuple(unique(one for value in values for one in addresses_in(value)))


def _id(value: str) -> str:
    """Return a Message-ID in its brackets; empty without one."""
    inner = value.strip().strip("<>").strip()
    return f"<{inner}>" if inner else ""
