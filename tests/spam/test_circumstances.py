"""What surrounds a comment weighs a little, is told, and decides nothing alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chronique.spam.circumstances import AMOUNTS, circumstances, shared_part
from chronique.spam.opinion import opinion, seen_of, thresholds
from chronique.spam.reasons import ReasonName
from chronique.spam.submissions import Submission
from chronique.text.words import stems

ARTICLE = stems(
    "The harbour dues doubled while freight through the northern ports declined, says the"
    " authority's second table; shipping companies, dockers and insurers disagree about causes.",
    "en",
)
OFFER = Submission(
    "Amazing opportunity friends, visit website discover wonderful discounts quality products"
    " https://example.com/offers",
    author_name="Sam", language="en",
)  # fmt: skip
READER = Submission(
    "The authority's second table leaves out insurers: freight declined because dockers and"
    " shipping companies disagreed about dues. Compare https://ports.example/table",
    author_name="Ann", language="en",
)  # fmt: skip


def names(one: Submission, *, leads: bool = True, **around: Any) -> list[ReasonName]:
    return [found.name for found in circumstances(replace(one, **around), leads=leads)]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (None, []), (0, []), (89, []), (90, [ReasonName.OLD_ARTICLE]),
        (729, [ReasonName.OLD_ARTICLE]), (730, [ReasonName.VERY_OLD_ARTICLE]),
    ],
)  # fmt: skip
def test_the_articles_age_is_noted(days: int | None, found: list[ReasonName]):
    assert names(OFFER, days_old=days) == found


def test_a_first_comment_is_noted_where_it_leads_elsewhere():
    assert names(OFFER, is_first=True) == [ReasonName.FIRST_WITH_LINK]
    assert names(OFFER, is_first=True, leads=False) == []


def test_what_is_about_the_article_is_told_from_what_is_about_anything():
    assert names(OFFER, about=lambda: ARTICLE) == [ReasonName.OFF_TOPIC]
    assert names(READER, about=lambda: ARTICLE) == [ReasonName.ON_TOPIC]
    assert names(replace(OFFER, text="Thank you!"), about=lambda: ARTICLE) == []


def test_few_words_say_nothing_of_what_they_are_about():
    assert shared_part("Bravo, merci beaucoup !", ARTICLE, "fr") is None
    assert shared_part("", ARTICLE, "fr") is None


def test_the_article_is_not_looked_at_where_it_would_not_matter():
    def never() -> Iterator[str]:
        raise AssertionError("asked")

    plain = Submission("I doubt that number: the council said twelve.", "Ann", language="en")
    assert opinion(replace(plain, about=never)).probability < 0.2


def test_an_offer_below_an_old_article_is_likelier_spam_and_the_moderator_reads_why():
    before = opinion(OFFER, told_from=1.0).probability
    around = replace(OFFER, days_old=800, is_first=True, about=lambda: ARTICLE)
    found = opinion(around, told_from=0.0)
    assert found.probability > before
    told = {reason.name: reason.detail for reason in found.reasons}
    assert told[ReasonName.VERY_OLD_ARTICLE] == "800"
    assert ReasonName.OFF_TOPIC in told


def test_all_of_it_together_holds_no_comment_that_the_model_finds_honest():
    """The sum of all that speaks against it does not lead from even odds to the spam."""
    against = sum(amount for amount in AMOUNTS.values() if amount > 0)
    assert against <= 2.5
    angry = Submission(
        "C'est une honte, 49,3 milliards pour les copains et rien pour les hopitaux, appelez le"
        " ministere vous verrez, personne ne repond, HONTEUX, ils devraient tous demissionner",
        "jp", language="fr", days_old=3_000, is_first=True, about=lambda: ARTICLE,
    )  # fmt: skip
    assert opinion(angry).probability < thresholds().hold
    assert seen_of(angry).leads is False
