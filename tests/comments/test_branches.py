"""Threads deeper than four levels: each page shows four, and leads to what goes on below."""

import re
from datetime import timedelta
from importlib import import_module
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chronique.articles.models import Article, Publication
from chronique.comments.actions.placing import place_comments
from chronique.comments.models import Comment
from chronique.comments.rules import LEVELS, Place, has_page, places
from chronique.comments.threads import (
    PER_PAGE,
    ThreadPage,
    address_of,
    page_of_thread,
    page_of_threads,
)
from tests.comments.test_threads import make_many, outline
from tests.factories import NOON, make_article, make_comment

State = Comment.State

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="Tides")


def make_chain(article: Article, length: int, **fields: Any) -> list[Comment]:
    """Return comments each of which answers the one before, a minute later; "1" is the topmost."""
    chain: list[Comment] = []
    for n in range(1, length + 1):
        chain.append(
            make_comment(
                article, str(n), parent=chain[-1] if chain else None, author_name=f"Reader {n}",
                written_at=NOON + timedelta(minutes=n), **fields,
            )
        )  # fmt: skip
    return chain


def hide(*comments: Comment, state: str = State.SPAM) -> None:
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(state=state)
    for comment in comments:
        comment.state = State(state)


def ways_on(page: ThreadPage) -> list[tuple[str, str, int]]:
    """Return what leads on: from which comment, whereto, to how many answers."""
    return [
        (node.comment.text, node.branch, node.beneath) for node in page.comments if node.beneath
    ]


def walk(article: Article) -> list[str]:
    """Return the texts of all that one finds by following every way on from the article's pages."""
    found: list[str] = []
    first = page_of_threads(article, 1)
    pages = [first, *(page_of_threads(article, n) for n in range(2, first.pages + 1))]
    waiting = [node for page in pages for node in page.comments]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node = waiting.pop()
        if node.is_seen and not node.is_removed:
            found.append(node.comment.text)
        heads = [(node.comment, 1)] if node.beneath else []
        if node.continues:
            top = Comment.objects.get(pk=node.comment.top)
            heads.append((top, 2))
        for head, start in heads:
            pages_of_it = page_of_thread(article, head, 1).pages
            for number in range(start, pages_of_it + 1):
                assert (head.pk, number) not in seen
                seen.add((head.pk, number))
                page = page_of_thread(article, head, number)
                waiting += [n for n in page.comments if n.comment != head]
    return found


def test_a_page_shows_four_levels_and_leads_to_what_goes_on(article: Article) -> None:
    # given nine comments, each of which answers the one before
    chain = make_chain(article, 9)
    # when the article's page is read, and then what it leads to, and so on
    first = page_of_threads(article, 1)
    second = page_of_thread(article, chain[3], 1)
    third = page_of_thread(article, chain[6], 1)
    # then each page shows four levels, and begins with the last of the page before
    assert outline(first) == [("1", 1), ("2", 2), ("3", 3), ("4", 4)]
    assert ways_on(first) == [("4", f"/comment/{chain[3].pk}/thread/", 5)]
    assert outline(second) == [("4", 1), ("5", 2), ("6", 3), ("7", 4)]
    assert ways_on(second) == [("7", f"/comment/{chain[6].pk}/thread/", 2)]
    assert (outline(third), ways_on(third)) == ([("7", 1), ("8", 2), ("9", 3)], [])
    # and all count what is there
    assert (first.total, second.total, third.total) == (9, 5, 2)
    assert first.newest == chain[-1].pk


def test_each_says_whom_it_answers_and_the_page_leads_back_up(article: Article) -> None:
    chain = make_chain(article, 6)

    page = page_of_thread(article, chain[3], 1)

    assert [node.answered for node in page.comments] == chain[2:5]
    assert [node.is_apart for node in page.comments] == [True, False, False]
    assert (page.above, page.thread) == (chain[3].path, f"/comment/{chain[0].pk}/thread/")


def test_a_comments_address_leads_to_its_page_however_deep(article: Article) -> None:
    chain = make_chain(article, 12)
    sixth = f"/comment/{chain[3].pk}/thread/#c{chain[5].pk}"

    assert address_of(chain[3]) == f"{article.address}#c{chain[3].pk}"
    assert address_of(chain[5]) == sixth
    assert address_of(chain[6]).startswith(f"/comment/{chain[3].pk}/thread/#")
    assert address_of(chain[11]).startswith(f"/comment/{chain[9].pk}/thread/#")


