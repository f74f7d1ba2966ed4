"""A site teaches the filter, and can take back each lesson."""

from datetime import UTC, datetime
from math import log
from random import Random

import pytest
from django.db import transaction

from chronique.spam import model
from chronique.spam.actions import (
    Taught,
    displace,
    forget_writer,
    learn,
    learn_many,
    take_back,
)
from chronique.spam.asking import what_is_learned
from chronique.spam.learning import (
    MOST_HONEST,
    MOST_SPAM,
    STRENGTHS,
    Lesson,
    Weights,
    bounded,
    known_by,
    places_of,
)
from chronique.spam.models import Learned, LessonRow, StandingRow
from chronique.spam.opinion import opinion, seen_of, thresholds
from chronique.spam.reasons import ReasonName
from chronique.spam.submissions import Submission

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SITE = "site:1"
# What the shipped model lets pass: the pond trade is no trade that it knows.
POND = Submission(
    "Our koi are fed with algae from the northern ponds, ask for the autumn list.",
    author_name="Koi Pond", author_email="koi@pond.example", author_url="https://pond.example/koi",
    language="en",
)  # fmt: skip
OTHER_POND = Submission(
    "Fed with algae from northern ponds: the autumn list of our koi is out.",
    author_name="Lily", author_email="lily@lily.example", language="en",
)  # fmt: skip
WAVE = Submission(
    "Cheap viagra and cialis without prescription, order at http://pills-shop.example/buy now",
    author_name="Best Pills", author_url="http://pills-shop.example", language="en",
)  # fmt: skip
READER = Submission(
    "The second table leaves out the harbour dues, which doubled that year.",
    author_name="Ann", author_email="ann@mail.example", language="en",
)  # fmt: skip


def teach(
    one: Submission, subject: str, *, is_spam: bool, cause: str = "", part: float = 1
) -> None:
    learn(SITE, Taught(subject, one, is_spam, part), cause=cause or f"by:{subject}", now=NOW)


def likely(one: Submission) -> float:
    return opinion(one, what_is_learned(SITE, one)).probability


def state() -> tuple[object, ...]:
    """All that counts of what was learned."""
    learned = Learned.objects.get(owner=SITE)
    standings = StandingRow.objects.exclude(honest=0, spam=0).order_by("mark")
    counts = list(standings.values_list("mark", "honest", "spam"))
    return bytes(learned.weights), learned.losses, learned.honest, learned.spam, counts


def test_a_site_that_taught_nothing_is_asked_nothing() -> None:
    assert what_is_learned(SITE, POND) is None


def test_what_was_called_spam_is_known_again_by_its_words_and_by_who_sent_it() -> None:
    before, elsewhere = likely(POND), likely(OTHER_POND)
    teach(POND, "comment:1", is_spam=True)
    assert likely(POND) > max(0.9, before)
    assert likely(OTHER_POND) > elsewhere
    assert likely(READER) == pytest.approx(opinion(READER).probability, abs=0.05)


def test_what_was_approved_is_held_less() -> None:
    before = likely(POND)
    teach(POND, "comment:1", is_spam=False)
    assert likely(POND) < before


def test_another_site_learns_nothing_of_it() -> None:
    teach(POND, "comment:1", is_spam=True)
    assert what_is_learned("site:2", POND) is None


def test_said_twice_it_is_learned_once() -> None:
    teach(POND, "comment:1", is_spam=True)
    once = state()
    teach(POND, "comment:1", is_spam=True, cause="by:another")
    assert state() == once


def test_whatever_was_taught_is_taken_back_to_the_last_bit() -> None:
    chance = Random(3)
    teach(READER, "comment:0", is_spam=False)
    before = state()
    words = seen_of(Submission(f"{READER.text} {POND.text} {WAVE.text}")).words
    causes = []
    for number in range(12):
        said = Submission(" ".join(chance.choices(words, k=9)), f"N{number % 3}", "x@y.example")
        subject = f"comment:{number % 5 + 1}"
        causes.append(f"decision:{number}")
        if number % 4 == 3:
            displace(SITE, subject, cause=causes[-1])
        else:
            teach(said, subject, is_spam=chance.random() < 0.5, cause=causes[-1])
    assert state() != before
    for cause in reversed(causes):
        take_back(SITE, cause)
    assert state() == before


def test_a_decision_in_place_of_another_comes_back_when_it_is_undone() -> None:
    teach(POND, "comment:1", is_spam=False, cause="decision:1")
    approved = state()
    teach(POND, "comment:1", is_spam=True, cause="decision:2")
    assert likely(POND) > 0.5
    take_back(SITE, "decision:2")
    assert state() == approved
    assert LessonRow.objects.counted().get().cause == "decision:1"


def test_who_holds_a_comment_again_takes_out_what_it_taught() -> None:
    teach(READER, "comment:9", is_spam=False)
    before = state()
    teach(POND, "comment:1", is_spam=True, cause="decision:1")
    displace(SITE, "comment:1", cause="decision:2")
    assert state() == before
    take_back(SITE, "decision:2")
    assert likely(POND) > 0.9


def test_a_lesson_and_what_caused_it_stand_or_fall_together() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        teach(POND, "comment:1", is_spam=True)
        raise RuntimeError
    assert not Learned.objects.exists()


def test_many_lessons_are_the_same_as_one_after_the_other() -> None:
    taught = [
        Taught(f"comment:{number}", one, is_spam)
        for number, (one, is_spam) in enumerate([(POND, True), (READER, False), (OTHER_POND, True)])
    ]
    assert learn_many(SITE, taught) == 3
    many = state()[:4]
    Learned.objects.all().delete()
    for one in taught:
        learn(SITE, one, cause="x", now=NOW)
    assert state()[:4] == many


