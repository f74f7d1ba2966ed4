"""Who asked for it is told of answers, once each, at once or once a day; nobody else is."""

from datetime import timedelta
from importlib import import_module
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronique.articles.models import Article, Publication
from chronique.comments import jobs
from chronique.comments.actions.following import agree, follow, tell_of, unfollow
from chronique.comments.actions.keeping import keep_in_order
from chronique.comments.models import Comment, Follow, Notice
from chronique.mail.models import Letter
from chronique.readers.models import Reader
from tests.factories import NOON, make_article, make_comment
from tests.readers.given import links_in, make_reader

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# How somebody follows whose browser has shown that the address is theirs.
PROVEN: dict[str, Any] = {"is_proven": True, "now": NOON, "language": "en"}


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="Tides")


def tell_at(now) -> list[Letter]:
    """Let the clock ring, and return the letters there are."""
    with patch("django.utils.timezone.now", return_value=now):
        jobs.tell_at_once()
        jobs.tell_daily()
    return list(Letter.objects.order_by("pk"))


def answer(parent: Comment, text: str = "Not at all.", **fields) -> Comment:
    values = {"author_name": "Cy", "author_email": "cy@example.org", **fields}
    return make_comment(parent.article, text, parent=parent, **values)


def test_the_answered_and_those_above_are_told_of_an_answer(article: Article):
    # given three who followed: a comment, the one under it, and another thread
    top = make_comment(article)
    middle = answer(top)
    other = make_comment(article, "Elsewhere")
    for address, comment in (("a", top), ("b", middle), ("c", other)):
        make_reader(f"{address}@example.org")
        follow(address=f"{address}@example.org", comment=comment, **PROVEN)
    # when the lower one is answered
    told = tell_of(answer(middle, "Indeed <b>so</b> & more.", author_email="d@example.org"), NOON)
    # then the two are told of it
    letters = tell_at(NOON)
    assert (told, {letter.to for letter in letters}) == (2, {"a@example.org", "b@example.org"})
    assert "> Indeed so & more." in letters[0].text
    assert "Indeed so &amp; more." in letters[0].html
    assert letters[0].subject == "1 new comment on “Tides”"


def test_who_follows_an_article_is_told_of_every_comment(article: Article):
    make_reader("a@example.org")
    follow(address="a@example.org", page=article, **PROVEN)
    tell_of(make_comment(article), NOON)
    assert len(tell_at(NOON)) == 1


def test_nobody_is_told_of_their_own_words_nor_twice(article: Article):
    make_reader("bo@example.org")
    make_reader("a@example.org")
    for address in ("bo@example.org", "a@example.org"):
        follow(address=address, page=article, **PROVEN)
    comment = make_comment(article, author_email="BO@example.org ")
    follow(address="a@example.org", comment=comment, **PROVEN)
    for _ in range(2):
        tell_of(comment, NOON)
        letters = tell_at(NOON)
    assert [letter.to for letter in letters] == ["a@example.org"]


@pytest.mark.parametrize("state", ["held", "spam", "rejected", "removed"])
def test_nobody_is_told_of_what_is_not_public(article: Article, state: str):
    make_reader("a@example.org")
    follow(address="a@example.org", page=article, **PROVEN)
    assert tell_of(make_comment(article, state=state), NOON) == 0


def test_what_went_away_before_the_letter_is_not_told(article: Article):
    make_reader("a@example.org")
    follow(address="a@example.org", page=article, **PROVEN)
    comment = make_comment(article)
    tell_of(comment, NOON)
    comment.take_away(Comment.State.REJECTED, NOON)
    comment.save()
    assert tell_at(NOON) == []
    # Nor when it comes back: it was no news any more.
    comment.make_public(NOON)
    comment.save()
    assert tell_at(NOON) == []


def test_an_article_that_readers_cannot_see_is_not_told_of(article: Article):
    make_reader("a@example.org")
    follow(address="a@example.org", page=article, **PROVEN)
    tell_of(make_comment(article), NOON)
    Article.objects.filter(pk=article.pk).update(live=False)
    assert tell_at(NOON) == []


@pytest.mark.parametrize("fields", [{"confirmed_at": None}, {"rhythm": Reader.Rhythm.NEVER}])
def test_no_letter_goes_to_who_did_not_confirm_or_stopped(article: Article, fields: dict):
    make_reader("a@example.org", **fields)
    follow(address="a@example.org", page=article, **PROVEN)
    tell_of(make_comment(article), NOON)
    assert tell_at(NOON) == []


def test_who_stopped_is_not_made_to_begin_by_somebody_who_types_their_address(article: Article):
    make_reader("a@example.org", rhythm=Reader.Rhythm.NEVER)
    follow(address="a@example.org", page=article, **PROVEN)
    assert Reader.objects.get().rhythm == Reader.Rhythm.NEVER


