"""A service elsewhere is asked about comments, if the publication wishes, and cannot do harm."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone
from django.utils.translation import override

from chronique.articles.models import Article, Publication
from chronique.base.errors import Unreachable
from chronique.comments import service
from chronique.comments.actions.moderating import decide
from chronique.comments.models import Block, Comment, Decision, Discussion
from chronique.comments.reasons import sentences
from chronique.spam.akismet import service as outside
from chronique.spam.akismet.actions import give_key
from chronique.spam.models import Client
from chronique.spam.submissions import Submission
from tests.comments.akismet_host import AkismetHost, akismet_host
from tests.factories import make_article, make_comment, the_site
from tests.live import live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication", "_near")]

WORDS = {
    "name": "Bo", "email": "bo@mail.example", "website": "https://bo.example",
    "body": "I do not agree at all.",
}  # fmt: skip
SPAM = "Cheap viagra and cialis without prescription, order at http://pills-shop.example/buy now"


@pytest.fixture
def _near(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host of this machine may be asked, however slow it is; none is thought to be away."""
    monkeypatch.setattr(outside, "SECONDS", 60.0)
    monkeypatch.setattr(outside, "PRIVATE_HOSTS", frozenset({"127.0.0.1", "localhost"}))
    service._away.clear()


@pytest.fixture
def host() -> Iterator[AkismetHost]:
    with akismet_host() as host:
        yield host


@pytest.fixture
def article() -> Article:
    return make_article(comments_mode="open")


def ask_at(url: str, **more: Any) -> Discussion:
    values = {"asks_service": True, "service_url": url, "service_key": "the key", **more}
    return Discussion.objects.update_or_create(site=the_site(), defaults=values)[0]


def post(article: Article, **fields: Any) -> Comment:
    answer = Browser().post(
        f"{article.address}comments/", WORDS | fields, headers={"User-Agent": "Firefox/1"}
    )
    assert answer.status_code == 303, answer.content
    return Comment.objects.latest("pk")


def names(comment: Comment) -> list[str]:
    return [reason["name"] for reason in comment.verdict["reasons"]]


def test_nobody_is_asked_unless_it_is_switched_on(article: Article, host: AkismetHost):
    post(article)
    ask_at(host.url, asks_service=False)
    post(article, body="Nor do I.")
    assert host.asked == []


def test_what_it_calls_spam_is_held_and_no_more(article: Article, host: AkismetHost):
    ask_at(host.url)
    comment = post(article)
    assert comment.state == Comment.State.HELD
    with override("en"):
        assert sentences(comment.verdict) == ["The service 127.0.0.1 calls it spam."]
    assert comment.verdict["service"] == {"host": "127.0.0.1", "spam": True}
    assert comment.verdict["score"] == 0.5


def test_what_it_lets_pass_is_as_the_filter_says(article: Article, host: AkismetHost):
    ask_at(f"{host.url}/1.1/")
    host.answer = b"false"
    comment = post(article)
    assert comment.is_public and names(comment) == []
    assert comment.verdict["service"]["spam"] is False
    links = post(article, body="See https://a.example https://b.example https://c.example")
    assert links.state == Comment.State.HELD and names(links) == ["links"]
    assert [path for path, _ in host.asked] == ["/akismet/1.1/comment-check"] * 2


def test_no_address_no_network_and_no_browser_is_sent(article: Article, host: AkismetHost):
    ask_at(host.url)
    post(article)
    ((_, fields),) = host.asked
    assert fields == {
        "api_key": "the key", "blog": "http://localhost:8000", "blog_lang": article.language,
        "blog_charset": "UTF-8", "comment_type": "comment", "comment_author": "Bo",
        "comment_author_url": "https://bo.example", "comment_content": "I do not agree at all.",
    }  # fmt: skip
    assert not any("Firefox" in value for value in host.headers[0].values())


def test_what_is_certain_is_not_sent(article: Article, host: AkismetHost):
    ask_at(host.url)
    spam = post(article, body=" ".join(f"https://shop{number}.example" for number in range(8)))
    assert spam.state == Comment.State.SPAM and "asked" not in names(spam)
    Block.objects.create(kind="address", value="bo@mail.example", effect="trust")
    assert post(article).is_public
    assert host.asked == []


def test_it_puts_nothing_among_the_spam_however_near_that_is(article: Article, host: AkismetHost):
    ask_at(host.url, honest_lost=0)
    comment = post(article, body=SPAM)
    assert comment.state == Comment.State.HELD
    assert "likely" in names(comment) and names(comment)[-1] == "asked"


@pytest.mark.parametrize("answer", [b"", b"perhaps", b"TRUE", b"\xff", b"x" * 9000, 500, 302, 429])
def test_nonsense_and_refusals_leave_the_comment_as_it_was(
    article: Article, host: AkismetHost, answer: bytes | int, caplog: pytest.LogCaptureFixture
):
    ask_at(host.url)
    host.answer = answer
    with caplog.at_level(logging.WARNING):
        comment = post(article)
        post(article, body="Nor do I.")
    assert comment.is_public and "service" not in comment.verdict
    # said once, and for a minute nobody is kept waiting for it
    told = [record.getMessage() for record in caplog.records if "service.away" in record.message]
    assert len(told) == len(host.asked) == 1 and "host=127.0.0.1" in told[0]


