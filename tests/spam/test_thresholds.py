"""From where on a comment is held is worked out from how many honest comments may be."""

import pytest

from chronique.spam import model
from chronique.spam.decisions import Decision
from chronique.spam.judge import Lists, judge
from chronique.spam.opinion import NEVER, Thresholds, opinion, thresholds
from chronique.spam.submissions import Submission

SPAM = Submission("c a s i n o bonus 200 % https://win-casino.top/x", "win", language="en")


def test_the_more_honest_comments_are_held_the_more_spam_is_found() -> None:
    limits = model.shipped().limits
    assert [limit.honest for limit in limits] == [1, 5, 10, 30]
    probabilities, found = ([getattr(limit, name) for limit in limits]
                            for name in ("probability", "spam"))  # fmt: skip
    assert probabilities == sorted(probabilities, reverse=True)
    assert found == sorted(found)
    assert 0 < probabilities[-1] < probabilities[0] < 1 and 0.5 < found[0] < found[-1] <= 1


@pytest.mark.parametrize(("held", "lost"), [(1, 1), (5, 1), (5, 0), (30, 5), (1, 5), (0, 0)])
def test_thresholds_are_what_the_model_says_of_so_many_honest_comments(
    held: int, lost: int
) -> None:
    of = {limit.honest: limit.probability for limit in model.shipped().limits} | {0: NEVER}
    found = thresholds(held=held, lost=lost)
    # and never is a comment put among the spam that would not even have been held
    assert (found.hold, found.spam) == (of[held], max(of[held], of[lost]))


def test_a_model_knows_the_nearest_to_what_is_asked() -> None:
    assert model.shipped().limit(4).honest == 5
    assert model.shipped().limit(900).honest == 30


def test_what_is_asked_for_depends_on_the_thresholds_alone() -> None:
    probability = opinion(SPAM).probability
    above, below = min(1.0, probability + 1e-9), probability
    for wanted, decision in (
        (Thresholds(above, above), Decision.PASS),
        (Thresholds(below, above), Decision.HOLD),
        (Thresholds(below, NEVER), Decision.HOLD),
        (Thresholds(below, below), Decision.SPAM),
    ):
        assert opinion(SPAM, given=wanted).probability == probability
        assert judge(SPAM, Lists(), opinion(SPAM, given=wanted)).decision is decision