def test_answers_of_a_day_come_in_one_letter_a_day(article: Article):
    # given a reader who wants one letter a day; NOON is noon in Paris
    make_reader("a@example.org", rhythm=Reader.Rhythm.DAILY)
    follow(address="a@example.org", page=article, **PROVEN)
    for n in range(3):
        tell_of(make_comment(article, f"Answer {n}"), NOON + timedelta(minutes=n))
    # then nothing comes the same day, nor in the night
    assert tell_at(NOON + timedelta(hours=6)) == []
    assert tell_at(NOON + timedelta(hours=17)) == []
    # but one letter in the morning
    letters = tell_at(NOON + timedelta(hours=20))
    assert [letter.subject for letter in letters] == ["3 new comments on “Tides”"]
    assert letters[0].text.index("Answer 0") < letters[0].text.index("Answer 2")
    # and what comes after it waits for the next
    tell_of(make_comment(article, "Late"), NOON + timedelta(hours=21))
    assert len(tell_at(NOON + timedelta(hours=22))) == 1
    assert len(tell_at(NOON + timedelta(hours=44))) == 2


def test_each_letter_can_be_stopped_by_the_mail_program(article: Article):
    make_reader("a@example.org")
    follow(address="a@example.org", page=article, **PROVEN)
    tell_of(make_comment(article), NOON)
    letter = tell_at(NOON)[0]
    settings, stop = links_in(letter)
    assert letter.headers == {
        "List-Unsubscribe": f"<http://localhost:8000{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert (settings.split("/")[2], stop.split("/")[2]) == ("settings", "stop")


def test_a_long_answer_is_cut_and_many_are_counted(article: Article):
    make_reader("a@example.org")
    follow(address="a@example.org", page=article, **PROVEN)
    for n in range(32):
        text = "tide " * 2000 if n == 0 else f"Answer {n}"
        tell_of(make_comment(article, text, written_at=NOON + timedelta(seconds=n)), NOON)
    letter = tell_at(NOON)[0]
    assert "And 2 more." in letter.text
    assert "And 2 more." in letter.html
    assert letter.text.count("tide") < 300


def test_letters_speak_the_readers_language(article: Article):
    make_reader("a@example.org", language="fr")
    follow(address="a@example.org", page=article, **PROVEN | {"language": "fr"})
    tell_of(make_comment(article, author_name=""), NOON)
    letter = tell_at(NOON)[0]
    assert letter.subject.startswith("1 nouveau commentaire")
    assert '<html lang="fr">' in letter.html


def test_a_circle_of_answers_ends(article: Article):
    first = make_comment(article)
    second = answer(first)
    Comment.objects.filter(pk=first.pk).update(parent=second)
    make_reader("a@example.org")
    follow(address="a@example.org", comment=first, **PROVEN)
    second.refresh_from_db()
    assert tell_of(second, NOON) == 1


def test_to_note_whom_to_tell_takes_few_queries(article: Article):
    parent = make_comment(article)
    for n in range(12):
        make_reader(f"a{n}@example.org")
        parent = make_comment(article, parent=parent, author_email=f"a{n}@example.org")
        follow(address=f"a{n}@example.org", comment=parent, **PROVEN)
    comment = answer(parent)
    with CaptureQueriesContext(connection) as captured:
        assert tell_of(comment, NOON) == 12
    queries = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(queries) == 3


def test_who_types_a_confirmed_address_makes_nobody_follow(article: Article):
    # given a reader, and somebody who writes under their address
    reader = make_reader("a@example.org")
    follow(address="a@example.org", page=article, now=NOON, language="en")
    assert tell_of(make_comment(article), NOON) == 0
    # then only the reader's own word counts
    assert agree(reader=reader, now=NOON) == 1
    assert tell_of(make_comment(article), NOON) == 1


def test_what_nobody_agreed_to_is_forgotten_in_a_week(article: Article):
    make_reader("a@example.org")
    follow(address="a@example.org", page=article, now=NOON, language="en")
    mine = follow(address="a@example.org", comment=make_comment(article), **PROVEN)
    keep_in_order(NOON + 8 * DAY)
    assert list(Follow.objects.all()) == [mine]


def test_to_follow_twice_is_to_follow_once_and_ends_at_once(article: Article):
    reader = make_reader("a@example.org")
    for _ in range(2):
        followed = follow(address="A@example.org", page=article, **PROVEN)
    assert Follow.objects.count() == 1
    other = make_reader("b@example.org")
    assert not unfollow(reader=other, number=followed.pk)
    assert unfollow(reader=reader, number=followed.pk)
    assert follow(address="no address", page=article, **PROVEN) is None


def test_a_letter_and_its_notices_are_one_change(article: Article):
    make_reader("a@example.org")
    follow(address="a@example.org", page=article, **PROVEN)
    tell_of(make_comment(article), NOON)
    with (
        patch("chronique.comments.actions.following.write_to", side_effect=OSError),
        pytest.raises(OSError),
    ):
        jobs.tell_at_once()
    assert Notice.objects.waiting().count() == 1


def test_the_migration_lets_count_what_confirmed_readers_followed_before(article: Article):
    known, unknown = make_reader(), make_reader("cy@example.org", confirmed_at=None)
    for reader in (known, unknown):
        Follow.objects.create(reader=reader, page=article, since=NOON)
    import_module("chronique.comments.migrations.0010_agree_to_old_follows").fill(apps, None)
    agreed = dict(Follow.objects.values_list("reader", "agreed_at"))
    assert agreed == {known.pk: NOON, unknown.pk: None}
