"""Too much at once: moderators are told, who is not known waits, no place floods the others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Article, Publication
from chronique.comments import pace
from chronique.comments.actions import alarms
from chronique.comments.jobs import watch_for_bursts
from chronique.comments.models import Alarm, Comment, Discussion, Like, Report
from chronique.mail.models import Letter
from tests.comments.moderators import moderator
from tests.factories import NOON, make_article, make_comment, the_site

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def publication(publication: Publication) -> Publication:
    Discussion.objects.create(site=the_site(), mode="open")
    return Publication.for_site(the_site())


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of a kind are a burst."""
    monkeypatch.setattr(alarms, "BURSTS", dict.fromkeys(alarms.BURSTS, 3))


def flood(article: Article, kind: str, now=NOON, count: int = 3) -> None:
    for number in range(count):
        marks = {"device": f"{kind} {number} {now:%H:%M}"}
        if kind == "likes":
            Like.objects.create(page=article, liked_at=now, **marks)
        else:
            comment = make_comment(article, written_at=now if kind == "comments" else NOON - HOUR)
            if kind == "reports":
                Report.objects.create(comment=comment, reason="spam", reported_at=now, **marks)


def written(article: Article, browser: Client, body: str, network: str = "192.0.2.1"):
    words = {"name": "Bo", "email": "bo@example.org", "body": body}
    return browser.post(f"{article.address}comments/", words, REMOTE_ADDR=network)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("kind", ["comments", "likes", "reports"])
def test_moderators_are_told_of_a_burst_once_an_hour(article: Article, kind: str):
    publication = Publication.for_site(the_site())
    moderator("max")
    flood(article, kind)
    # when the clock rings three times within the hour, and once after it
    for minutes in (1, 2, 61):
        flood(article, kind, NOON + timedelta(minutes=minutes))
        alarms.notice_bursts(publication=publication, now=NOON + timedelta(minutes=minutes))
    # then there are two alarms and two letters, with what came and where to go
    assert [alarm.kind for alarm in Alarm.objects.all()] == [kind, kind]
    letters = list(Letter.objects.order_by("pk"))
    assert [letter.to for letter in letters] == ["max@example.org"] * 2
    assert f"6 {kind} came within five minutes." in letters[0].text
    for words in (letters[0].text, letters[0].html):
        assert "http://localhost:8000/desk/comments/" in words
    assert '<html lang="en">' in letters[0].html and ">Much comes at once" in letters[0].html
    assert ("slow mode is on" in letters[0].text) == (kind == "comments")


@pytest.mark.usefixtures("few")
def test_a_second_kind_within_the_hour_is_noted_without_a_letter(article: Article):
    moderator("max")
    publication = Publication.for_site(the_site())
    flood(article, "likes")
    alarms.notice_bursts(publication=publication, now=NOON)
    flood(article, "comments")
    assert alarms.notice_bursts(publication=publication, now=NOON)
    assert Letter.objects.count() == 1
    assert Alarm.objects.slow(the_site().pk, NOON).exists()


def test_an_ordinary_day_alarms_nobody(article: Article):
    moderator("max")
    make_comment(article, written_at=timezone.now())
    assert watch_for_bursts() == 0
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("few")
def test_a_burst_of_comments_makes_who_is_not_known_wait_and_ends_by_itself(article: Article):
    now = timezone.now()
    known, stranger = Client(), Client()
    written(article, known, "My first.")
    assert Comment.objects.get().is_public
    flood(article, "comments", now)
    assert watch_for_bursts() == 1
    # then who is known is read at once, and others wait
    written(article, known, "My second.")
    written(article, stranger, "Mine.")
    assert Comment.objects.get(text="My second.").is_public
    waiting = Comment.objects.get(text="Mine.")
    assert (waiting.is_held, waiting.verdict["reasons"][-1]["name"]) == (True, "slow")
    assert not Alarm.objects.slow(the_site().pk, now + HOUR + timedelta(minutes=1)).exists()


def test_one_network_may_send_few_while_it_is_slow(article: Article):
    publication, now = Publication.for_site(the_site()), timezone.now()
    for number in range(6):
        assert written(article, Client(), f"Before {number}.").status_code == 303
    alarms.slow_down(publication=publication, lasts="hour", user=moderator("max"), now=now)
    answer = written(article, Client(), "Too fast.")
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "Too fast." in answer.content.decode()
    assert written(article, Client(), "Elsewhere.", "192.0.2.2").status_code == 303
    # when it is over
    assert alarms.end_slow_mode(publication=publication, now=timezone.now()) == 1
    assert written(article, Client(), "Again.").status_code == 303


def test_what_was_public_is_not_changed_unseen_while_it_is_slow(article: Article):
    browser = Client()
    written(article, browser, "Before.")
    comment = Comment.objects.get()
    publication, user = Publication.for_site(the_site()), moderator("max")
    alarms.slow_down(publication=publication, lasts="day", user=user, now=timezone.now())
    browser.post(f"{comment.path}edit/", {"body": "Buy."})
    comment.refresh_from_db()
    assert comment.is_held


class TestPace:
    def test_likes_and_reports_of_one_network_have_an_end(
        self, article: Article, monkeypatch: pytest.MonkeyPatch
    ):
        for name in ("LIKES", "REPORTS"):
            monkeypatch.setattr(pace, name, pace.Pace(2, span=timedelta(days=36_500)))
        comment = make_comment(article)
        places = {f"{article.address}like/": {}, f"{comment.path}report/": {"reason": "spam"}}
        for place, fields in places.items():
            # a new browser each time, as programs pretend
            answers = [
                Client(HTTP_USER_AGENT=f"B{number}").post(place, fields) for number in range(4)
            ]
            assert [answer.status_code >= 400 for answer in answers] == [False, False, True, True]
            assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (429, "600")
            assert Client(REMOTE_ADDR="192.0.2.9").post(place, fields).status_code < 400
        assert (Like.objects.count(), Report.objects.count()) == (3, 3)

    def test_it_begins_anew_after_its_span_and_tells_networks_apart(self):
        kept = pace.Pace(1, span=HOUR)
        kept.keep("a", NOON)
        kept.keep("b", NOON)
        with pytest.raises(pace.TooMany):
            kept.keep("a", NOON + timedelta(minutes=59))
        kept.keep("a", NOON + HOUR)

    def test_it_does_not_grow_without_end(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("chronique.base.pace.MOST_KNOWN", 10)
        kept = pace.Pace(1, span=HOUR)
        for number in range(100):
            kept.keep(str(number), NOON)
        assert len(kept._counts) <= 10
