"""The first page of threads is found without walking through all of them, and is the same."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from chronique.articles.models import Article
from chronique.comments.listing import PER_PAGE, list_threads
from chronique.comments.models import Comment
from tests.factories import NOON, make_article, make_comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

State = Comment.State


@pytest.fixture
def article() -> Article:
    return make_article()


def first(article: Article, *, mine: list[int]) -> Any:
    return list_threads(article, 1, order="oldest", mine=mine, per_page=PER_PAGE)


def is_found_alike(article: Article) -> bool:
    """Whether a reader who wrote somewhere, for whom all are walked through, sees the same."""
    return first(article, mine=[]) == first(article, mine=[1_000_000])


def test_nothing_is_a_page_of_nothing(article: Article) -> None:
    assert is_found_alike(article)
    assert first(article, mine=[]).pages == 1


@pytest.mark.parametrize("seed", range(12))
def test_it_is_what_a_walk_through_all_threads_finds(article: Article, seed: int) -> None:
    chance = Random(seed)
    states = [State.PUBLIC, State.PUBLIC, chance.choice(State.values)]
    rows: list[Comment] = []
    for _ in range(chance.choice([3, 20, 150])):
        # seldom a new thread, so that some are long; at times many, in one minute
        mention = chance.random() < 0.1
        known = [row for row in rows[:: chance.choice([1, 1, 30])] if not mention]
        parent = chance.choice([*known, *[None] * chance.choice([1, 30])])
        rows.append(
            make_comment(
                article,
                parent=parent,
                kind="pingback" if mention else "comment",
                state=chance.choice(states),
                is_pinned=chance.random() < 0.03,
                written_at=NOON + timedelta(minutes=len(rows) // chance.choice([1, 10])),
            )
        )

    assert is_found_alike(article)


@pytest.mark.parametrize("size", [48, 49, 50, 51, 120])
@pytest.mark.parametrize("is_seen", [True, False])
def test_a_long_thread_counts_for_one_page(article: Article, size: int, *, is_seen: bool) -> None:
    top = make_comment(article, state=State.PUBLIC if is_seen else State.REMOVED)
    for _ in range(size):
        make_comment(article, parent=top)
    assert is_found_alike(article)
    for _ in range(3):
        make_comment(article, written_at=NOON + timedelta(hours=1))
        assert is_found_alike(article)


@pytest.mark.parametrize("size", [1, 2, 3, 51])
def test_the_last_thread_stays_on_the_page_on_which_it_begins(article: Article, size: int) -> None:
    for _ in range(PER_PAGE - 2):
        make_comment(article)
    top = make_comment(article, written_at=NOON + timedelta(hours=1))
    for _ in range(size):
        make_comment(article, parent=top)

    assert is_found_alike(article)
    assert first(article, mine=[]).pages == 1


def test_what_answers_something_elsewhere_stands_at_the_top(article: Article) -> None:
    answer = make_comment(article, parent=make_comment(make_article()))

    assert (answer.place.branch, answer.level) == (None, 1)
    assert is_found_alike(article)


def test_where_a_mention_answers_something_all_are_walked_through(article: Article) -> None:
    top = make_comment(article)
    answer = make_comment(article, parent=top, kind="pingback")

    assert first(article, mine=[]).mentions == [top.pk]
    assert answer.branch_id == top.pk
    assert is_found_alike(article)
