"""Where a comment stands, and what it may be, said without a database."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from unicodedata import category
from urllib.parse import urlsplit

# What an address may hold so that every browser and checker reads it alike.
_PLAIN_ADDRESS = re.compile(r"""https?://[^\s<>"\\^`{|}\x00-\x1f\x7f]+""", re.IGNORECASE)

# Characters: readers are told beyond the first, nothing is taken beyond the second.
LONG, LONGEST_TEXT = 2_000, 10_000
# So many levels of a thread stand on one page; the last of them is the first of the next page.
LEVELS = 4
# Who has sent a comment may change it for so long.
EDITABLE = timedelta(minutes=15)
# What takes room and shows nothing.
_BLANK = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]+"
)
# What stands for a character that was lost, and for a thing that is no text.
_STAND_INS = "\ufffd\ufffc"

# What follows a scheme, and what stands between two names of a host.
_SIGN_OF_LINK = re.compile(r":(?=//)|(?<=[^\W_])\.(?=[^\W\d_]{2})")
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen, or only that there is something no machine can show.

    A number or a sign says something; marks without a letter, and characters that are none, do not.
    """
    return not any(map(_is_seen, _BLANK.sub("", text)))


def _is_seen(character: str) -> bool:
    return character not in _STAND_INS and category(character)[0] in "LNPS"


def is_editable(written_at: datetime, now: datetime) -> bool:
    return now - written_at < EDITABLE


def closes_at(published: datetime | None, *, close_after_days: int | None) -> datetime | None:
    """Return when the discussion under something published then closes by itself; None: never."""
    if published is None or close_after_days is None:
        return None
    return published + timedelta(days=close_after_days)


def is_past(published: datetime | None, *, close_after_days: int | None, now: datetime) -> bool:
    """Whether the discussion under something published then has closed by itself."""
    end = closes_at(published, close_after_days=close_after_days)
    return end is not None and now >= end


def anchor(pk: int, old_number: str) -> str:
    """Return the id of a comment in its page, WordPress's own when it came from there."""
    kept = old_number.isascii() and old_number.isalnum()
    return f"comment-{old_number}" if kept else f"c{pk}"


def thread_path(head: int) -> str:
    """Return the address of the page of what answers a comment, and of its further pages."""
    return f"/comment/{head}/thread/"


def web_address(given: str) -> str:
    """Return the address that somebody gave as theirs; "" unless it is a plain http(s) one."""
    address = given.strip()
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return ""
    if not _PLAIN_ADDRESS.fullmatch(address) or not host or "@" in parts.netloc:
        return ""
    return address


def without_details(verdict: dict[str, Any]) -> dict[str, Any]:
    """Return what the filter said without what it quoted: addresses, words, networks.

    Numbers stay.
    """
    reasons = [
        reason if _NUMBER.fullmatch(str(reason.get("detail", ""))) else {**reason, "detail": ""}
        for reason in verdict.get("reasons", [])
    ]
    return {**verdict, "reasons": reasons} if reasons else verdict


def spread(found: int, among: int) -> tuple[float, float]:
    """Return between which shares the truth lies, nine times of ten, when so many were found.

    Both are from 0 to 1; all is possible where there was nothing to find among.
    Source: E. B. Wilson, Probable inference (1927), for a normal deviate of 1.645.
    """
    if not among:
        return 0.0, 1.0
    share, weight = found / among, 1.645**2 / among
    middle = (share + weight / 2) / (1 + weight)
    half = math.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def quoted(text: str, length: int) -> list[str]:
    """Return a text's lines for a letter, cut at a word when it is longer than `length`."""
    if len(text) > length:
        text = text[:length].rpartition(" ")[0] or text[:length]
        text = f"{text.rstrip()} …"
    return [line for line in text.splitlines() if line.strip()]


def without_links(text: str) -> str:
    """Return a text in which no program finds an address to make a link of: win-casino[.]top."""
    return _SIGN_OF_LINK.sub(r"[\g<0>]", text)


class Place(NamedTuple):
    """Where a comment stands: the top of its thread, the comment on whose page it is, its level."""

    thread: int | None = None
    branch: int | None = None
    level: int = 1


def has_page(level: int) -> bool:
    """Whether a comment at this level has a page for what answers it, three levels down."""
    return level % (LEVELS - 1) == 1


def place_below(number: int, place: Place) -> Place:
    """Return where an answer to comment `number` stands, which itself stands at `place`."""
    branch = number if has_page(place.level) else place.branch
    return Place(place.thread or number, branch, place.level + 1)


def places(parents: Mapping[int, int | None]) -> dict[int, Place]:
    """Return where each of an article's comments stands, by the number of what it answers.

    What answers nothing, or nothing of this article, stands at the top; so does one of a circle.
    """
    found: dict[int, Place] = {}
    for number in parents:
        way: dict[int, None] = {}
        above: int | None = number
        while above is not None and above in parents and not (above in found or above in way):
            way[above] = None
            above = parents[above]
        for below in reversed(way):
            place = found.get(above) if above else None
            found[below] = place_below(above, place) if above and place else Place()
            above = below
    return found


class Pages:
    """Tells threads, in order, on which page each stands.

    A page is full once `per_page` comments stand on it; the thread that fills it stays whole. No
    page is empty, and only the last thread of a page can be longer than `per_page`.
    """

    def __init__(self, per_page: int) -> None:
        self.per_page = per_page
        self.before = 0

    def place(self, size: int) -> int:
        """Return the page, from 1, of the next thread, which has `size` comments."""
        page = self.before // self.per_page + 1
        # A long thread counts for one page at most, so that no page is left without a thread.
        self.before += min(size, self.per_page)
        return page
