"""Where letters lie when there is no mail server: a maildir, which any mail program reads too."""

import html
import mailbox
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from chronique.mail.lines import Answer, Envelope
from chronique.mail.rules import Outcome

# What a file may be called there, so that no name leads elsewhere.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._=,-]{1,200}")
BROKEN: Any = (ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True)
class Kept:
    """One letter, as a list shows it."""

    name: str
    at: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class Opened:
    """One letter with all of its words."""

    kept: Kept
    sender: str
    text: str
    html: str
    headers: Sequence[tuple[str, str]] = field(default_factory=tuple)


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def keep(content: bytes) -> str:
    """Write a message, safely on the disk; return the name that it has in the folder."""
    path = folder()
    path.parent.mkdir(parents=True, exist_ok=True)
    return mailbox.Maildir(path).add(content.replace(b"\r\n", b"\n"))


def count() -> int:
    return sum(1 for _ in _files())


def newest(*, start: int, most: int) -> list[Kept]:
    """Return some of the letters, the newest first, from the number `start` on."""
    files = sorted(_files(), key=lambda path: _order(path.name), reverse=True)
    return [_kept(path, _head(path)) for path in files[start : start + most]]


def opened(name: str) -> Opened | None:
    """Return a letter of the folder; None when there is none of this name."""
    if not NAME.fullmatch(name):
        return None
    found = [path for path in (folder() / "new" / name, folder() / "cur" / name) if path.is_file()]
    if not found:
        return None
    message: Any = message_from_bytes(found[0].read_bytes(), policy=policy.default)
    return Opened(
        _kept(found[0], message), _header(message, "From"), _part(message, "plain"),
        _part(message, "html"), [(key, _header(message, key)) for key in message],
    )  # fmt: skip


def framed(opened: Opened) -> str:
    """Return the HTML of a letter as it may stand in a frame: its links lead out of it."""
    return f'<base target="_blank">{opened.html}' if opened.html else html.escape(opened.text)


def _files() -> Iterable[Path]:
    for part in ("new", "cur"):
        place = folder() / part
        if place.is_dir():
            yield from (path for path in place.iterdir() if NAME.fullmatch(path.name))


def _order(name: str) -> tuple[int, str]:
    """The name begins with the second it was written in, and goes on with the part of it."""
    second, _, rest = name.partition(".")
    micro = re.match(r"M(\d+)", rest)
    return int(second) if second.isdigit() else 0, micro[1].zfill(6) if micro else rest


def _head(path: Path) -> Any:
    with path.open("rb") as file:
        return BytesHeaderParser(policy=policy.default).parse(file)


def _kept(path: Path, message: EmailMessage) -> Kept:
    at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return Kept(path.name, at, _header(message, "To"), _header(message, "Subject"))


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's words; what cannot be read is empty."""
    try:
        return str(message[name] or "")
    except BROKEN:
        return ""


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


class FolderLine:
    """Takes whatever there is."""

    def offer(
        self, envelope: Envelope, leaves: Callable[[], None], following: Envelope | None = None
    ) -> Answer:
        leaves()
        try:
            keep(envelope.content)
        except OSError as error:
            # A full disk: there may be room later.
            return Answer(Outcome.AGAIN, words=f"{type(error).__name__}: {error.strerror}")
        return Answer(Outcome.SENT)

    def is_full(self) -> bool:
        return False

    def close(self) -> None:
        """There is nothing to hang up."""


class EmailBackend(BaseEmailBackend):
    """What Django itself sends goes there too."""

    def send_messages(self, email_messages: Sequence[DjangoMessage]) -> int:
        for message in email_messages:
            keep(message.message().as_bytes())
        return len(email_messages)
