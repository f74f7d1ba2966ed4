"""Where a text links to, found in a time in proportion to the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# It begins with a set of characters: others are passed over quickly.
_ADDRESS = re.compile(
    r"""[/\\Ww](?:(?<=[/\\])[/\\]|(?<=[Ww])(?<!\w\w)[Ww]{2}\.(?=\w))[^\s<>"'()\[\]«»“”]++"""
)
_BEFORE_SLASHES = re.compile(r"""(https?:)\Z|href\s?=\s?["']?\Z""", re.IGNORECASE)
# Between the address and the words of one link.
_SHOWS_ITSELF = re.compile(r"""\]\s?\(\s?|["']?[^<>]{0,200}>|\]""")


@dataclass(frozen=True, slots=True)
class _Link:
    address: str
    start: int
    # Behind signs that end a sentence rather than an address.
    end: int
    is_shown: bool


def links_in(text: str) -> list[str]:
    """Return the addresses that a text links to: bare, in Markdown, in HTML or in BBCode.

    A link that shows its own address counts once.
    """
    return [link.address for link in _links(text) if not link.is_shown]


def without_links(text: str) -> tuple[list[str], str]:
    """Return what `links_in` does, and the text with a space for each address."""
    found, rest, done = [], [], 0
    for link in _links(text):
        rest.append(text[done : link.start])
        done = link.end
        if not link.is_shown:
            found.append(link.address)
    return found, " ".join([*rest, text[done:]]) if done else text


def _links(text: str) -> Iterator[_Link]:
    # Where the last address ended whose words may follow.
    last, end = "", -1
    for match in _ADDRESS.finditer(text):
        start = match.start()
        before = _BEFORE_SLASHES.search(text, max(0, start - 9), start)
        if not before and match[0][0] in "/\\":
            continue
        scheme = before[1] or "" if before else ""
        address = scheme + match[0].rstrip(".,;:!?…*_~")
        start -= len(scheme)
        shows = end >= 0 and last == address and _SHOWS_ITSELF.fullmatch(text, end, start)
        yield _Link(address, start, match.end(), bool(shows))
        last, end = ("", -1) if shows else (address, start + len(address))
