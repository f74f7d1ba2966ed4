"""Addresses made of words."""

import re

from chronique.text.words import fold

LONGEST = 80


def slugify(text: str, fallback: str = "") -> str:
    """Return the text as the last part of an address: at most 80 characters, cut at a word.

    Accents and ligatures go; letters of other scripts stay, as WordPress keeps them. `fallback` is
    for a text without a letter or a digit.
    """
    words = re.findall(r"[^\W_]+", fold(text))
    slug = "-".join(words)
    if len(slug) <= LONGEST:
        return slug or fallback
    cut = slug[: LONGEST + 1].rpartition("-")[0]
    return cut or slug[:LONGEST]