def test_after_a_minute_it_is_asked_again(article: Article, host: AkismetHost):
    asked = ask_at(host.url)
    service._away[host.url] = timezone.now() + timedelta(minutes=1)
    assert post(article).is_public
    service._away[host.url] = timezone.now() - timedelta(seconds=1)
    assert not post(article, body="Nor do I.").is_public
    assert asked.asks_service and len(host.asked) == 1


def test_a_slow_one_is_not_waited_for(
    article: Article, host: AkismetHost, monkeypatch: pytest.MonkeyPatch
):
    ask_at(host.url)
    monkeypatch.setattr(outside, "SECONDS", 0.2)
    host.hangs.clear()
    begun = timezone.now()
    assert post(article).is_public
    assert timezone.now() - begun < timedelta(seconds=10)


def test_nobody_there_and_private_hosts_leave_the_comment_as_it_was(
    article: Article, monkeypatch: pytest.MonkeyPatch
):
    with akismet_host() as gone:
        url = gone.url
    ask_at(url)
    assert post(article).is_public
    monkeypatch.setattr(outside, "PRIVATE_HOSTS", frozenset())
    with akismet_host() as host:
        ask_at(host.url)
        assert post(article, body="Nor do I.").is_public
        assert host.asked == []


def test_our_own_server_can_be_asked_and_no_transaction_is_open(
    article: Article, monkeypatch: pytest.MonkeyPatch
):
    client = Client(name="Ourselves", is_on=True)
    key = give_key(client, now=timezone.now())
    client.save()
    depths: list[int] = []
    said = outside.calls_it_spam

    def look(*arguments: Any) -> bool:
        depths.append(len(connection.savepoint_ids))
        return said(*arguments)

    monkeypatch.setattr(outside, "calls_it_spam", look)
    with live() as url:
        ask_at(f"{url}/akismet", service_key=key)
        comment = post(article)
    assert comment.verdict["service"] == {"host": "localhost", "spam": False}
    # no deeper than the test itself
    assert depths == [len(connection.savepoint_ids)]
    assert Client.objects.get().asked == 1


# -- Corrections


def corrected(host: AkismetHost) -> list[str]:
    return [path.rpartition("/")[2] for path, _ in host.asked if "submit" in path]


def decided(comment: Comment, action: Decision.Action) -> None:
    decide(comment=comment, action=action, by=Decision.By.MODERATOR, now=timezone.now())


def test_it_is_told_where_it_was_wrong_if_that_is_wished(article: Article, host: AkismetHost):
    ask_at(host.url)
    comment = post(article)
    decided(comment, Decision.Action.APPROVE)
    assert corrected(host) == []
    ask_at(host.url, teaches_service=True)
    decided(post(article, body="Nor do I."), Decision.Action.APPROVE)
    host.answer = b"false"
    decided(post(article, body="Why not?"), Decision.Action.SPAM)
    assert corrected(host) == ["submit-ham", "submit-spam"]
    assert host.asked[-1][1]["comment_content"] == "Why not?"
    assert "comment_author_email" not in host.asked[-1][1]


def test_what_it_was_not_asked_about_or_knew_is_not_sent(article: Article, host: AkismetHost):
    ask_at(host.url, teaches_service=True)
    decided(make_comment(article, state="held"), Decision.Action.SPAM)
    known = post(article)
    decided(known, Decision.Action.SPAM)
    other = post(article, body="Nor do I.")
    decided(other, Decision.Action.REJECT)
    ask_at(host.url, asks_service=False)
    decided(other, Decision.Action.APPROVE)
    service.correct.call(0)
    assert corrected(host) == []


def test_that_it_does_not_listen_is_logged(
    article: Article, host: AkismetHost, caplog: pytest.LogCaptureFixture
):
    ask_at(host.url, teaches_service=True)
    comment = post(article)
    decided(comment, Decision.Action.APPROVE)
    assert comment.is_public and "service.not_told host=127.0.0.1" in caplog.text


# -- Said where it counts


def test_readers_are_told_who_is_asked(publication: Publication):
    def told() -> str:
        return Browser().get("/privacy/").content.decode()

    assert "asks nobody" in told()
    ask_at("https://filter.example/akismet")
    assert "asks nobody" not in told() and "also shown to filter.example" in told()


def test_a_service_is_sent_no_form_twice(host: AkismetHost):
    host.answer = 307
    asked = outside.Service(host.url, "the key", "https://blog.example")
    with pytest.raises(Unreachable, match="sends to another address"):
        outside.calls_it_spam(asked, Submission("Words."))
    assert len(host.asked) == 1
