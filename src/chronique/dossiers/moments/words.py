"""A moment in words."""

from __future__ import annotations

from functools import lru_cache

from chronique.dossiers.moments.english import English
from chronique.dossiers.moments.french import French
from chronique.dossiers.moments.points import Gap, Moment, Point
from chronique.dossiers.moments.reading import read

LANGUAGES: dict[str, type[French | English]] = {"fr": French, "en": English}


@lru_cache(maxsize=20_000)
def words(edtf: str, language: str, *, is_heard: bool = False) -> str:
    """Return what a text of EDTF says, in French or, for every other language, in English.

    `is_heard`: for a voice, which would spell “av. J.-C.”. Raises NotAMoment.
    """
    return in_words(read(edtf), language, is_heard=is_heard)


def in_words(moment: Moment, language: str, *, is_heard: bool = False) -> str:
    speech = LANGUAGES.get(language[:2], English)(is_heard=is_heard)
    start, end = moment.start, moment.end
    if isinstance(start, Point):
        return _from(start, end, speech)
    if isinstance(end, Point):
        return speech.open_start(end) if start is Gap.OPEN else speech.lost_start(end)
    raise ValueError(f"no date: {moment}")


def _from(start: Point, end: Point | Gap | None, speech: French | English) -> str:
    if end is None:
        return speech.alone(start)
    if isinstance(end, Point):
        return speech.from_to(start, end)
    return speech.open_end(start) if end is Gap.OPEN else speech.lost_end(start)
