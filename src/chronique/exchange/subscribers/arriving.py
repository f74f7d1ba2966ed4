"""Rows of a list become readers and subscriptions, a batch and a transaction at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext, override

from chronique.exchange.subscribers import decide
from chronique.exchange.subscribers.people import Person
from chronique.exchange.subscribers.states import Word
from chronique.exchange.subscribers.telling import Telling
from chronique.exchange.subscribers.trial import Trial
from chronique.exchange.subscribers.writing import insert
from chronique.mail.models import Letter, Suppression
from chronique.newsletter.models import Newsletter, Subscription
from chronique.newsletter.models.subscriptions import State
from chronique.readers.models import Erasure, Reader

# What no letter of ours may be sent to counts as what made it so.
SUPPRESSED = {
    Suppression.Reason.HARD: Word.BOUNCED, Suppression.Reason.SOFT: Word.BOUNCED,
    Suppression.Reason.COMPLAINT: Word.COMPLAINED, Suppression.Reason.WRITER: Word.BLOCKED,
}  # fmt: skip
KINDS = {
    Word.ACTIVE: "subscriber", Word.UNCONFIRMED: "not confirmed", Word.UNKNOWN: "unclear",
    Word.LEFT: "left", Word.BOUNCED: "bounced", Word.COMPLAINED: "complained",
    Word.BLOCKED: "blocked",
}  # fmt: skip
WRITTEN = ["state", "since", "ended_at", "basis", "consent_how", "consent_at"]
MOST_NAMES = 20
LANGUAGES = {"fr", "en"}

Key = tuple[str, int]


class Arriving:
    """Brings the people of one table in. `place` is the name of the list."""

    def __init__(
        self, *, newsletters: Iterable[Newsletter], chosen: Newsletter, telling: Telling,
        place: str, system: str, now: datetime, trial: Trial | None = None,
    ) -> None:  # fmt: skip
        self.chosen, self.telling, self.now, self.trial = chosen, telling, now, trial
        self.place, self.how = place, _how(place, system, chosen.language)
        self.names = {name.casefold(): one for one in newsletters for name in (one.name, one.slug)}
        self.strange: Counter[str] = Counter()

    def bring(self, people: Sequence[Person]) -> None:
        """Bring a batch in; all of it, or, when we are killed meanwhile, nothing."""
        with nullcontext() if self.trial else transaction.atomic():
            batch = _Batch(self, [person for person in people if not person.wrong])
            for person in people:
                self._tell(person, batch.settle(person))
            batch.write()

    def finish(self) -> None:
        """Tell once of what concerns many rows."""
        if self.strange:
            names = [name for name, _ in self.strange.most_common(MOST_NAMES)]
            self.telling.changed(
                "list", "", self.place,
                gettext(
                    "Their lists or tags are no newsletters here: %(names)s. Such rows went to"
                    " “%(newsletter)s”."
                ) % {"names": ", ".join(names), "newsletter": self.chosen.name},
            )  # fmt: skip

    def newsletters(self, person: Person) -> list[Newsletter]:
        """Return what a row subscribes to: what its lists are called, else the chosen one."""
        found = {}
        for name in chain(person.lists, person.tags):
            known = self.names.get(name.casefold())
            if known:
                found[known.pk] = known
            elif name in self.strange or len(self.strange) < 10 * MOST_NAMES:
                self.strange[name] += 1
        return list(found.values()) or [self.chosen]

    def _tell(self, person: Person, outcomes: Sequence[str]) -> None:
        kind, line = KINDS[person.word], gettext("line %(number)s") % {"number": person.line}
        told = self.telling
        told.found(kind)
        for note in person.notes:
            told.changed(kind, line, person.address, note)
        if decide.NEW in outcomes or decide.SAME in outcomes:
            told.imported(kind, is_new=decide.NEW in outcomes)
        else:
            told.skipped(kind, line, person.address, outcomes[0])


class _Batch:
    """What is known of the people of a batch, and what is to be written of them."""

    def __init__(self, arriving: Arriving, people: Sequence[Person]) -> None:
        self.arriving = arriving
        addresses = {person.address for person in people}
        self.readers = Reader.objects.in_bulk(addresses, field_name="address")
        self.erased = set(
            Erasure.objects.filter(address__in=addresses).values_list("address", flat=True)
        )
        self.suppressed = dict(
            Suppression.objects.filter(address__in=addresses).values_list("address", "reason")
        )
        self.known: dict[Key, Subscription] = {
            (row.reader.address, row.newsletter_id): row for row in self._rows(addresses)
        }
        if arriving.trial:
            self.known |= arriving.trial.known(addresses)
        self.people: dict[str, Person] = {}
        self.named: dict[str, Reader] = {}
        self.changed: dict[Key, Subscription] = {}
        self.ended: list[int] = []

    def _rows(self, addresses: Iterable[str]) -> Iterable[Subscription]:
        rows = Subscription.objects.filter(reader__address__in=addresses).select_related("reader")
        # Nobody leaves between our look and our word.
        return rows if self.arriving.trial else rows.select_for_update(of=("self",))

    def settle(self, person: Person) -> list[str]:
        """Return what became of a row, for each newsletter that it is about."""
        if person.wrong:
            return [person.wrong]
        if person.address in self.erased:
            return [gettext("They asked that everything about them be erased.")]
        if person.word is Word.ACTIVE and person.address in self.suppressed:
            person.word = SUPPRESSED[Suppression.Reason(self.suppressed[person.address])]
            person.notes.append(
                gettext(
                    "No letters go to this address any more, so it is kept as one that gets none."
                )
            )
        return [self._one(person, newsletter) for newsletter in self.arriving.newsletters(person)]

    def _one(self, person: Person, newsletter: Newsletter) -> str:
        key = (person.address, newsletter.pk)
        known = self.known.get(key)
        if known is None:
            known = self._fresh(person, newsletter)
            outcome = decide.NEW
        else:
            was = known.state
            outcome = decide.settle(known, person, now=self.arriving.now)
            if outcome == decide.NEW and was == State.ACTIVE and known.pk:
                self.ended.append(known.pk)
            if outcome == decide.NEW and known.state == State.ACTIVE:
                self._prove(known, person)
        if outcome == decide.NEW:
            self.known[key] = self.changed[key] = known
        self._name(person)
        return outcome

    def _fresh(self, person: Person, newsletter: Newsletter) -> Subscription:
        fresh = Subscription(newsletter=newsletter, rhythm=person.rhythm or "each")
        decide.begin(fresh, person, now=self.arriving.now)
        self._prove(fresh, person)
        return fresh

    def _prove(self, row: Subscription, person: Person) -> None:
        row.basis = Subscription.Basis.IMPORT
        row.consent_how, row.consent_at = self.arriving.how, person.since
        if person.proof:
            decide.restore(row, person.proof)

    def _name(self, person: Person) -> None:
        """Remember who is to be made, and whose name was not known."""
        reader = self.readers.get(person.address)
        if reader and not reader.name and person.name:
            reader.name = person.name
            self.named[person.address] = reader
        known = self.people.setdefault(person.address, person)
        known.name = known.name or person.name

    def write(self) -> None:
        if self.arriving.trial:
            self.arriving.trial.note(self.changed)
            return
        Reader.objects.bulk_update(self.named.values(), ["name"])
        self._make_readers()
        fresh = []
        for (address, _), row in self.changed.items():
            if not row.pk:
                row.reader = self.readers[address]
                fresh.append(row)
        old = [row for row in self.changed.values() if row.pk]
        insert(fresh)
        Subscription.objects.bulk_update(old, WRITTEN)
        Letter.objects.filter(group__in=[f"subscription:{pk}" for pk in self.ended]).drop()

    def _make_readers(self) -> None:
        now, usual = self.arriving.now, self.arriving.chosen.language
        missing = [
            Reader(
                address=address, name=person.name, made_at=now,
                language=person.language if person.language in LANGUAGES else usual,
            )
            for address, person in self.people.items()
            if address not in self.readers
        ]  # fmt: skip
        # Somebody may have come by meanwhile.
        insert(missing)
        made = Reader.objects.in_bulk([one.address for one in missing], field_name="address")
        self.readers |= made


def _how(place: str, system: str, language: str) -> str:
    """Return the sentence that stands as proof: which list, of which system."""
    with override(language):
        if system:
            return gettext("Came with the list “%(file)s” from %(system)s.") % {
                "file": place, "system": system,
            }  # fmt: skip
        return gettext("Came with the list “%(file)s”.") % {"file": place}