def test_a_long_branch_is_cut_in_pages(article: Article) -> None:
    # given more answers to a comment at the fourth level than a page holds
    head = make_chain(article, LEVELS)[-1]
    answers = make_many(article, PER_PAGE + 10, under=head)
    # when both pages are read
    pages = [page_of_thread(article, head, n) for n in (1, 2)]
    # then each begins with what is answered
    assert [len(page.comments) for page in pages] == [51, 11]
    assert [page.comments[0].comment for page in pages] == [head, head]
    assert [page.pages for page in pages] == [2, 2]
    # and comments are found on theirs
    assert address_of(answers[49]) == f"/comment/{head.pk}/thread/#c{answers[49].pk}"
    assert address_of(answers[50]) == f"/comment/{head.pk}/thread/2/#c{answers[50].pk}"


def test_ones_own_held_answer_is_seen_in_its_place(article: Article) -> None:
    chain = make_chain(article, 4)
    own = make_comment(article, "own", parent=chain[-1], state=State.HELD)
    mine = [own.pk]

    assert ways_on(page_of_threads(article, 1)) == []
    assert ways_on(page_of_threads(article, 1, mine=mine))[0][2] == 1
    assert outline(page_of_thread(article, chain[3], 1)) == [("4", 1)]
    assert outline(page_of_thread(article, chain[3], 1, mine=mine)) == [("4", 1), ("own", 2)]
    assert address_of(own, mine=mine) == f"/comment/{chain[3].pk}/thread/#c{own.pk}"


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REJECTED])
def test_below_a_hidden_comment_the_thread_goes_on(article: Article, state: str) -> None:
    # given a thread of which the comment at the fourth level is hidden
    chain = make_chain(article, 6)
    hide(chain[3], state=state)
    # when it is read
    page = page_of_threads(article, 1)
    # then where that one stood, the page leads on, and shows nothing of it
    assert [(node.comment.pk, node.is_seen) for node in page.comments[3:]] == [(chain[3].pk, False)]
    assert ways_on(page)[0][1:] == (f"/comment/{chain[3].pk}/thread/", 2)
    below = page_of_thread(article, chain[3], 1)
    assert outline(below) == [("5", 1), ("6", 2)]
    assert below.comments[0].answered is None
    assert below.above == f"/comment/{chain[0].pk}/thread/"


def test_who_wrote_a_refused_comment_does_not_see_it_where_the_thread_goes_on(
    article: Article,
) -> None:
    chain = make_chain(article, 5)
    hide(chain[3], state=State.REJECTED)

    page = page_of_threads(article, 1, mine=[chain[3].pk])

    assert [node.is_seen for node in page.comments] == [True, True, True, False]


def test_removed_comments_stay_where_something_answers_them_further_down(article: Article) -> None:
    chain = make_chain(article, 5)
    hide(*chain[1:4], state=State.REMOVED)

    nodes = page_of_threads(article, 1).comments

    assert [(node.level, node.is_removed) for node in nodes] == [
        (1, False), (2, True), (3, True), (4, True),
    ]  # fmt: skip
    nodes = page_of_thread(article, chain[3], 1).comments
    assert [node.is_removed for node in nodes] == [True, False]


def test_what_stands_far_below_hidden_comments_is_found(article: Article) -> None:
    # given a thread of which three pages are hidden as a whole
    chain = make_chain(article, 14)
    hide(*chain[:12])
    # then from the article's page one comes to what is left
    assert walk(article) == ["13", "14"]
    assert page_of_threads(article, 1).total == 2
    hide(*chain)
    assert walk(article) == []


def test_hidden_comments_that_lead_on_stand_on_one_page_of_a_long_branch(article: Article) -> None:
    # given more than a page of answers, and among them a hidden one with a page of its own
    chain = make_chain(article, 5)
    hide(chain[3])
    Comment.objects.filter(pk=chain[3].pk).update(written_at=NOON + timedelta(minutes=2.5))
    answers = make_many(article, PER_PAGE + 5, under=chain[2])
    # when each page is read
    pages = [page_of_thread(article, chain[0], n) for n in (1, 2)]
    # then one leads on
    assert [len(ways_on(page)) for page in pages] == [1, 0]
    # and each comment is where its address says
    for place, answer in [(0, answers[46]), (1, answers[47]), (1, answers[-1])]:
        assert answer.pk in {node.comment.pk for node in pages[place].comments}
        assert ("thread/2/" in address_of(answer)) == bool(place)


@pytest.mark.parametrize("seed", range(6))
def test_wherever_comments_stand_each_is_found_once(article: Article, seed: int) -> None:
    # given threads of any shape, some of it hidden
    chance = Random(seed)
    rows: list[Comment] = []
    for n in range(60):
        parent = chance.choice([*rows[-3:] * 4, None])
        state = chance.choice([State.PUBLIC, State.PUBLIC, State.SPAM, State.REMOVED])
        when = NOON + timedelta(minutes=n)
        rows.append(make_comment(article, str(n), parent=parent, state=state, written_at=when))
    # then whoever follows the ways on finds each public comment once, and no other
    assert sorted(walk(article)) == sorted(row.text for row in rows if row.is_public)


