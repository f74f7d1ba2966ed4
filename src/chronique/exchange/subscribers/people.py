"""From a row to somebody who subscribes, or did."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chronique.exchange.subscribers.columns import Columns, plain
from chronique.exchange.subscribers.dates import moment
from chronique.exchange.subscribers.states import KNOWN, YES, Word, graver
from chronique.newsletter.taking import FORMULAS
from chronique.readers.rules import one_form

LONGEST_NAME = 255
LONGEST_SHOWN = 80
QUOTED_FORMULA = re.compile(r'="([^"]*)"')
RHYTHMS = {
    "each": "each", "daily": "daily", "weekly": "weekly", "instant": "each", "immediate": "each",
    "day": "daily", "week": "weekly",
}  # fmt: skip


WHY_NOT = {
    Word.UNKNOWN: gettext_lazy(
        "It does not say clearly whether they wish for letters: nobody is subscribed."
    ),
    Word.UNCONFIRMED: gettext_lazy(
        "They had not confirmed there that they want it, so nobody is subscribed."
    ),
}


@dataclass(slots=True)
class Person:
    """What one row says of one address. Moments are aware; `lists` are names as they stand there.

    `wrong` is a sentence when the row says nothing that could be kept; `notes` are what was changed
    on the way.
    """

    line: int
    address: str
    word: Word = Word.ACTIVE
    name: str = ""
    language: str = ""
    rhythm: str = ""
    since: datetime | None = None
    ended: datetime | None = None
    lists: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    proof: dict[str, str] = field(default_factory=dict)
    wrong: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """How the rows of a table are read."""

    columns: Columns
    now: datetime

    def person(self, line: int, cells: Sequence[str]) -> Person:
        """Return who a row is about."""
        given = self._cell(cells, "address")
        person = Person(line, one_form(bare_address(given)))
        if not person.address:
            person.address = printable(given)[:LONGEST_SHOWN]
            person.word, person.wrong = Word.UNKNOWN, _why_no_address(given)
            return person
        self._name(person, cells)
        self._dates(person, cells)
        self._word(person, cells)
        self._wishes(person, cells)
        if self.columns.is_own:
            self._proof(person, cells)
        return person

    def _cell(self, cells: Sequence[str], role: str) -> str:
        """Return the first cell of that meaning that is not empty."""
        for place in self.columns.places.get(role, ()):
            if place < len(cells) and cells[place]:
                return unquoted(cells[place])
        return ""

    def _is_formula(self, cells: Sequence[str], *roles: str) -> bool:
        places = [place for role in roles for place in self.columns.places.get(role, ())]
        return any(cells[place].startswith("=") for place in places if place < len(cells))

    def _name(self, person: Person, cells: Sequence[str]) -> None:
        parts = [self._cell(cells, role) for role in ("first", "last")]
        whole = self._cell(cells, "name") or " ".join(part for part in parts if part)
        if self._is_formula(cells, "name", "first", "last") and not self.columns.is_own:
            person.notes.append(_("Its name is a formula of a spreadsheet, and was left out."))
            return
        person.name = printable(whole)[:LONGEST_NAME]

    def _dates(self, person: Person, cells: Sequence[str]) -> None:
        for role in ("since", "ended", "bounced", "complained"):
            text = self._cell(cells, role)
            found = moment(text) if text else None
            if text and (found is None or found > self.now):
                person.notes.append(
                    _("Its date “%(date)s” is none, or may be read in two ways, and was left out.")
                    % {"date": printable(text)[:LONGEST_SHOWN]}
                )
                found = None
            if role == "since":
                person.since = found
            else:
                person.ended = person.ended or found

    def _word(self, person: Person, cells: Sequence[str]) -> None:
        word = self.columns.usual
        for role, said in (
            ("ended", Word.LEFT), ("bounced", Word.BOUNCED), ("complained", Word.COMPLAINED)
        ):  # fmt: skip
            # Our own rows say it in so many words.
            if self._cell(cells, role) and not self.columns.is_own:
                word = graver(word, said)
        for role, is_wish in (("wants", True), ("refuses", False)):
            if answer := self._cell(cells, role):
                word = graver(word, _answer(answer, is_wish=is_wish))
        if "status" in self.columns.places:
            word = graver(word, self._status(person, self._cell(cells, "status")))
        person.word = word
        if word in (Word.UNKNOWN, Word.UNCONFIRMED) and not self.columns.is_own:
            person.wrong = person.wrong or str(WHY_NOT[word])
        elif word not in (Word.UNKNOWN, Word.UNCONFIRMED):
            person.wrong = ""

    def _status(self, person: Person, said: str) -> Word:
        if not said:
            person.notes.append(
                _("It has no status, and nothing says that they left: taken as active.")
            )
            return Word.ACTIVE
        word = KNOWN.get(plain(said), Word.UNKNOWN)
        if word == Word.UNKNOWN:
            shown = printable(said)[:LONGEST_SHOWN]
            person.wrong = _(
                "Its status “%(status)s” is none that we know, so nobody is subscribed."
            ) % {"status": shown}
        return word

    def _wishes(self, person: Person, cells: Sequence[str]) -> None:
        person.language = self._cell(cells, "language").casefold()[:2]
        person.rhythm = RHYTHMS.get(self._cell(cells, "rhythm").casefold(), "")
        if self._cell(cells, "digest").casefold() in YES:
            person.rhythm = "daily"
            person.notes.append(_("They preferred digests there: here they get one a day."))
        person.lists = several(self._cell(cells, "lists"))
        person.tags = several(self._cell(cells, "tags"))

    def _proof(self, person: Person, cells: Sequence[str]) -> None:
        names = ["basis", "consent_text", "consent_page", "consent_how", "consent_at", "made_at"]
        person.proof = {name: self._cell(cells, name) for name in names}


def _answer(said: str, *, is_wish: bool) -> Word:
    """Return what "true", "no" or a date mean in a column of those who wish, or do not."""
    yes = said.casefold() in YES or moment(said) is not None
    if yes or KNOWN.get(plain(said)) is Word.LEFT:
        return Word.ACTIVE if yes == is_wish else Word.LEFT
    return Word.UNKNOWN


def bare_address(cell: str) -> str:
    """Return the address in a cell: one that is written as a formula, in brackets, as a link."""
    text = cell.strip()
    if formula := QUOTED_FORMULA.fullmatch(text):
        text = formula[1]
    if text.endswith(">") and "<" in text:
        text = text.rpartition("<")[2][:-1]
    return text.removeprefix("mailto:").strip()


def unquoted(cell: str) -> str:
    """Return a cell without the quote that keeps a spreadsheet from reading a formula."""
    return cell[1:] if cell[0] == "'" and cell.lstrip("'").startswith(FORMULAS) else cell


def printable(text: str) -> str:
    """Return a line without what cannot be seen: breaks, signs that turn the direction."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


@lru_cache(maxsize=1024)
def several(cell: str) -> tuple[str, ...]:
    """Return the names in a cell, between commas, semicolons or bars, in quotes or without."""
    if not cell:
        return ()
    separator = next((sign for sign in "|;" if sign in cell), ",")
    found = next(csv.reader([cell.strip("[]")], delimiter=separator, skipinitialspace=True), [])
    return tuple(name for part in found if (name := printable(part.strip(" \"'"))))


def _why_no_address(given: str) -> str:
    if not given.strip():
        return _("It has no address.")
    return _("This is no address that mail can be sent to.")