def test_nothing_to_look_at_teaches_nothing() -> None:
    assert learn_many(SITE, [Taught("comment:1", Submission("  \n"), is_spam=True)]) == 0
    assert learn_many(SITE, []) == 0
    teach(Submission(""), "comment:2", is_spam=True)
    assert not LessonRow.objects.exists()


def test_reasons_name_what_was_learned_here() -> None:
    for number in range(3):
        teach(POND, f"comment:{number}", is_spam=True)
    site = what_is_learned(SITE, POND)
    told = {reason.name: reason for reason in opinion(POND, site, told_from=0).reasons}
    assert told[ReasonName.HERE_HOST].detail == "pond.example"
    assert told[ReasonName.HERE_TEXT].detail == "3"
    assert told[ReasonName.HERE_ADDRESS].detail == "3"
    shares = [reason.share for reason in told.values() if reason.share]
    assert 0.8 < sum(shares) <= 1.001


def test_honest_comments_by_the_thousand_do_not_open_the_door() -> None:
    """Poisoned: an attacker has a thousand honest comments approved that hold his words."""
    plain = likely(WAVE)
    honest = [
        Taught(
            f"comment:{number}",
            Submission(
                f"{WAVE.text} said the leaflet that I found, number {number}, and it is a scandal.",
                author_name="Paul", author_email="paul@mail.example", language="en",
            ),
            is_spam=False,
        )
        for number in range(1000)
    ]  # fmt: skip
    learn_many(SITE, honest)
    after = likely(WAVE)
    assert _logit(plain) - _logit(after) <= MOST_HONEST + 0.01
    assert plain > thresholds().spam and after >= thresholds().hold


def _logit(probability: float) -> float:
    return log(probability / (1 - probability))


def test_one_writer_teaches_less_each_time() -> None:
    def moved(addresses: int) -> float:
        Learned.objects.all().delete()
        taught = [
            Taught(
                f"comment:{number}",
                Submission(f"{WAVE.text} {number}", "x", f"a{number % addresses}@b.example"),
                is_spam=False,
            )
            for number in range(3)
        ]
        learn_many(SITE, taught)
        site = what_is_learned(SITE, READER)
        assert site
        return site.weights.amount(places_of(seen_of(WAVE)))

    assert 0 > moved(1) > moved(3)


def test_whatever_is_learned_adds_no_more_than_the_bounds() -> None:
    for number in range(60):
        one = Submission(POND.text, f"N{number}", f"a{number}@b.example", POND.author_url)
        teach(one, f"comment:{number}", is_spam=True)
    site = what_is_learned(SITE, POND)
    assert site
    assert 3 < site.amount(seen_of(POND)) <= MOST_SPAM
    assert bounded(99) == MOST_SPAM and bounded(-99) == -MOST_HONEST


def test_what_is_decided_by_the_toss_of_a_coin_is_not_believed_whole() -> None:
    chance = Random(5)
    for number in range(120):
        one = Submission(f"{READER.text} {number}", f"N{number}", f"a{number}@b.example")
        teach(one, f"comment:{number}", is_spam=chance.random() < 0.5)
    losses = Learned.objects.get().losses
    best = STRENGTHS[losses.index(min(losses))]
    assert best < 1
    assert Weights(b"", losses).strength() == pytest.approx(best, abs=0.05)


def test_a_writer_is_forgotten_with_what_their_comments_taught_of_them() -> None:
    teach(POND, "comment:1", is_spam=True)
    forget_writer(SITE, [POND], ["comment:1"])
    site = what_is_learned(SITE, POND)
    assert site
    assert [one.kind for one in site.standings] == ["host"]
    assert not LessonRow.objects.exists()


def test_marks_say_nothing_without_their_key() -> None:
    teach(POND, "comment:1", is_spam=True)
    kept = repr(list(StandingRow.objects.values())) + repr(list(LessonRow.objects.values()))
    assert "pond" not in kept and "koi" not in kept.lower()


def test_who_is_known_by_what() -> None:
    one = Submission(
        "Look at https://WWW.Pond.example/a and http://lily.example, also www.pond.example today",
        author_name=" Élodie  Roux ", author_email="Elo+x@Mail.example",
        author_url="https://pond.example/",
    )  # fmt: skip
    known = [(standing.kind, standing.name) for standing in known_by(one)]
    assert known[:4] == [
        ("address", "elo@mail.example"), ("name", "elodie roux"), ("host", "pond.example"),
        ("host", "lily.example"),
    ]  # fmt: skip
    assert not [kind for kind, _name in map(_pair, known_by(Submission("Merci !"))) if kind]


def _pair(standing: object) -> tuple[str, str]:
    return standing.kind, standing.name  # type: ignore[attr-defined]


def test_a_lesson_comes_out_of_its_package_as_it_went_in() -> None:
    weights = Weights()
    lesson = weights.lesson({7: 0.5, 9: 0.1}, logit=0.2, standing=0, is_spam=True, part=1)
    assert Lesson.unpacked(lesson.packed()) == lesson
    assert weights.add(lesson) and Weights(weights.packed(), weights.losses).amount({7: 1}) > 0
    assert weights.take_out(lesson) and weights.packed() == Weights().packed()


def test_what_would_be_out_of_all_bounds_is_not_learned() -> None:
    weights = Weights()
    huge = Lesson({7: 32_000}, (1, 1, 1, 1))
    assert weights.add(huge)
    before = weights.packed()
    assert not weights.add(huge)
    assert weights.packed() == before and weights.losses == [1, 1, 1, 1]


def test_the_shipped_model_alone_is_what_it_was() -> None:
    seen = seen_of(POND)
    assert opinion(POND).probability == model.probability(model.shipped().logit(seen))
