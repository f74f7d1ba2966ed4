"""Scores and calibration: what the sources say, and what holds for every forecast."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.dossiers.scores import (
    MANY,
    SCORE_OF_HALF,
    Forecast,
    Score,
    calibration_of,
    score_of,
    wilson,
)

FIRST = date(2026, 3, 1)
probabilities = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)


def said(*steps: tuple[int, float], ended: int = 10, came_true: bool = True) -> Forecast:
    """Return a forecast whose days are counted from the first."""
    days = tuple((FIRST + timedelta(day), probability) for day, probability in steps)
    return Forecast(days, FIRST + timedelta(ended), came_true)


@st.composite
def forecasts(draw: st.DrawFn) -> Forecast:
    days = sorted(draw(st.lists(st.integers(1, 40), max_size=5)))
    steps = [(day, draw(probabilities)) for day in [0, *days]]
    return said(*steps, ended=draw(st.integers(0, 50)), came_true=draw(st.booleans()))


many = st.lists(forecasts(), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("probability", "came_true", "score"),
    [(1, True, 0), (1, False, 1), (0, False, 0), (0.5, True, 0.25), (0.8, False, 0.64)],
)
def test_a_score_is_the_square_of_the_distance(probability: float, came_true: bool, score: float):
    assert said((0, probability), came_true=came_true).score == pytest.approx(score)


def test_each_probability_counts_for_the_days_it_stood():
    forecast = said((0, 0.5), (6, 0.9), ended=10)
    assert forecast.score == pytest.approx((6 * 0.25 + 4 * 0.01) / 10)
    assert forecast.probability == pytest.approx((6 * 0.5 + 4 * 0.9) / 10)


def test_what_is_said_last_of_a_day_is_that_days_and_after_the_end_nothing_counts():
    assert list(said((0, 0.2), (0, 0.6), (3, 0.7), ended=3).spans()) == [(3, 0.6)]
    assert list(said((0, 0.2), (0, 0.6), (8, 0.99), ended=0).spans()) == [(1, 0.6)]
    assert said((0, 0.6), (4, 0.1), (12, 1.0)).probability == pytest.approx(0.3)


def test_to_know_early_scores_better_than_to_know_late():
    early, late = said((0, 0.5), (1, 0.9)), said((0, 0.5), (9, 0.9))
    assert early.score < late.score


def test_what_is_no_probability_is_refused():
    for wrong in (-0.001, 1.001, float("nan")):
        with pytest.raises(ValueError, match="0 to 1"):
            said((0, wrong))
    with pytest.raises(ValueError, match="says a probability"):
        said()


@given(forecasts())
def test_a_score_lies_between_none_and_one_and_the_mean_between_what_was_said(one: Forecast):
    assert 0 <= one.score <= 1
    values = [probability for _, probability in one.spans()]
    assert min(values) - 1e-9 <= one.probability <= max(values) + 1e-9


@given(forecasts())
def test_the_days_are_those_from_the_first_to_the_end(one: Forecast):
    assert sum(days for days, _ in one.spans()) == max(1, (one.ended - one.steps[0][0]).days)


@given(forecasts())
def test_the_other_way_round_is_the_same(one: Forecast):
    turned = Forecast(
        tuple((day, 1 - probability) for day, probability in one.steps),
        one.ended, not one.came_true,
    )  # fmt: skip
    assert turned.score == pytest.approx(one.score)


@given(many)
def test_to_say_the_base_rate_or_one_half_each_time_scores_as_is_said(found: list[Forecast]):
    score = score_of(found)
    assert score
    for value, expected in ((score.base_rate, score.of_base_rate), (0.5, SCORE_OF_HALF)):
        constant = [Forecast(((FIRST, value),), FIRST, one.came_true) for one in found]
        same = score_of(constant)
        assert same and same.brier == pytest.approx(expected)


@given(many)
def test_the_order_of_forecasts_does_not_matter(found: list[Forecast]):
    forth, back = score_of(found), score_of(found[::-1])
    assert forth and back and forth.brier == pytest.approx(back.brier)
    groups = zip(calibration_of(found), calibration_of(found[::-1]), strict=True)
    for one, other in groups:
        assert (one.low, one.count, one.came_true) == (other.low, other.count, other.came_true)


@given(many)
def test_each_forecast_is_in_one_group_and_its_mean_between_the_edges(found: list[Forecast]):
    groups = calibration_of(found)
    assert sum(group.count for group in groups) == len(found)
    assert sum(group.came_true for group in groups) == sum(one.came_true for one in found)
    for group in groups:
        assert group.low - 1e-6 <= group.said <= group.high + 1e-6
        assert group.interval.low <= group.came <= group.interval.high


def test_groups_are_half_as_wide_where_there_are_many():
    one = said((0, 0.3), came_true=False)
    assert [(g.low, g.high) for g in calibration_of([one])] == [(0.2, 0.4)]
    assert [(g.low, g.high) for g in calibration_of([one] * MANY)] == [(0.3, 0.4)]
    assert calibration_of([said((0, 1.0))])[0].high == 1
    assert calibration_of([]) == [] and score_of([]) is None


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_the_literature(
    successes: int, trials: int, low: float, high: float
):
    found = wilson(successes, trials)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_the_share_and_grows_narrower(of: tuple[int, int]):
    successes, trials = of
    found, finer = wilson(successes, trials), wilson(successes * 10, trials * 10)
    assert 0 <= found.low <= successes / trials + 1e-9
    assert successes / trials - 1e-9 <= found.high <= 1
    assert finer.high - finer.low < found.high - found.low


def test_a_share_of_nothing_is_refused():
    for wrong in ((0, 0), (2, 1), (-1, 5)):
        with pytest.raises(ValueError, match="no share"):
            wilson(*wrong)


def test_few_are_called_few():
    assert Score(19, 0.1, 0.5).is_few and not Score(20, 0.1, 0.5).is_few
    assert Score(30, 0.2, 0.5).beats_half and Score(30, 0.2, 0.5).beats_base_rate
    assert not Score(30, 0.2, 0.1).beats_base_rate
