"""The addresses that a text links to."""

import re


def links_in(text: str) -> list[str]:
    """Return the addresses that a text links to: bare, in Markdown, in HTML or in BBCode.

    A link that shows its own address counts once.
    """
    found: list[str] = []
    # Where the last address ended whose words may follow.
    end = -1
    for match in _ADDRESS.finditer(text):
        start = match.start()
        before = _BEFORE_SLASHES.search(text, max(0, start - 9), start)
        if not before and match[0][0] in "/\\":
            continue
        scheme = before[1] or "" if before else ""
        address = scheme + match[0].rstrip(".,;:!?…*_~")
        is_shown = end >= 0 and found[-1] == address
        if is_shown and _SHOWS_ITSELF.fullmatch(text, end, start - len(scheme)):
            end = -1
        else:
            found.append(address)
            end = start - len(scheme) + len(address)
    return found


# It begins with a set of characters: others are passed over quickly.
_ADDRESS = re.compile(
    r"""[/\\Ww](?:(?<=[/\\])[/\\]|(?<=[Ww])(?<!\w\w)[Ww]{2}\.(?=\w))[^\s<>"'()\[\]«»“”]++"""
)
_BEFORE_SLASHES = re.compile(r"""(https?:)\Z|href\s?=\s?["']?\Z""", re.IGNORECASE)
# Between the address and the words of one link.
_SHOWS_ITSELF = re.compile(r"""\]\s?\(\s?|["']?[^<>]{0,200}>|\]""")
