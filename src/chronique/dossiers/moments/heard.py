"""Hears one date in a few plain words: see `humane`, which makes them plain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chronique.dossiers.moments import english, french

# By the first letters that tell them apart, without accents.
MONTHS = {
    **{name.lower(): n for n, name in enumerate(english.MONTHS, 1)},
    **{
        name.replace("é", "e").replace("û", "u"): n for n, name in enumerate(french.MONTHS, 1)
    },
    "janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "juil": 7,
    "jul": 7, "jun": 6, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
SEASONS = {
    "printemps": 21, "ete": 22, "automne": 23, "hiver": 24,
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
}  # fmt: skip
MONTH, SEASON = "|".join(sorted(MONTHS, key=len, reverse=True)), "|".join(SEASONS)

ABOUT = re.compile(
    r"^(?:vers|circa|ca\.?|c\.|around|about|roughly|approximately|environ|aux environs de|~)"
    r"(?: |(?=[0-9]))|(?: environ|~|%)(?= ?[?%]?$)"
)
DOUBT = re.compile(
    r" date (?:incertaine|uncertain)$| (?:incertain|uncertain)$| ?[?%]$"
    r"|^(?:peut-etre|possibly|perhaps|probably|probablement) "
)
BEFORE_CHRIST = re.compile(
    r" ?(?:av\.? ?j\.?-? ?c\.?|avant j\.?-? ?c\.?|avant jesus-christ|b\.?c\.?e?\.?)$"
)
AFTER_CHRIST = re.compile(
    r" ?(?:apr?\.? ?j\.?-? ?c\.?|apres j\.?-? ?c\.?|apres jesus-christ|a\.?d\.?|c\.?e\.?)$"
    r"|\bad (?=[0-9]{1,4}$)"
)
ARTICLE = re.compile(r"\b(?:le|la|les|the|of|de|du|en|in|an|year|annee)\b|\b[ld]'")
SOME = re.compile(r"^(?:un|a) (jour|day|mois|month) ")
CLOCK = re.compile(
    r" ([0-9]{1,2}) ?[h:] ?([0-9]{2})(?: ?(?:min|:) ?([0-9]{2})(?: ?s)?)?"
    r"(?: (utc)(?:([+-])([0-9]{1,2})(?::([0-9]{2}))?)?)?$"
)
YEAR = r"(?P<year>[0-9]{1,13})"
DAY = r"(?P<day>[0-9]{1,2})(?:er|st|nd|rd|th)?"
FORMS = [
    re.compile(form)
    for form in (
        rf"{DAY} (?P<month>{MONTH})\.?(?: {YEAR})?",
        rf"(?P<month>{MONTH})\.? {DAY}(?: {YEAR})?",
        rf"(?P<month>{MONTH})\.?(?: {YEAR})?",
        rf"(?P<season>{SEASON})(?: {YEAR})?",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?",
        r"(?P<day>[0-9]{1,2})[./](?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})",
        r"(?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})",
        r"annees (?P<decade>[0-9]{2,3})0|(?P<decades>[0-9]{2,3})0s",
        r"(?P<century>[0-9]{1,2}|[ivx]{1,5})(?:er?|eme|st|nd|rd|th)? (?:siecle|century)",
        YEAR,
        DAY,
    )
]
ROMAN = {"i": 1, "v": 5, "x": 10}
# Of fewer digits nobody knows whether they are a year, unless it is said before or after Christ.
FEWEST = 3


@dataclass(frozen=True)
class Heard:
    """What was understood of one date: year, month (or season) and day as EDTF writes them."""

    year: str
    month: str = ""
    day: str = ""
    mark: str = ""
    clock: str = ""

    @property
    def edtf(self) -> str:
        parts = "-".join(part for part in (self.year, self.month, self.day) if part)
        return f"{parts}{self.clock}{self.mark}"


def hear(text: str, *, beside: Heard | None = None) -> Heard | None:
    """Return what is understood, or None. `beside`: the later date, which may have said the rest.

    Whether there is such a day is not asked.
    """
    clock = CLOCK.search(text)
    text, mark = _without_marks(CLOCK.sub("", text))
    some = SOME.match(text)
    text = SOME.sub("", text)
    bare, is_before = BEFORE_CHRIST.subn("", text)
    bare, is_after = AFTER_CHRIST.subn("", bare)
    bare = " ".join(ARTICLE.sub(" ", bare).split())
    for form in FORMS:
        match = form.fullmatch(bare)
        if match and (found := _date(match, -1 if is_before else is_after, beside)):
            found = replace(found, mark=mark, clock=_clock(clock))
            return _some(found, some[1]) if some else found
    return None


def _without_marks(text: str) -> tuple[str, str]:
    """Return the words without those of doubt, and the sign that EDTF has for these."""
    is_both = text.endswith("%")
    text, doubts = DOUBT.subn("", text)
    text, abouts = ABOUT.subn("", text)
    if is_both or (doubts and abouts):
        return text, "%"
    return text, "~" if abouts else ("?" if doubts else "")


def _date(match: re.Match[str], era: int, beside: Heard | None) -> Heard | None:
    said = match.groupdict()
    if era and not said.get("year"):
        # “January 1 BC” is a year's month and no day.
        return None
    if decade := said.get("decade") or said.get("decades"):
        return Heard(f"{decade:>03}X")
    if century := said.get("century"):
        return Heard(f"{_number(century) - 1:02}XX")
    month, day = _month(said), f"{int(said['day']):02}" if said.get("day") else ""
    year = _year(said["year"], era) if said.get("year") else (beside.year if beside else "")
    if day and not month:
        # "du 3 au 5 mars"
        month = beside.month if beside and beside.day else ""
    is_whole = year and (month or not day) and not (year.startswith("Y") and month)
    return Heard(year, month, day) if is_whole else None


def _month(said: dict[str, str | None]) -> str:
    season, month = said.get("season"), said.get("month")
    if season:
        return str(SEASONS[season])
    if month:
        return f"{int(month) if month.isdecimal() else MONTHS[month]:02}"
    return ""


def _year(digits: str, era: int) -> str:
    """Return a year as EDTF writes it; nothing where it is not clear which. `era`: -1, 0 or 1."""
    number = int(digits)
    if (not era and len(digits) < FEWEST) or not number:
        return ""
    if era < 0:
        number = 1 - number
    sign = "-" if number < 0 else ""
    if abs(number) > 9999:
        return f"Y{number}"
    return f"{sign}{abs(number):04}"


def _some(found: Heard, unit: str) -> Heard | None:
    """Return “a day in April 1985”, “a month in 1985”."""
    if found.day or (found.month and unit in {"mois", "month"}):
        return None
    if unit in {"mois", "month"}:
        return replace(found, month="XX")
    return replace(found, month=found.month or "XX", day="XX")


def _number(century: str) -> int:
    if century.isdecimal():
        return int(century)
    values = [ROMAN[letter] for letter in century]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def _clock(match: re.Match[str] | None) -> str:
    if not match:
        return ""
    hours, minutes, seconds, utc, sign, zone, rest = match.groups()
    said = f"T{int(hours):02}:{minutes}:{seconds or '00'}"
    if not utc:
        return said
    return f"{said}Z" if not sign else f"{said}{sign}{int(zone):02}" + (f":{rest}" if rest else "")