@pytest.mark.parametrize("length", [5, 60])
def test_however_deep_a_thread_is_its_pages_cost_as_many_queries(
    article: Article, length: int, django_assert_num_queries: Any
) -> None:
    chain = make_chain(article, length)

    with django_assert_num_queries(3):
        page_of_threads(article, 1)
    with django_assert_num_queries(2):
        page_of_thread(article, chain[3], 1)
    with django_assert_num_queries(2):
        address_of(chain[-1])


@given(st.dictionaries(st.integers(1, 30), st.one_of(st.none(), st.integers(1, 40))))
def test_whatever_is_said_to_answer_what_each_comment_gets_one_place(
    parents: dict[int, int | None],
) -> None:
    found = places(parents)

    assert found.keys() == parents.keys()
    for number, (thread, branch, level) in found.items():
        assert (thread is None) == (branch is None) == (level == 1)
        if branch is not None:
            parent = parents[number]
            assert parent is not None
            assert level == found[parent].level + 1
            assert has_page(found[branch].level)
            assert 1 <= level - found[branch].level < LEVELS


def test_data_with_circles_and_parents_elsewhere_is_put_in_order(article: Article) -> None:
    # given a circle with a tail, a parent under another article, a mention that answers
    circle = make_chain(article, 8)
    elsewhere = make_comment(make_article(), "elsewhere")
    stray = make_comment(article, "stray", parent=elsewhere)
    mention = make_comment(article, parent=stray, kind=Comment.Kind.PINGBACK)
    Comment.objects.filter(pk=circle[0].pk).update(parent=circle[5])
    Comment.objects.update(branch=None, level=1)
    # when it is noted anew where all stand, twice
    assert place_comments(article.pk) > 0
    assert place_comments(article.pk) == 0
    # then all are found, each once
    assert sorted(walk(article)) == [*"12345678", "stray"]
    mention.refresh_from_db()
    assert mention.place == Place()
    # and each has an address that leads to it
    client = Client()
    for comment in Comment.objects.under(article):
        address = client.get(comment.path)["Location"]
        assert f'id="{comment.anchor}"' in client.get(address).content.decode()


def test_the_migration_places_what_was_written_before(article: Article) -> None:
    make_chain(article, 6)
    placed = dict(Comment.objects.values_list("pk", "branch"))
    Comment.objects.update(branch=None, level=1)

    import_module("chronique.comments.migrations.0009_fill_branches").fill(apps, None)

    assert dict(Comment.objects.values_list("pk", "branch")) == placed
    assert set(Comment.objects.values_list("level", flat=True)) == {1, 2, 3, 4, 5, 6}


def test_the_page_of_a_branch_is_a_page_like_others(article: Article, client: Client) -> None:
    chain = make_chain(article, 9)

    html = client.get(f"/comment/{chain[3].pk}/thread/").content.decode()

    assert "A thread goes on: 5 answers" in html
    assert f'<a href="{article.address}">Back to the article</a>' in html
    assert f'<a href="{chain[3].path}">What stands above</a>' in html
    assert f'in reply to <a href="{chain[2].path}"><bdi>Reader 3</bdi></a>' in html
    assert re.search(r'href="/comment/\d+/thread/">Continue this thread \(2 answers\)</a>', html)
    assert f'href="/comment/{chain[0].pk}/thread/feed/atom/"' in html
    threads = html[html.index('<ol class="thread">') : html.index('class="thread-feed"')]
    assert threads.count("<li>") == threads.count("</li>") == 4
    # and the others of it lead there
    moved = client.get(f"/comment/{chain[4].pk}/thread/")
    assert (moved.status_code, moved["Location"]) == (301, f"/comment/{chain[3].pk}/thread/")
    assert client.get(f"/comment/{chain[3].pk}/thread/2/").status_code == 404


def test_a_hidden_comment_has_a_page_only_while_something_is_there(
    article: Article, client: Client
) -> None:
    chain = make_chain(article, 5)
    hide(chain[3])
    html = client.get(f"/comment/{chain[3].pk}/thread/").content.decode()
    assert "Reader 4" not in html
    assert "Reader 5" in html

    hide(chain[4])

    assert client.get(f"/comment/{chain[3].pk}/thread/").status_code == 404


def test_an_answer_sent_without_a_script_is_seen_at_once(article: Article, client: Client) -> None:
    chain = make_chain(article, 7)
    fields = {
        "name": "Cy", "email": "cy@example.org", "body": "Deep down.", "parent": chain[-1].pk,
        "took": "20000",
    }  # fmt: skip

    sent = client.post(f"{article.address}comments/", fields)
    shown = client.get(sent["Location"], follow=True)

    assert sent.status_code == 303
    assert shown.redirect_chain[-1][0].startswith(f"/comment/{chain[6].pk}/thread/#c")
    assert "Deep down." in shown.content.decode()
