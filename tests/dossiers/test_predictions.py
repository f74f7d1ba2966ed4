"""Predictions: made in the open once, never taken back; what changes is added with its reason."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from chronique.base.errors import Refused
from chronique.dossiers import tags
from chronique.dossiers.actions.judging import resolve
from chronique.dossiers.actions.predicting import delete_draft, file_prediction, make_public
from chronique.dossiers.actions.revising import change_probability, reword
from chronique.dossiers.models import Change, Prediction, Source
from chronique.store.models import Forgotten
from tests.dossiers.given import TODAY, draft_prediction, judged, make_prediction
from tests.factories import NOON, make_article, make_author, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def say(prediction: Prediction, chance: str = "0.9", **more: Any) -> None:
    usual = {"why": "Clouds came.", "now": NOON, "probability": Decimal(chance)}
    change_probability(prediction=prediction, **{**usual, **more})


def put(prediction: Prediction, **more: Any) -> None:
    usual = {
        "statement": prediction.statement, "criterion": prediction.criterion,
        "due_on": prediction.due_on, "why": "Nobody could measure it.", "now": NOON,
    }  # fmt: skip
    reword(prediction=prediction, **{**usual, **more})


def judge(prediction: Prediction, outcome: str = "no", **more: Any) -> None:
    usual = {"on": TODAY, "reason": "No drop fell.", "now": NOON}
    resolve(prediction=prediction, outcome=outcome, **{**usual, **more})


def fresh(prediction: Prediction) -> Prediction:
    return Prediction.objects.for_page().get(pk=prediction.pk)


def forgotten_by(change: Callable[[], Any]) -> set[str]:
    before = set(Forgotten.objects.values_list("pk", flat=True))
    change()
    rows = Forgotten.objects.exclude(pk__in=before).values_list("tags", flat=True)
    return {tag for row in rows for tag in row.split()}


def test_what_is_made_public_has_its_first_chance_and_words():
    prediction = make_prediction()
    assert prediction.is_public
    estimate, wording = prediction.estimates.get(), prediction.wordings.get()
    assert (estimate.on, estimate.probability) == (TODAY, Decimal("0.7"))
    assert wording.statement == prediction.statement
    with pytest.raises(Refused, match="public already"):
        make_public(prediction=prediction, now=NOON)


def test_a_change_keeps_what_was_said_before_and_who_says_what_else():
    prediction = make_prediction()
    say(prediction, "0.9", now=NOON + 2 * DAY)
    put(prediction, statement="It will rain in the north.", now=NOON + 3 * DAY)
    row = fresh(prediction)
    assert (row.probability, row.statement) == (Decimal("0.9"), "It will rain in the north.")
    assert [(e.on - TODAY).days for e in row.estimates.all()] == [0, 2]
    assert [w.statement for w in row.wordings.all()] == [prediction.statement, row.statement]
    changes = Change.objects.filter(kind="prediction", number=row.pk)
    assert [change.before for change in changes] == [
        {"statement": prediction.statement}, {"probability": "0.700"}, {},
    ]  # fmt: skip


def test_who_judges_again_adds_to_what_was_said():
    prediction = make_prediction()
    judge(prediction)
    judge(prediction, "yes", reason="It had rained in the night.")
    row = fresh(prediction)
    assert (row.outcome, row.reason) == ("yes", "It had rained in the night.")
    assert [one.outcome for one in row.resolutions.all()] == ["no", "yes"]
    with pytest.raises(Refused, match="already"):
        judge(prediction, "yes", reason="It had rained in the night.")


REFUSED: dict[str, tuple[Callable[[Prediction], None], str]] = {
    "more than certain": (lambda one: say(one, "1.001"), "between 0 and 100"),
    "less than never": (lambda one: say(one, "-0.5"), "between 0 and 100"),
    "no reason": (lambda one: say(one, why=" "), "Say why"),
    "the same chance": (lambda one: say(one, "0.7"), "probability that it has"),
    "a chance for tomorrow": (lambda one: say(one, on=TODAY + DAY), "changes today"),
    "a chance before the first": (lambda one: say(one, on=TODAY - DAY), "changes today"),
    "a chance after its day": (lambda one: say(one, now=NOON + 31 * DAY), "Its day has come"),
    "the same words": (put, "words that it has"),
    "other words after its day": (
        lambda one: put(one, statement="It rained.", now=NOON + 31 * DAY), "Its day has come",
    ),
    "a day before it was made": (lambda one: put(one, due_on=TODAY - DAY), "before the day"),
    "a day that is over": (
        lambda one: put(one, due_on=TODAY + DAY, now=NOON + 2 * DAY), "today at the earliest",
    ),
    "no reason for the outcome": (lambda one: judge(one, reason="  "), "Say why"),
    "no outcome": (lambda one: judge(one, "perhaps"), "came true"),
    "known tomorrow": (lambda one: judge(one, on=TODAY + DAY), "still to come"),
    "known before": (lambda one: judge(one, on=TODAY - DAY), "before it was predicted"),
    "gone": (lambda one: delete_draft(prediction=one), "not deleted"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_is_refused_with_a_sentence(name: str):
    change, words = REFUSED[name]
    prediction = make_prediction()
    with pytest.raises(Refused, match=words):
        change(prediction)
    row = fresh(prediction)
    assert (row.outcome, row.probability, row.due_on) == ("", Decimal("0.7"), prediction.due_on)
    assert (len(row.estimates.all()), len(row.wordings.all())) == (1, 1)


def test_what_is_judged_is_not_changed_any_more():
    prediction = judged()
    for change in (say, lambda one: put(one, statement="It did rain.")):
        with pytest.raises(Refused, match="is judged"):
            change(prediction)


def test_a_draft_is_changed_and_dropped_but_not_judged():
    prediction = draft_prediction()
    for change in (say, judge):
        with pytest.raises(Refused, match="draft still"):
            change(prediction)
    delete_draft(prediction=prediction)
    assert not Prediction.objects.exists()


def test_what_was_made_tomorrow_is_not_made_public():
    with pytest.raises(Refused, match="made today, or was made before"):
        make_public(prediction=draft_prediction(made_on=TODAY + DAY), now=NOON)


def test_the_database_refuses_it_too():
    prediction = judged()
    for wrong in ({"probability": Decimal("1.5")}, {"due_on": TODAY - 99 * DAY}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Prediction.objects.filter(pk=prediction.pk).update(**wrong)
    with pytest.raises(ProtectedError):
        prediction.delete()


def test_its_source_and_its_author_stay():
    source = Source.objects.create(site=the_site(), title="Almanac", changed_at=NOON)
    prediction = make_prediction()
    judge(prediction, source=source)
    for kept in (source, prediction.author):
        with pytest.raises(ProtectedError):
            kept.delete()
    assert list(Source.objects.public()) == [source]


def test_it_is_told_in_two_languages_and_stands_alike_in_both():
    first = make_prediction()
    say(first, "0.8")
    french = {"statement": "Il pleuvra.", "criterion": "La météo.", "language": "fr"}
    second = make_prediction(first.author, translation_of=first, **french)
    assert [e.probability for e in second.estimates.all()] == [Decimal("0.7"), Decimal("0.8")]
    say(first, "0.9", in_others={"fr": "Le ciel se couvre."}, now=NOON + DAY)
    judge(second, reason="Pas une goutte.", on=TODAY + DAY, now=NOON + 2 * DAY)
    one, other = fresh(first), fresh(second)
    assert (one.probability, one.outcome) == (other.probability, other.outcome)
    assert [e.why for e in other.estimates.all()][-1] == "Le ciel se couvre."
    public = Prediction.objects.public()
    assert list(public.counted()) == [first]
    assert list(public.told_in("fr")) == [second]
    assert list(public.told_in("en")) == [first] == list(public.told_in("de"))


def test_another_day_is_another_day_in_all_languages():
    first = make_prediction()
    second = make_prediction(first.author, translation_of=first, language="fr")
    put(second, due_on=TODAY + 60 * DAY)
    assert fresh(first).due_on == fresh(second).due_on == TODAY + 60 * DAY
    assert len(fresh(first).wordings.all()) == 2


def test_a_translation_of_a_draft_waits_for_it():
    with pytest.raises(Refused, match="First make the prediction public"):
        make_prediction(translation_of=draft_prediction())


def test_each_change_forgets_the_pages_that_show_it():
    article, author = make_article(), make_author()
    prediction = draft_prediction(author, article=article)
    expected = {
        tags.prediction(prediction.pk), tags.predictions(the_site().pk),
        tags.foretold_by(author.pk), tags.foretold_in(article.pk),
    }  # fmt: skip
    made = forgotten_by(lambda: make_public(prediction=prediction, now=NOON))
    assert made == expected | {tags.has_record(author.pk)}
    for change in (
        lambda: say(prediction), lambda: put(prediction, statement="It will pour."),
        lambda: judge(prediction),
    ):  # fmt: skip
        assert forgotten_by(change) == expected
    other = make_article()
    moved = forgotten_by(
        lambda: file_prediction(prediction=prediction, article=other, dossier=None, now=NOON)
    )
    assert moved == expected | {tags.foretold_in(other.pk)}
