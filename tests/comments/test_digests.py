"""Nothing is thrown away unseen: spam is kept and found, and a letter says what was kept out."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from chronique.articles.models import Article, Publication
from chronique.comments.actions.digests import tell_of_spam
from chronique.comments.actions.keeping import keep_in_order
from chronique.comments.actions.moderating import decide
from chronique.comments.actions.undoing import undo
from chronique.comments.jobs import tell_moderators_of_spam
from chronique.comments.models import Comment, Decision, Digest, Discussion
from chronique.comments.reasons import strongest
from chronique.comments.rules import without_links
from chronique.mail.actions import queue_letter
from chronique.mail.models import Letter
from tests.comments.moderators import held, moderator, verdict
from tests.factories import NOON, make_article, the_site

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# NOON is a Saturday, noon in Paris; so the letter of the week is due two days later at seven.
SEVEN = datetime.fromisoformat("2026-03-16T07:00+01:00")
MONDAY = SEVEN + timedelta(minutes=1)
PILLS = "Cheap pills, no prescription: https://best-pills-shop.top/buy?id=7 and casino bonus"


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="High water", comments_mode="open")


@pytest.fixture
def max_(publication: Publication) -> User:
    return moderator("max")


def tell(now: datetime) -> int:
    return tell_of_spam(publication=Publication.objects.get(), now=now)


def begun(when: datetime = NOON) -> None:
    """Somebody looked at the clock then, for the first time."""
    assert tell(when) == 0


def spam(article: Article, text: str = "Buy pills.", **fields: Any) -> Comment:
    said = verdict("spam", score=fields.pop("score", 0.99), **fields.pop("reasons", {}))
    values = {"written_at": NOON + timedelta(hours=1), **fields}
    return held(article, text, **{"state": "spam", "verdict": said, "author_name": "Cy", **values})


def chosen(rhythm: str) -> None:
    Discussion.objects.update_or_create(site=the_site(), defaults={"digests": rhythm})


def sent(article: Article) -> Comment:
    words = {"name": "Cy", "email": "cy@example.org", "body": PILLS}
    assert Client().post(f"{article.address}comments/", words).status_code == 303
    return Comment.objects.latest("pk")


def test_what_the_filter_puts_among_the_spam_stays_for_thirty_days(article: Article):
    comment = sent(article)
    assert (comment.state, comment.gone_at) == ("spam", comment.written_at)
    keep_in_order(comment.written_at + 30 * DAY)
    assert Comment.objects.filter(pk=comment.pk).exists()
    keep_in_order(comment.written_at + 30 * DAY + timedelta(seconds=1))
    assert not Comment.objects.filter(pk=comment.pk).exists()


def test_what_passes_has_no_days(article: Article):
    Client().post(
        f"{article.address}comments/", {"name": "Bo", "email": "bo@example.org", "body": "I agree."}
    )
    assert Comment.objects.get().gone_at is None


def test_it_is_restored_by_one_press_which_can_be_undone(article: Article, max_: User):
    comment = sent(article)
    gone_at = comment.gone_at
    decision = decide(
        comment=comment, action=Decision.Action.APPROVE, by=Decision.By.MODERATOR, user=max_,
        now=timezone.now(),
    )  # fmt: skip
    comment.refresh_from_db()
    assert (comment.state, comment.gone_at) == ("public", None)
    assert "best-pills-shop" in Client().get(article.address).content.decode()
    # when that was a slip
    undo(decision=decision, now=timezone.now(), user=max_)
    comment.refresh_from_db()
    # then it is where it was, and its days are what they were
    assert (comment.state, comment.gone_at) == ("spam", gone_at)


def test_once_a_week_moderators_are_told_what_was_kept_out(article: Article, max_: User):
    moderator("mia")
    begun()
    spam(article, "Casino bonus\nat https://win-casino.top/x", author_name="win.example",
         reasons={"honeypot": "x"})  # fmt: skip
    assert tell(MONDAY - timedelta(seconds=1)) == 0
    assert tell(MONDAY) == 2
    # and of the same they are not told again
    assert [tell(MONDAY + minutes * timedelta(minutes=1)) for minutes in (0, 10, 10_000)] == [0] * 3
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {"max@example.org", "mia@example.org"}
    letter = letters["max@example.org"]
    assert letter.subject == "1 comment was put among the spam"
    settings = f"http://localhost:8000/desk/settings/comments/discussion/{the_site().pk}/"
    for text in (letter.text, letter.html):
        for part in (
            "since March 14, 2026", "win[.]example", "High water", "Casino bonus",
            "It filled in a field that people do not see", "30 days", "once a week",
            "http://localhost:8000/desk/comments/?state=spam", settings,
        ):  # fmt: skip
            assert part in text, part
        # what the spam says further, and where it leads to, is not in it
        assert "win-casino" not in text


def test_all_links_lead_to_the_desk(article: Article, max_: User):
    begun()
    comment = spam(article, "https://a.example or b.example", author_name="www.c.example")
    assert comment.pk and tell(MONDAY) == 1
    letter = Letter.objects.get()
    home = "http://localhost:8000/"
    links = re.findall(r'href="([^"]+)"', letter.html) + re.findall(r"https?://\S+", letter.text)
    assert {link for link in links if link != home} == {
        f"{home}desk/comments/?state=spam",
        f"{home}desk/settings/comments/discussion/{the_site().pk}/",
    }
    assert "a[.]example" in letter.text and "b[.]example" in letter.html


def test_those_nearest_to_the_line_come_first_and_twenty_at_most(article: Article, max_: User):
    begun()
    for number in range(25):
        spam(article, f"Number {number}.", score=0.9 + (number * 7 % 25) / 1000)
    tell(MONDAY)
    letter = Letter.objects.get()
    assert letter.subject == "25 comments were put among the spam"
    found = [int(one) for one in re.findall(r"> Number (\d+)\.", letter.text)]
    assert found == sorted(range(25), key=lambda number: number * 7 % 25)[:20]
    assert "… and 5 more." in letter.text


def test_only_what_the_filter_put_there_since_and_is_still_there_is_told(
    article: Article, max_: User
):
    begun(NOON)
    others: list[dict[str, Any]] = [
        {"written_at": NOON},  # before
        {"written_at": SEVEN + timedelta(seconds=1)},  # for the next letter
        {"state": "public"},  # restored
        {"verdict": verdict("hold")},  # a moderator's decision
        {"verdict": {}},  # an import's
    ]
    for fields in others:
        spam(article, **fields)
    assert tell(MONDAY) == 0
    assert tell(MONDAY + 7 * DAY) == 1


def test_where_nothing_was_kept_out_nobody_hears_of_it(article: Article, max_: User):
    begun()
    held(article)
    assert tell(MONDAY) == 0
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("rhythm", "days"), [("daily", [1, 2, 3]), ("weekly", [2]), ("never", [])]
)  # fmt: skip
def test_the_writer_chooses_how_often(article: Article, max_: User, rhythm: str, days: list[int]):
    chosen(rhythm)
    begun()
    told = []
    for day in range(1, 4):
        morning = MONDAY + (day - 2) * DAY
        spam(article, written_at=morning - timedelta(hours=2))
        assert tell(morning - timedelta(seconds=1)) == 0
        told += [day] if tell(morning + timedelta(minutes=9)) else []
    assert told == days


def test_who_changes_the_rhythm_is_told_nothing_twice(article: Article, max_: User):
    chosen("daily")
    begun()
    spam(article)
    assert tell(MONDAY - DAY) == 1
    chosen("weekly")
    assert tell(MONDAY) == 0
    spam(article, written_at=MONDAY + timedelta(hours=1))
    chosen("daily")
    assert tell(MONDAY + DAY) == 1
    assert Letter.objects.latest("pk").subject == "1 comment was put among the spam"


def test_a_worker_that_is_killed_between_two_letters_sends_none_twice(
    article: Article, monkeypatch: pytest.MonkeyPatch
):
    for name in ("max", "mia"):
        moderator(name)
    begun()
    spam(article)
    calls: list[str] = []

    def killed(**values: Any) -> Any:
        calls.append(values["to"])
        if len(calls) == 2:
            raise SystemExit
        return queue_letter(**values)

    monkeypatch.setattr("chronique.comments.actions.digests.queue_letter", killed)
    with pytest.raises(SystemExit):
        tell(MONDAY)
    assert not Letter.objects.exists()
    # when it runs again
    assert tell(MONDAY + timedelta(minutes=10)) == 2
    assert sorted(Letter.objects.values_list("to", flat=True)) == [
        "max@example.org", "mia@example.org",
    ]  # fmt: skip


def test_of_two_workers_one_is_first(article: Article, max_: User):
    begun()
    seen = Digest.objects.get()
    assert Digest.objects.claim(seen, MONDAY)
    assert not Digest.objects.claim(seen, MONDAY)
    spam(article)
    assert tell(MONDAY) == 0


def test_the_letter_is_in_the_moderator_s_language(article: Article, max_: User):
    Publication.objects.update(language="fr")
    begun()
    spam(article)
    tell(MONDAY)
    letter = Letter.objects.get()
    assert letter.language == "fr"
    assert letter.subject == "1 commentaire classé indésirable"
    assert "depuis le 14 mars 2026" in letter.text


def test_the_clock_asks_for_it(article: Article, max_: User):
    chosen("daily")
    assert tell_moderators_of_spam() == 0
    Digest.objects.update(until=timezone.now() - 3 * DAY)
    spam(article, written_at=timezone.now() - 2 * DAY)
    assert tell_moderators_of_spam() == 1


def test_the_strongest_reason_is_told_with_its_share():
    likely = {"name": "likely", "detail": "99", "share": 0.0}
    words = {"name": "like_words", "detail": "casino, bonus", "share": 0.624}
    links = {"name": "links", "detail": "9", "share": 0.0}
    with override("en"):
        told = "Words that spam is made of: casino, bonus."
        assert strongest({"reasons": [likely, words]}) == (told, 62)
        assert strongest({"reasons": [links, likely, words]}) == ("It holds 9 links.", None)
        assert strongest({"reasons": [likely]})[0].startswith("It reads like spam: 99")
        assert strongest({"reasons": []}) == strongest({}) == ("", None)


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("at https://win-casino.top/x", "at https[:]//win-casino[.]top/x"),
        ("a.example.org", "a[.]example[.]org"),
        ("Le prix est de 3.50 euros. Merci...", "Le prix est de 3.50 euros. Merci..."),
    ],
)
def test_no_mail_program_makes_a_link_of_it(text: str, inert: str):
    assert without_links(text) == inert
