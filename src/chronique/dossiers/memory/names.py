"""Names of people, places and bodies in a text: words with a capital that do not owe it to their
place. French and English.
"""

from __future__ import annotations

import re

from chronique.articles.glue import GLUE
from chronique.dossiers.memory.dates import MONTHS
from chronique.text.words import fold

WORD = re.compile(r"(?:(?<=[dlDL]['’])|\b)[^\W\d_][\w]*(?:[-‑][^\W\d_]\w*)*")
# Where a sentence begins: at the beginning of a line, and behind a stop, quotes or brackets.
BEGINS = re.compile(r"(?:^|[.!?…:]|[«“\"(\[—–•·])[\s'’\"“«(\[]*$")
# Before a word, so many characters tell whether a sentence begins with it.
BEFORE = 12
DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
# Short words that begin sentences in one of the two languages.
STARTERS = frozenset(
    re.findall(
        r"\w+",
        "a an as at au aux by ce ces d de du elle en et for from he her his if il ils in it its je "
        "l la le les on or our par qui sa she si so son the they this to un une we you no non oui "
        "yes mr mrs m mme dr",
    )
)


def names_in(text: str) -> dict[str, int]:
    """Return the words of names, folded, with how often each stands there, the first said first.

    A word that begins a sentence counts where it has a capital elsewhere too, or where a name goes
    on with it ("Ferdinand de Lesseps").
    """
    inside: dict[str, int] = {}
    first: dict[str, int] = {}
    for line in text.split("\n"):
        words = list(WORD.finditer(line))
        for place, found in enumerate(words):
            word = found.group()
            if not word[0].isupper() or _is_none(folded := fold(word)):
                continue
            begins = BEGINS.search(line[max(0, found.start() - BEFORE) : found.start()])
            alone = begins and not _goes_on(line, words, place)
            where = first if alone else inside
            where[folded] = where.get(folded, 0) + 1
    for name in first.keys() & inside.keys():
        inside[name] += first[name]
    return inside


def _is_none(folded: str) -> bool:
    """Whether it is no name whatever its letters: months, days, what holds sentences together."""
    return (
        len(folded) < 2 or folded in STARTERS or folded in GLUE or folded in MONTHS
        or folded in DAYS
    )  # fmt: skip


def _goes_on(line: str, words: list[re.Match[str]], place: int) -> bool:
    """Whether the next word has a capital too, with nothing but a space between, or "de"."""
    for after in words[place + 1 : place + 3]:
        between = line[words[place].end() : after.start()].strip()
        if between in ("", "de", "du", "d’", "d'", "of", "von") and after.group()[0].isupper():
            return True
    return False
