"""Each row of the table of kept data is enforced: printed and done are the same."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest

from chronique.articles.models import Article, Publication
from chronique.comments.actions.keeping import ENFORCED, keep_in_order
from chronique.comments.jobs import keep_comments_in_order
from chronique.comments.kept import KEPT
from chronique.comments.models import (
    Alarm,
    Appeal,
    Block,
    Comment,
    Decision,
    Like,
    Notice,
    Report,
    Version,
)
from chronique.mail.actions import queue_letter
from chronique.mail.jobs import sweep_letters
from chronique.mail.models import Letter
from chronique.readers.models import DailyKey, Reader
from chronique.spam.models import Learned, LessonRow
from chronique.text.words import fold
from tests.factories import NOON, make_article, make_comment, the_site
from tests.readers.given import make_reader

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article()


def gone(article: Article) -> Callable[[], bool]:
    for state in ("rejected", "removed", "spam"):
        make_comment(article, state=state, gone_at=NOON)
    # What an export brought in as spam is the filter's lesson, and has no days.
    kept = make_comment(article, state="spam")
    return lambda: set(Comment.objects.all()) == {kept}


def versions(article: Article) -> Callable[[], bool]:
    comment = make_comment(article)
    Version.objects.create(comment=comment, text="x", html="x", replaced_at=NOON)
    decision = Decision.objects.create(
        comment=comment, number=comment.pk, action="edit", by="moderator", decided_at=NOON,
        undo={"text": "x"},
    )  # fmt: skip
    return lambda: not Version.objects.exists() and Decision.objects.get(pk=decision.pk).undo == {}


def networks(article: Article) -> Callable[[], bool]:
    comment = make_comment(article, network="n" * 32)
    like = Like.objects.create(comment=comment, device="d", network="n" * 32, liked_at=NOON)
    report = Report.objects.create(
        comment=comment, reason="spam", device="d", network="n" * 32, reported_at=NOON
    )
    ends = NOON + timedelta(days=1)
    Block.objects.create(kind="mark", value="f" * 32, effect="refuse", until=ends)
    rows = (comment, like, report)

    def are_gone() -> bool:
        left = [type(row).objects.get(pk=row.pk).network for row in rows]
        return left == ["", "", ""] and not Block.objects.exists()

    return are_gone


def forms(article: Article) -> Callable[[], bool]:
    for marks in ({"submission": "s"}, {"wording": "w"}, {"submission": "t", "wording": "w"}):
        make_comment(article, written_at=NOON, **marks)
    marks_left = Comment.objects.exclude(submission="", wording="")
    return lambda: not marks_left.exists() and Comment.objects.count() == 3


def keys(article: Article) -> Callable[[], bool]:
    DailyKey.objects.create(day=NOON.date(), key=b"k")
    return lambda: not DailyKey.objects.exists()


def reports(article: Article) -> Callable[[], bool]:
    comment = make_comment(article)
    Report.objects.create(comment=comment, reason="spam", device="d", reported_at=NOON)
    Appeal.objects.create(comment=comment, words="x", made_at=NOON)
    return lambda: not Report.objects.exists() and not Appeal.objects.exists()


def blocks(article: Article) -> Callable[[], bool]:
    Block.objects.create(kind="domain", value="a.example", effect="refuse", until=NOON)
    endless = Block.objects.create(kind="domain", value="b.example", effect="refuse")
    return lambda: set(Block.objects.all()) == {endless}


def readers(article: Article) -> Callable[[], bool]:
    make_reader("a@example.org", confirmed_at=None, asked_at=NOON)
    confirmed = make_reader("b@example.org")
    return lambda: set(Reader.objects.all()) == {confirmed}


def notices(article: Article) -> Callable[[], bool]:
    Notice.objects.create(reader=make_reader(), comment=make_comment(article), made_at=NOON)
    return lambda: not Notice.objects.exists()


def letters(article: Article) -> Callable[[], bool]:
    letter = queue_letter(kind="x", to="bo@example.org", subject="x", text="x", now=NOON)
    assert letter
    Letter.objects.filter(pk=letter.pk).drop()
    return lambda: not Letter.objects.exists()


def decisions(article: Article) -> Callable[[], bool]:
    Decision.objects.create(number=1, action="hold", by="filter", decided_at=NOON)
    Alarm.objects.create(site=the_site(), kind="likes", raised_at=NOON)
    return lambda: not Decision.objects.exists() and not Alarm.objects.exists()


def lessons(article: Article) -> Callable[[], bool]:
    learned = Learned.objects.create(owner="site:1", key=b"x", spam=1)
    LessonRow.objects.create(learned=learned, subject="x", is_spam=True, made_at=NOON)
    return lambda: not LessonRow.objects.exists() and Learned.objects.get().spam == 1


# A key is made for a whole day; all else is made at noon.
BEGUN = {"keys": NOON.replace(hour=0)}
GIVEN: dict[str, Callable[[Article], Callable[[], bool]]] = {
    "gone": gone, "versions": versions, "networks": networks, "forms": forms,
    "keys": keys, "reports": reports, "blocks": blocks, "readers": readers,
    "notices": notices, "letters": letters, "decisions": decisions, "lessons": lessons,
}  # fmt: skip


@pytest.mark.parametrize("key", [row.key for row in KEPT if row.days])
def test_what_is_kept_for_days_is_kept_for_so_many(article: Article, key: str):
    # given a thing of that row
    is_gone, made = GIVEN[key](article), BEGUN.get(key, NOON)
    days = timedelta(days=next(row.days or 0 for row in KEPT if row.key == key))
    # then it is there until its days are over, and gone then
    for now, expected in ((made + days - SECOND, False), (made + days + SECOND, True)):
        with patch("django.utils.timezone.now", return_value=now):
            keep_comments_in_order()
            sweep_letters()
        assert is_gone() is expected, key


def test_each_row_is_enforced_or_says_until_when():
    assert {row.key for row in KEPT if row.days} == set(ENFORCED) | {"letters"}
    assert all(bool(row.days) != bool(row.until) for row in KEPT)


def test_no_two_rows_are_alike():
    assert len({fold(str(row.what)) for row in KEPT}) == len(KEPT)


def test_what_was_answered_leaves_an_empty_place(article: Article):
    top = make_comment(article, "Bad", state="rejected", gone_at=NOON, origin={"ip": "192.0.2.7"})
    below = make_comment(article, "Also bad", state="rejected", gone_at=NOON, parent=top)
    reply = make_comment(article, "Good", parent=below)
    leaf = make_comment(article, "Worse", state="spam", gone_at=NOON, parent=reply)
    keep_in_order(NOON + timedelta(days=31))
    left = {c.pk: (c.state, c.text, c.author_email) for c in Comment.objects.all()}
    assert left == {
        top.pk: ("rejected", "", ""), below.pk: ("rejected", "", ""),
        reply.pk: ("public", "Good", "bo@example.org"),
    }  # fmt: skip
    told = Decision.objects.filter(action="purge", by="clock").values_list("number", flat=True)
    assert set(told) == {top.pk, below.pk, leaf.pk}


def test_more_than_a_batch_goes_and_a_second_run_finds_nothing(article: Article):
    Comment.objects.bulk_create(
        Comment(
            page=article, text="x", html="x", written_at=NOON, state="spam", gone_at=NOON,
            network="n" * 32,
        )
        for _ in range(1100)
    )  # fmt: skip
    now = NOON + timedelta(days=31)
    assert keep_in_order(now)["gone"] == 1100
    assert set(keep_in_order(now).values()) == {0}
