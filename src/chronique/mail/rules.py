"""When a letter is offered again, what an answer means, what may stand in a header."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, auto

FIRST_PAUSE = timedelta(minutes=30)
LONGEST_PAUSE = timedelta(hours=12)
GIVE_UP_AFTER = timedelta(days=4)

# The server wants another name and password, or TLS: RFC 4954, 6.
ABOUT_SIGNING_IN = {530, 534, 535, 538}
# What programs take for the end of a line, and NUL.
BREAKS = re.compile(r"[\0\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
BLANKS = re.compile(r"[\0-\x20\x7f\x85\u2028\u2029]+")
HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")
OURS = {
    "auto-submitted", "bcc", "cc", "date", "from", "message-id", "reply-to", "return-path",
    "sender", "subject", "to",
}  # fmt: skip


class Outcome(Enum):
    SENT = auto()
    AGAIN = auto()
    NEVER = auto()


def next_offer(*, first_offer: datetime, refusals: int, now: datetime) -> datetime | None:
    """Return when to offer a refused letter to the mail server again, or None to give up.

    The pause doubles: 30 min, 1 h, 2 h, … and never exceeds 12 h. Datetimes are aware.
    Raises ValueError when `refusals` is below 1.

    Source: RFC 5321, 4.5.4.1 (wait at least 30 minutes, give up after 4 to 5 days).
    """
    if refusals < 1:
        raise ValueError(f"refusals must be at least 1, not {refusals}")
    if now - first_offer >= GIVE_UP_AFTER:
        return None
    return now + min(FIRST_PAUSE * (1 << min(refusals - 1, 5)), LONGEST_PAUSE)


def outcome(code: int, *, of_sender: bool = False) -> Outcome:
    """Return what a mail server's answer means for a letter.

    `of_sender`: it is the answer to who we are, not to the letter. What is wrong with us can be
    mended by the owner, so no letter is given up for it. `code` 0: no answer came.

    Source: RFC 5321, 4.2.1 (2 done, 4 not now, 5 never).
    """
    if 200 <= code < 300:
        return Outcome.SENT
    if 500 <= code < 600 and not of_sender and code not in ABOUT_SIGNING_IN:
        return Outcome.NEVER
    return Outcome.AGAIN


def wrong_with_headers(headers: Mapping[str, str]) -> str:
    """Return what keeps these headers out of a letter, as a sentence; empty when nothing does."""
    for name, value in headers.items():
        if not HEADER_NAME.fullmatch(name):
            return f"“{name}” is not the name of a header."
        if name.lower() in OURS or name.lower().startswith(("content-", "mime-", "resent-")):
            return f"The header {name} is not for others to set."
        if BREAKS.search(value):
            return f"The header {name} must stand on one line."
    return ""


def one_line(text: str) -> str:
    """Return the text as one line, as a subject or a name has to be; no-break spaces stay."""
    return BLANKS.sub(" ", sendable(text)).strip(" ")


def sendable(text: str) -> str:
    """Return the text as a mail can carry it: no NUL, no half of a character, plain line ends."""
    whole = text.encode(errors="replace").decode().replace("\0", "")
    return whole.replace("\r\n", "\n").replace("\r", "\n")
