"""Threads: each comment under what it answers, pages that stay small, queries that stay few."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from chronique.articles.models import Article
from chronique.comments.models import Comment, Commented
from chronique.comments.rules import LEVELS, Pages, Place, place_below
from chronique.comments.threads import (
    PER_PAGE,
    ThreadPage,
    address_of,
    page_of_thread,
    page_of_threads,
)
from tests.factories import NOON, make_article, make_comment

HELD = Comment.State.HELD

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(publication: object) -> Article:
    return make_article()


def make_many(
    article: Commented, count: int, *, under: Comment | None = None, **fields: Any
) -> list[Comment]:
    """Return `count` comments, a second apart; with `under` all of one thread."""
    start = under.written_at if under else NOON
    place = place_below(under.pk, under.place) if under else Place()
    return Comment.objects.bulk_create(
        Comment(
            page=article, parent=under, thread_id=place.thread, branch_id=place.branch,
            level=place.level, state=Comment.State.PUBLIC,
            author_name="Bo", text="I agree.", html="<p>I agree.</p>",
            written_at=start + timedelta(seconds=n + 1),
            **fields,
        )
        for n in range(count)
    )  # fmt: skip


def make_hundredfold(article: Article) -> None:
    """Copy the comments of an article within the database, until there are a hundred of each."""
    columns = ", ".join(f.attname for f in Comment._meta.concrete_fields if not f.primary_key)
    copies = " UNION ALL ".join(f"SELECT {n} AS copy" for n in range(99))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO comments_comment ({columns}) SELECT {columns} FROM comments_comment,"
            f" ({copies}) AS copies WHERE page_id = %s",
            [article.pk],
        )


def outline(page: ThreadPage) -> list[tuple[str, int]]:
    return [(node.comment.text, node.level) for node in page.comments]


def test_answers_stand_under_what_they_answer_oldest_first(article: Article) -> None:
    # given two threads, written turn by turn
    first = make_comment(article, "first")
    second = make_comment(article, "second", written_at=NOON + timedelta(minutes=1))
    late = make_comment(article, "late", parent=first, written_at=NOON + timedelta(minutes=9))
    make_comment(article, "early", parent=first, written_at=NOON + timedelta(minutes=2))
    make_comment(article, "to late", parent=late, written_at=NOON + timedelta(minutes=10))
    make_comment(article, "to second", parent=second, written_at=NOON + timedelta(minutes=3))
    # when they are read
    page = page_of_threads(article, 1)
    # then each thread stands together
    assert outline(page) == [
        ("first", 1), ("early", 2), ("late", 2), ("to late", 3), ("second", 1), ("to second", 2),
    ]  # fmt: skip
    assert (page.total, page.pages, page.next, page.previous) == (6, 1, "", "")


def test_lists_open_and_close_in_balance(article: Article) -> None:
    deepest = None
    for n in range(LEVELS):
        deepest = make_comment(article, parent=deepest, written_at=NOON + timedelta(seconds=n))
    make_comment(article, written_at=NOON + timedelta(hours=1))

    nodes = page_of_threads(article, 1).comments

    depth = 1
    for node in nodes:
        depth += node.opens
        assert depth == node.level
        depth -= len(node.closes)
    assert depth == 1
    assert [node.has_replies for node in nodes] == [True] * (LEVELS - 1) + [False] * 2


def test_what_answers_a_hidden_comment_stands_under_the_nearest_public_one(
    article: Article,
) -> None:
    # given a public comment, two hidden ones below it, and a public answer to the last
    top = make_comment(article, "top")
    hidden = make_comment(article, "hidden", parent=top, state=HELD)
    deeper = make_comment(article, "deeper", parent=hidden, state=Comment.State.SPAM)
    make_comment(article, "answer", parent=deeper, written_at=NOON + timedelta(minutes=1))
    # when the thread is read
    page = page_of_threads(article, 1)
    # then the answer is there, and says nothing of whom it answers
    assert outline(page) == [("top", 1), ("answer", 2)]
    assert page.comments[1].answered is None
    assert page.total == 2


def test_answers_to_a_hidden_first_comment_begin_the_thread(article: Article) -> None:
    hidden = make_comment(article, "hidden", state=HELD)
    answer = make_comment(article, "answer", parent=hidden)
    make_comment(article, "to the answer", parent=answer, written_at=NOON + timedelta(minutes=1))
    make_comment(article, "other", parent=hidden, written_at=NOON + timedelta(minutes=2))

    assert outline(page_of_threads(article, 1)) == [
        ("answer", 1), ("to the answer", 2), ("other", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("state", [HELD, Comment.State.SPAM, Comment.State.REJECTED])
def test_hidden_comments_are_neither_shown_nor_counted(article: Article, state: str) -> None:
    make_comment(article, "secret", state=state)
    top = make_comment(article, "top")
    make_comment(article, "secret", parent=top, state=state)

    page = page_of_threads(article, 1)

    assert (outline(page), page.total) == ([("top", 1)], 1)


def test_a_circle_of_answers_is_read_once_round(article: Article) -> None:
    # given two comments that answer each other, and one that answers the second
    first = make_comment(article, "first")
    second = make_comment(article, "second", parent=first, written_at=NOON + timedelta(minutes=1))
    make_comment(article, "third", parent=second, written_at=NOON + timedelta(minutes=2))
    Comment.objects.filter(pk=first.pk).update(parent=second, thread=first)
    # when the thread is read
    page = page_of_threads(article, 1)
    # then each comment is there once
    assert outline(page) == [("first", 1), ("second", 2), ("third", 3)]


def test_a_circle_of_hidden_comments_holds_nothing_up(article: Article) -> None:
    one = make_comment(article, "one", state=HELD)
    two = make_comment(article, "two", parent=one, state=HELD)
    make_comment(article, "answer", parent=two)
    Comment.objects.filter(pk=one.pk).update(parent=two)

    assert outline(page_of_threads(article, 1)) == [("answer", 1)]


def test_an_answer_in_another_thread_than_its_parent_says_whom_it_answers(article: Article) -> None:
    parent = make_comment(article, "parent")
    make_comment(
        article, "stray", parent=parent, thread=None, branch=None,
        written_at=NOON + timedelta(minutes=1),
    )  # fmt: skip

    page = page_of_threads(article, 1)

    assert outline(page) == [("parent", 1), ("stray", 1)]
    assert page.comments[1].is_apart
    assert page.comments[1].answered == parent


def test_a_thread_that_names_another_articles_comment_is_read_here(article: Article) -> None:
    elsewhere = make_comment(make_article(), "elsewhere")
    make_comment(article, "here", parent=elsewhere)

    page = page_of_threads(article, 1)

    assert outline(page) == [("here", 1)]
    assert page.comments[0].answered is None


def test_mentions_have_a_list_of_their_own(article: Article) -> None:
    mention = make_comment(article, kind=Comment.Kind.PINGBACK, author_name="A blog")
    make_comment(article, kind=Comment.Kind.TRACKBACK, state=HELD)
    answer = make_comment(article, "to the blog", parent=mention)

    page = page_of_threads(article, 1)

    assert page.mentions == [mention]
    assert (page.total, page.total_mentions) == (1, 1)
    assert outline(page) == [("to the blog", 1)]
    assert page.comments[0].answered == mention
    assert page.comments[0].comment == answer


def test_a_page_is_filled_with_whole_threads(article: Article) -> None:
    # given a thread of 40, one of 30, one of 10
    tops = [make_comment(article, written_at=NOON + timedelta(hours=n)) for n in range(3)]
    for top, replies in zip(tops, [39, 29, 9], strict=True):
        make_many(article, replies, under=top)
    # when the pages are read
    pages = [page_of_threads(article, n) for n in (1, 2, 3)]
    # then the thread that crosses the fiftieth comment stays whole
    assert [len(page.comments) for page in pages] == [70, 10, 0]
    assert [page.pages for page in pages] == [2, 2, 2]
    assert pages[0].next == f"{article.address}comments/2/"
    assert pages[1].previous == f"{article.address}#comments"


def test_a_long_thread_is_cut_and_goes_on_at_its_own_address(article: Article) -> None:
    # given a thread of 121 and a comment after it
    top = make_comment(article)
    make_many(article, 120, under=top)
    after = make_comment(article, written_at=NOON + timedelta(days=1))
    # when the article's page is read
    page = page_of_threads(article, 1)
    # then the thread's first fifty answers stand there, and a way to the others
    assert len(page.comments) == PER_PAGE + 1
    assert [(node.continues, node.more) for node in page.comments if node.continues] == [
        (f"/comment/{top.pk}/thread/2/", 70)
    ]
    assert page.comments[-1].continues
    # and all of it is read in order, page by page, each under what is answered
    parts = [page_of_thread(article, top, n) for n in (1, 2, 3)]
    assert [part.comments[0].comment for part in parts] == [top] * 3
    numbers = [node.comment.pk for part in parts for node in part.comments[1:]]
    assert len(numbers) == len(set(numbers)) == 120
    assert [len(part.comments) for part in parts] == [51, 51, 21]
    assert [(part.pages, part.total, part.above) for part in parts] == [(3, 121, "")] * 3
    assert [node.comment for node in page_of_threads(article, 2).comments] == [after]


def test_on_a_further_page_of_a_thread_comments_say_whom_they_answer(article: Article) -> None:
    # given a thread of two pages, and on the second answers to the first page and to the second
    top = make_comment(article, author_name="Ada")
    replies = make_many(article, PER_PAGE + 20, under=top)
    for number in (0, -1):
        make_comment(article, parent=replies[number], written_at=NOON + timedelta(days=1))
    # when it is read
    nodes = page_of_thread(article, top, 2).comments
    # then what answers somebody on this page stands below
    assert [node.level for node in nodes] == [1, *[2] * 20, 3, 1]
    assert {node.answered for node in nodes if node.level == 2} == {top}
    assert nodes[-2].answered == replies[-1]
    # and what answers somebody on the other page says so
    assert (nodes[-1].is_apart, nodes[-1].answered) == (True, replies[0])


def test_each_comment_has_an_address_on_the_page_that_shows_it(article: Article) -> None:
    # given more threads than a page holds, a long one among them, mentions and hidden tops
    singles = make_many(article, 70)
    long = make_comment(article, written_at=NOON + timedelta(hours=1))
    answers = make_many(article, 210, under=long)
    hidden = make_comment(article, state=HELD, written_at=NOON + timedelta(hours=2))
    orphan = make_comment(article, parent=hidden, written_at=NOON + timedelta(hours=3))
    mentions = make_many(article, 60, kind=Comment.Kind.PINGBACK)
    # when each is looked for
    for comment in [
        *singles[::23],
        long,
        *answers[::40],
        answers[-1],
        orphan,
        mentions[0],
        mentions[-1],
    ]:
        path, _, anchor = address_of(comment).partition("#")
        # then it is on the page that its address names
        parts = path.strip("/").split("/")
        if parts[0] == "comment":
            head = Comment.objects.get(pk=parts[1])
            page = page_of_thread(article, head, int(parts[3]))
        else:
            assert path.startswith(article.address)
            page = page_of_threads(article, int(parts[-1]) if "comments" in parts else 1)
        shown = {node.comment.pk for node in page.comments} | {m.pk for m in page.mentions}
        assert comment.pk in shown
        assert anchor == f"c{comment.pk}"


def test_what_came_from_wordpress_keeps_its_anchor(article: Article) -> None:
    comment = make_comment(article, old_number="4711")

    assert address_of(comment) == f"{article.address}#comment-4711"
    assert make_comment(article, old_number='x" y').anchor.startswith("c")
    assert " " not in make_comment(article, old_number="1 2").anchor


def test_no_comments_cost_one_query(article: Article, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        page = page_of_threads(article, 1)

    assert (page.total, page.pages, page.comments) == (0, 1, [])


@pytest.mark.parametrize("count", [10, 5_000])
def test_the_first_page_costs_two_queries_however_many_comments_there_are(
    article: Article, count: int, django_assert_num_queries: Any
) -> None:
    make_many(article, count)

    with django_assert_num_queries(2):
        page = page_of_threads(article, 1)

    assert len(page.comments) == min(count, PER_PAGE)
    assert (page.total, page.pages) == (count, -(-count // PER_PAGE))


def test_a_hundred_thousand_threads_cost_no_more(
    article: Article, django_assert_num_queries: Any
) -> None:
    comments = make_many(article, 1_000)
    make_hundredfold(article)

    with django_assert_num_queries(2):
        page = page_of_threads(article, 1)
    with django_assert_num_queries(2):
        last = page_of_threads(article, 2_000)
    with django_assert_num_queries(1):
        address = address_of(comments[-1])

    assert (len(page.comments), page.total, page.pages) == (PER_PAGE, 100_000, 2_000)
    assert (len(last.comments), last.next) == (PER_PAGE, "")
    assert address.startswith(f"{article.address}comments/1999/")


def test_a_thread_of_a_hundred_thousand_costs_no_more(
    article: Article, django_assert_num_queries: Any
) -> None:
    top = make_comment(article)
    make_many(article, 1_000, under=top)
    Comment.objects.filter(pk=top.pk).update(page=make_article())
    make_hundredfold(article)
    Comment.objects.filter(pk=top.pk).update(page=article)

    with django_assert_num_queries(2):
        page = page_of_threads(article, 1)
    with django_assert_num_queries(2):
        further = page_of_thread(article, top, 1_900)

    assert (len(page.comments), page.total) == (PER_PAGE + 1, 100_001)
    assert len(further.comments) == PER_PAGE + 1


@given(st.lists(st.integers(1, 300), max_size=200), st.integers(1, 60))
def test_no_page_is_empty_and_only_its_last_thread_can_be_long(
    sizes: Sequence[int], per_page: int
) -> None:
    pages = Pages(per_page)
    numbers = [pages.place(size) for size in sizes]

    assert sorted(set(numbers)) == list(range(1, max(numbers, default=0) + 1))
    assert numbers == sorted(numbers)
    for number in set(numbers):
        held = [size for size, n in zip(sizes, numbers, strict=True) if n == number]
        assert sum(held[:-1]) < per_page
