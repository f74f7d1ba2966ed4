"""Hears a date as people write it, in French or in English: “vers 1880”, “spring 1881”.

What `words` says is understood too. What is written in EDTF already stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

from chronique.dossiers.moments.heard import Heard, hear
from chronique.dossiers.moments.reading import NotAMoment, Why, read

MOST = 120
# A line that joins two dates, the minus of a year, spaces and signs of all kinds.
PLAIN = {"–": " - ", "—": " - ", "\N{MINUS SIGN}": "-", "’": "'", "œ": "oe"}
LOST_END = re.compile(r" (?:fin inconnue|end unknown)$")
LOST_START = re.compile(r" (?:debut inconnu|(?:beginning|start) unknown)$")
SINCE = re.compile(r"^(?:depuis|since|a partir|from|starting|des) (?=.)")
UNTIL = re.compile(r"^(?:jusqu'\w*|until|till|up to) (?=.)")
FROM = re.compile(r"^(?:du|de|d'|from|entre|between) ?(?=.)")
BETWEEN = re.compile(r"(?:entre|between) ")
TO = re.compile(r" - | (?:a|au|to|et|and|until|till) (?:l'|la |le )?|/")
YEARS = re.compile(r"^([0-9]{4}) ?- ?([0-9]{4}|[0-9]{2})$")
WINTER = re.compile(r"\b(hiver|winter)(?: of| de)? ([0-9]{3,4}) ?- ?[0-9]{2,4}\b")
SEASONS = {"21", "22", "23", "24"}
OPEN = {"", "..", "...", "?", "today", "now", "aujourd'hui"}


def edtf_of(typed: str) -> str:
    """Return what somebody means, in EDTF of level 1. Raises NotAMoment, which says why not."""
    if len(typed) > MOST:
        raise NotAMoment(Why.TOO_LONG)
    is_edtf = re.sub(r"\s*([/~?%])\s*", r"\1", typed.strip().upper())
    try:
        read(is_edtf)
    except NotAMoment:
        guess = _guess(_plain(typed))
        if guess is None:
            raise
        read(guess)
        return guess
    return is_edtf


def _plain(typed: str) -> str:
    """Return it in small letters without accents, signs that say nothing, or spaces too many."""
    bare = unicodedata.normalize("NFKD", "".join(PLAIN.get(one, one) for one in typed.lower()))
    bare = "".join(one for one in bare if not unicodedata.combining(one))
    # Groups of digits: “170 000 002”, “170,000,002”.
    bare = re.sub(r"(?<=[0-9])[ ,](?=[0-9]{3}(?![0-9]))", "", bare)
    bare = re.sub(r"[,()]", " ", bare)
    return " ".join(bare.split())


def _guess(text: str) -> str | None:
    """Return a text of EDTF, which may be no date all the same; None if nothing is understood."""
    text = WINTER.sub(r"\1 \2", text)
    lost_end, text = bool(LOST_END.search(text)), LOST_END.sub("", text)
    lost_start, text = bool(LOST_START.search(text)), LOST_START.sub("", text)
    if UNTIL.match(text):
        end = hear(UNTIL.sub("", text))
        return f"{'' if lost_start else '..'}/{end.edtf}" if end else None
    if years := _years(text):
        return years
    if alone := hear(text):
        return alone.edtf
    return _interval(text) or _since(text, "" if lost_end else "..")


def _since(text: str, end: str) -> str | None:
    if not SINCE.match(text):
        return None
    start = hear(FROM.sub("", SINCE.sub("", text)))
    return f"{start.edtf}/{end}" if start else None


def _interval(text: str) -> str | None:
    for split in TO.finditer(text):
        before, after = text[: split.start()], text[split.end() :]
        if found := _both(FROM.sub("", before), after, is_between=bool(BETWEEN.match(before))):
            return found
    return None


def _years(text: str) -> str | None:
    """Return “1914-1918”, or “1914-18” unless it may be a month, as an interval."""
    if not (years := YEARS.match(text)):
        return None
    first, last = years[1], years[2]
    if len(last) == 2 and (int(last) <= 12 or last in SEASONS or last <= first[2:]):
        return None
    return f"{first}/{first[: 4 - len(last)]}{last}"


def _both(before: str, after: str, *, is_between: bool) -> str | None:
    end = hear(after)
    if before.strip() in OPEN or after.strip() in OPEN:
        start = hear(before)
        if start and not end:
            return f"{start.edtf}/.."
        return f"../{end.edtf}" if end and not start else None
    start = hear(before, beside=end) if end else None
    if not start or not end:
        return None
    return (_digits(start, end) if is_between else None) or f"{start.edtf}/{end.edtf}"


def _digits(start: Heard, end: Heard) -> str | None:
    """Return the century, or the decade, that two years stand for; EDTF has no other “between”."""
    one, other = sorted([start.edtf, end.edtf], key=lambda year: year[-4:])
    if one[:-4] != other[:-4]:
        return None
    for unknown in (1, 2):
        if one[:-unknown] == other[:-unknown] and (
            one[-unknown:] == "0" * unknown and other[-unknown:] == "9" * unknown
        ):
            return one[:-unknown] + "X" * unknown
    return None
