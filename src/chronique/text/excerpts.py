"""The beginning of a text, and how long it takes to read."""

import re

WORDS_PER_MINUTE = 220
# Scripts without spaces between words: Japanese, Chinese.
CHARACTERS_PER_MINUTE = 500

# A no-break space holds its words together here too.
_SPACES = "\t\n\r\f"
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_WORD = re.compile(rf"[^\W_{_IDEOGRAPHS}]+(?:['’\u2010\u2011-][^\W_]+)*")
_LOOSE_END = re.compile(r"[\s,;:.…/«“‘(\[–—-]+$")


def excerpt(text: str, words: int = 40) -> str:
    """Return the first words of a plain text on one line, with "…" if there were more.

    Punctuation that stands alone, as French sets it, is not a word and is never left for later.
    """
    for space in _SPACES:
        text = text.replace(space, " ")
    pieces = [piece for piece in text.split(" ") if piece]
    if len(pieces) <= words:
        return " ".join(pieces)
    counted = 0
    for position, piece in enumerate(pieces):
        counted += piece[0].isalnum() or any(character.isalnum() for character in piece)
        if counted > words:
            return _LOOSE_END.sub("", " ".join(pieces[:position])) + "…"
    return " ".join(pieces)


def reading_minutes(text: str) -> int:
    """Return how many minutes a plain text takes an ordinary reader, at least 1."""
    minutes = len(_WORD.findall(text)) / WORDS_PER_MINUTE
    minutes += len(_IDEOGRAPH.findall(text)) / CHARACTERS_PER_MINUTE
    return max(1, round(minutes))
