"""What a process that sends takes from the rows, and writes down in them."""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from chronique.mail import rules
from chronique.mail.actions.gate import Gate
from chronique.mail.journal import Found
from chronique.mail.lines import Answer
from chronique.mail.models import Letter, LetterQuerySet, Suppression
from chronique.mail.models.listed import listed
from chronique.mail.rules import Outcome

logger = logging.getLogger(__name__)

# What a letter of a mailing needs to leave; the rest is the mailing's.
OF_MAILING = ("to", "message_id", "slots", "mailing", "kind", "refusals", "first_offer")

LEFT = "The line broke after the letter had left: the server may have taken it."
NOT_HEARD_OF = "The process that was to send it was not heard of any more."
POWER_LOST = "The machine lost its power while the letter was to be sent."


@transaction.atomic
def take(
    *, holder: str, count: int, gate: Gate | None = None, only: str = "", now: datetime
) -> list[Letter]:  # fmt: skip
    """Take due letters for a process: notices first, then those that wait longest.

    `gate` holds some of a mailing back. Those to whom nothing goes any more are refused on the way.
    `only`: notices of this kind alone.
    """
    due = Letter.objects.due(now).in_order().select_for_update(skip_locked=True)
    notices = due.notices().filter(kind=only) if only else due.notices()
    letters = list(notices[:count])
    if room := 0 if only else count - len(letters):
        others = list(due.of_mailings().only(*OF_MAILING)[:room])
        letters += _let_through(others, gate, now)
    Letter.objects.numbered(letter.pk for letter in letters).take(holder, now)
    for letter in letters:
        letter.first_offer = letter.first_offer or now
    return letters


def _let_through(letters: list[Letter], gate: Gate | None, now: datetime) -> list[Letter]:
    """Return those letters of mailings that may go now."""
    heard = _without_silent(letters)
    if gate is None or not heard:
        return heard
    return gate.pick(heard[: gate.room(len(heard), now=now)], now=now)


def _without_silent(letters: list[Letter]) -> list[Letter]:
    silent = Suppression.objects.among(letter.to for letter in letters)
    if not silent:
        return letters
    refused = [letter.pk for letter in letters if letter.to.lower() in silent]
    Letter.objects.filter(pk__in=refused).mark_refused("Nothing goes to this address any more.")
    return [letter for letter in letters if letter.to.lower() not in silent]


@transaction.atomic
def settle(
    answers: Iterable[tuple[Letter, Answer | None]], *, holder: str, gate: Gate | None = None,
    now: datetime,
) -> int:  # fmt: skip
    """Write down how offers ended; return how many letters were sent.

    Without an answer a letter is uncertain: it left, and the line broke. `gate` hears the answers.
    """
    sent: list[Letter] = []
    for letter, answer in answers:
        if gate and answer:
            gate.hear(letter, answer, now=now)
        if answer is None:
            _of(letter, holder).mark_uncertain(LEFT)
            logger.warning("letter.uncertain id=%s kind=%s", letter.pk, letter.kind)
        elif answer.outcome is Outcome.SENT:
            sent.append(letter)
        else:
            _settle_refused(letter, answer, holder, now)
    Letter.objects.numbered(letter.pk for letter in sent).mark_sent(holder, now)
    _log(sent)
    return len(sent)


def _settle_refused(letter: Letter, answer: Answer, holder: str, now: datetime) -> None:
    refusals = letter.refusals + 1
    again = rules.next_offer(first_offer=letter.first_offer or now, refusals=refusals, now=now)
    if answer.outcome is Outcome.NEVER or again is None:
        _of(letter, holder).mark_refused(answer.words)
        logger.warning("letter.refused id=%s kind=%s code=%s", letter.pk, letter.kind, answer.code)
    else:
        fields = {"next_offer": again, "answer": answer.words, "refusals": refusals}
        _of(letter, holder).put_back(**fields)
        logger.info("letter.again id=%s code=%s at=%s", letter.pk, answer.code, again.isoformat())


def _of(letter: Letter, holder: str) -> LetterQuerySet:
    return Letter.objects.held_by(holder).filter(pk=letter.pk)


def _log(sent: Sequence[Letter]) -> None:
    for letter in sent:
        if letter.mailing_id is None:
            logger.info("letter.sent id=%s kind=%s", letter.pk, letter.kind)
    for mailing, count in Counter(letter.mailing_id for letter in sent).items():
        if mailing is not None:
            logger.info("mailing.sent mailing=%s count=%s", mailing, count)


def called_off(letters: Collection[int]) -> set[int]:
    """Return which of the letters that a process has are to be offered no more."""
    return set(Letter.objects.numbered(letters).called_off().values_list("pk", flat=True))


@transaction.atomic
def put_back(
    letters: Sequence[Letter], *, holder: str, now: datetime, answer: str | None = None
) -> None:
    """Put back letters that were offered to nobody; their place in the queue stays.

    `answer`: why, when no server was there. That counts as nobody's refusal, but after four days
    of it a letter is given up all the same.
    """
    ours = Letter.objects.held_by(holder).numbered(letter.pk for letter in letters)
    if answer is None:
        ours.put_back()
        return
    ours.filter(first_offer__lte=now - rules.GIVE_UP_AFTER).mark_refused(answer)
    ours.put_back(answer=answer)


def keep(letters: Iterable[int], *, holder: str, now: datetime) -> None:
    """Let a process keep what it has, and put back what it does not know that it took.

    That happens when the database went away as it was to say so.
    """
    ours = Letter.objects.held_by(holder)
    kept = list(letters)
    ours.numbered(kept).take(holder, now)
    ours.exclude(pk__in=listed(kept)).put_back()


@transaction.atomic
def settle_of_dead(found: Found, *, now: datetime) -> None:
    """Write down what a process did that was killed, as its journal tells."""
    letters = list(Letter.objects.held_by(found.name))
    if not found.is_whole:
        Letter.objects.held_by(found.name).mark_uncertain(POWER_LOST)
        letters = []
    left = [letter for letter in letters if letter.pk in found.answers]
    settle([(one, found.answers[one.pk]) for one in left], holder=found.name, now=now)
    Letter.objects.held_by(found.name).put_back()
    if letters:
        logger.warning("mail.resumed letters=%s of_them_begun=%s", len(letters), len(left))


def give_up_waiting(*, now: datetime) -> int:
    """Make uncertain what a process took that is not heard of; return how many letters."""
    return Letter.objects.abandoned(now).mark_uncertain(NOT_HEARD_OF)
