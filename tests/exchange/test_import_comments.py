"""Comments come in with their threads, their states, their words."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chronique.comments.models import Comment
from chronique.exchange.arriving.comments import TOP
from chronique.exchange.arriving.family import sound_family
from chronique.exchange.bodies.comment_text import paragraphs, shown_as
from tests.exchange.wordpress import (
    OLD,
    attachment,
    author,
    blog,
    bring,
    changes,
    comment,
    page,
    post,
    the_article,
    the_page,
    thread,
)
from tests.factories import make_comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

State = Comment.State


def under(*comments: str) -> str:
    return blog(post(1, comments))


def test_a_thread_keeps_who_answers_whom_in_whatever_order_it_is_written():
    bring(
        under(
            comment(4, parent=3), comment(1), comment(2, parent=1), comment(3, parent=2), comment(5)
        )
    )
    assert thread(the_article()) == [
        ("1", "", ""), ("2", "1", "1"), ("3", "2", "1"), ("4", "3", "1"), ("5", "", ""),
    ]  # fmt: skip


def test_an_answer_to_what_is_missing_itself_or_below_it_stands_at_the_top():
    report = bring(
        under(
            comment(1, parent=99), comment(2, parent=2), comment(3, parent=4), comment(4, parent=3),
            comment(5, parent=4),
        )
    )  # fmt: skip
    rows = {old: (parent, top) for old, parent, top in thread(the_article())}
    assert rows["1"] == rows["2"] == ("", "")
    # of a circle one tie goes: what hangs below it hangs below it still
    assert sorted([rows["3"], rows["4"]]) in ([("", ""), ("3", "3")], [("", ""), ("4", "4")])
    assert rows["5"][0] == "4"
    assert {"1", "2"} <= {number for _, number in changes(report, "it stands at the top")}
    assert len(changes(report, "it stands at the top")) == 3
    assert report.balanced()


def test_a_chain_of_answers_longer_than_a_batch_stays_one_thread():
    bring(under(*(comment(n, parent=n - 1) for n in range(1, 701))))
    rows = thread(the_article())
    assert len(rows) == 700
    assert {top for old, _, top in rows if old != "1"} == {"1"}
    assert all(int(parent) == int(old) - 1 for old, parent, _ in rows if old != "1")
    # and each stands on the page of the comment that begins its four levels
    levels = Comment.objects.values_list("old_number", "level", "branch__old_number")
    assert {int(old): (level, branch) for old, level, branch in levels} == {
        n: (n, str(n - 1 - (n - 2) % 3) if n > 1 else None) for n in range(1, 701)
    }


def test_what_hangs_below_a_comment_that_a_later_export_moves_moves_with_it():
    bring(under(comment(1), comment(2, parent=1), comment(3, parent=2), comment(4)))
    moved = Comment.objects.get(old_number="3")
    here = make_comment(the_article(), "written here", parent=moved)
    bring(under(comment(1), comment(2, parent=1), comment(3, parent=4), comment(4)))
    here.refresh_from_db()
    assert here.thread == Comment.objects.get(old_number="4")
    assert here.level == 3


def test_a_mention_that_answers_stays_a_thread_of_its_own():
    bring(under(comment(1), comment(2, parent=1, type="pingback"), comment(3, parent=2)))
    mention, answer = (Comment.objects.get(old_number=old) for old in ("2", "3"))
    assert (mention.parent, mention.place) == (Comment.objects.get(old_number="1"), TOP)
    assert (answer.thread, answer.branch, answer.level) == (mention, mention, 2)


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 40)))
def test_any_claims_make_a_sound_family(claims: dict[int, int]):
    claimed = {str(child): str(parent) for child, parent in claims.items()}
    known = {str(n) for n in range(31)}
    family = sound_family(claimed, known)
    for child in claimed:
        seen, current = [child], child
        while current in family.parent:
            current = family.parent[current]
            assert current not in seen
            seen.append(current)
        assert family.root.get(child, child) == current
        # nothing is dropped but what is missing or closes a circle
        assert (child in family.parent) != (child in family.broken)
        if child not in family.broken:
            assert family.parent[child] == claimed[child]


def test_each_state_is_kept():
    states = {
        "1": State.PUBLIC, "0": State.HELD, "spam": State.SPAM, "trash": State.REJECTED,
        "post-trashed": State.REJECTED, "approve": State.PUBLIC, "hold": State.HELD,
        "": State.HELD, "maybe": State.HELD,
    }  # fmt: skip
    numbers = {approved: str(n) for n, approved in enumerate(states, 1)}
    texts = {approved: f"Buy now, {n}." for approved, n in numbers.items()}
    report = bring(under(*(comment(numbers[a], texts[a], approved=a) for a in states)))
    kept = dict(Comment.objects.values_list("old_number", "state"))
    assert {approved: kept[n] for approved, n in numbers.items()} == states
    assert changes(report, "is not known") == [("comment", numbers["maybe"])]
    page = Client().get(the_article().address).content.decode()
    shown = {approved for approved, text in texts.items() if text in page}
    assert shown == {"1", "approve"}


def test_who_wrote_when_and_what_else_was_known_of_it_is_kept():
    bring(
        under(
            comment(
                12, "Well said.", author="Tom &amp; Bo", author_email=" tom@example.org ",
                author_url="https://tom.example.org/", author_IP="192.0.2.7", user_id="3",
                date="2020-01-02 03:04:05", meta={"akismet_result": "false", "likes": "12"},
            )
        )
    )  # fmt: skip
    found = Comment.objects.get()
    assert (found.author_name, found.author_email) == ("Tom & Bo", "tom@example.org")
    assert found.author_url == "https://tom.example.org/"
    assert found.written_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (found.old_number, found.anchor, found.like_count) == ("12", "comment-12", 12)
    assert found.origin["ip"] == "192.0.2.7"
    assert found.origin["user_id"] == "3"
    assert found.origin["meta"] == [["akismet_result", "false"], ["likes", "12"]]


def test_likes_that_are_no_count_count_nothing():
    likes = ["-3", "many", "99999999999999999999", ""]
    bring(under(*(comment(n, meta={"likes": given}) for n, given in enumerate(likes))))
    counted = Comment.objects.order_by("old_number").values_list("like_count", flat=True)
    assert dict(zip(likes, counted, strict=True)) == dict.fromkeys(likes, 0)


def test_an_address_that_is_none_of_the_web_is_not_linked_but_kept():
    urls = ["javascript:alert(1)", "data:text/html,x", "ftp://x/", "http://", "x"]
    bring(under(*(comment(n, author_url=url) for n, url in enumerate(urls))))
    found = Comment.objects.order_by("old_number")
    assert [(c.author_url, c.origin["url"]) for c in found] == [("", url) for url in urls]


def test_pingbacks_and_trackbacks_are_told_apart_from_comments():
    report = bring(under(comment(1), comment(2, type="pingback"), comment(3, type="trackback")))
    kinds = dict(Comment.objects.values_list("old_number", "kind"))
    assert kinds == {"1": "comment", "2": "pingback", "3": "trackback"}
    assert report.imported_counts == {"post": 1, "comment": 1, "pingback": 1, "trackback": 1}


def test_comments_stand_under_pages_and_drafts_too():
    bring(blog(page(1, [comment(1)]), post(2, [comment(2)], status="draft")))
    assert thread(the_page()) == [("1", "", "")]
    assert thread(the_article()) == [("2", "", "")]


def test_comments_of_what_does_not_come_in_are_named():
    report = bring(
        blog(
            post(1, [comment(5, author="Bo")], kind="portfolio"),
            attachment(2, f"{OLD}/wp-content/uploads/a.jpg"),
            post(3, [comment(6)], kind="attachment", wp__attachment_url=f"{OLD}/b.jpg"),
        )
    )
    assert Comment.objects.count() == 0
    skipped = [(s.kind, s.id, s.title) for s in report.skips if s.kind == "comment"]
    assert skipped == [("comment", "6", "Camille"), ("comment", "5", "Bo")]
    assert report.balanced()


def test_two_comments_of_one_number_are_both_there():
    export = under(comment(1, "First."), comment(1, "Second."), comment(1, "First."))
    for _ in range(2):
        report = bring(export)
        texts = dict(Comment.objects.values_list("old_number", "text"))
        assert texts == {"1": "First.", "1-2": "Second."}
        assert report.imported_counts["comment"] == 3


def test_comments_without_a_number_are_known_by_their_line():
    export = under(comment("", "One."), comment("", "Two."))
    for _ in range(2):
        bring(export)
        assert sorted(Comment.objects.values_list("text", flat=True)) == ["One.", "Two."]


def test_numbers_beyond_what_a_database_counts_are_kept():
    bring(blog(post(2**70, [comment(2**60), comment(2**60 + 1, parent=2**60)])))
    assert thread(the_article()) == [
        (str(2**60), "", ""), (str(2**60 + 1), str(2**60), str(2**60)),
    ]  # fmt: skip


def test_a_date_of_zero_becomes_the_articles():
    report = bring(under(comment(1, date="0000-00-00 00:00:00")))
    assert Comment.objects.get().written_at == the_article().first_published_at
    assert changes(report, "It has no date") == [("comment", "1")]


def test_a_comment_by_the_articles_own_author_is_shown_as_any_other():
    bring(
        blog(
            author("ada", "Ada"),
            post(1, [comment(1, author="Ada", user_id="1")], dc__creator="ada"),
        )
    )
    assert b"Ada" in Client().get(the_article().address).content


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo,\nthree.", "<p>One.</p><p>Two,<br>three.</p>"),
        ("One.\r\n\r\n\r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("<p>One.</p>\n<p>Two.</p>", "<p>One.</p><p>Two.</p>"),
        ("One<br />\ntwo", "<p>One<br>two</p>"),
        (
            "<blockquote>You said\n\nthis.</blockquote>\nNo.",
            "<blockquote><p>You said</p><p>this.</p></blockquote><p>No.</p>",
        ),
        ("<ul>\n<li>One</li>\n<li>Two</li>\n</ul>", "<ul><li>One</li><li>Two</li></ul>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("", ""),
        ("\n\n", ""),
    ],
)
def test_a_text_is_shown_as_wordpress_shows_it(text: str, html: str):
    assert shown_as(text) == html


@pytest.mark.parametrize(
    ("text", "href", "rest"),
    [
        ("See https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&amp;c=2", ".</p>"),
        ("(https://example.org/a)", "https://example.org/a", ")</p>"),
        ("https://example.org/Tide_(sea)", "https://example.org/Tide_(sea)", "</p>"),
        ("HTTPS://EXAMPLE.ORG/", "HTTPS://EXAMPLE.ORG/", "</p>"),
    ],
)
def test_a_bare_address_becomes_a_link_without_weight(text: str, href: str, rest: str):
    shown = shown_as(text)
    assert f'<a href="{href}" rel="nofollow ugc noopener">{href}</a>{rest}' in shown


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://example.org/">https://example.org/</a>',
        "<code>https://example.org/</code>",
    ],
)
def test_an_address_that_is_a_link_or_code_already_is_left_alone(text: str):
    assert Counter(shown_as(text))["<"] == Counter(f"<p>{text}</p>")["<"]


@given(st.text(st.sampled_from("ab <>/&\n\"'=:;.pbrulioqcde"), max_size=60))
def test_what_is_shown_is_shown_alike_when_it_comes_again(text: str):
    once = shown_as(text)
    assert shown_as(once) == once


@given(st.lists(st.text("abc ", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_no_word_is_lost_between_paragraphs(parts: list[str]):
    html = paragraphs("\n\n".join(parts))
    assert html.count("<p>") == len(parts)
    assert [part for part in html.replace("</p>", "").split("<p>") if part] == parts
