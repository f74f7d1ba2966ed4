"""Readers' own pages: opened by a signed link, changed by a button, kept by nobody."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Article, Publication
from chronique.comments.actions.following import follow
from chronique.comments.kept import KEPT
from chronique.comments.models import Comment, Decision, Discussion, Follow
from chronique.front.reader.facts import COOKIES
from chronique.mail.models import Letter
from chronique.newsletter.kept_about import KEPT as KEPT_OF_LETTERS
from chronique.readers import links
from chronique.readers.models import Erasure, Reader
from tests.factories import make_article, make_comment, the_site
from tests.readers.given import make_reader

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="Tides")


@pytest.fixture
def reader(publication: Publication) -> Reader:
    return make_reader(confirmed_at=None)


def path_of(reader: Reader, purpose: str, age: timedelta = timedelta()) -> str:
    return f"/reader/{purpose}/{links.seal(reader, purpose, now=timezone.now() - age)}/"


def opened(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def pressed(path: str, **fields: str) -> tuple[int, str]:
    """Return what a browser gets that opens the page and presses a button there."""
    browser = Client(enforce_csrf_checks=True)
    opened(browser, path)
    fields["csrfmiddlewaretoken"] = browser.cookies["csrftoken"].value
    response = browser.post(path, fields, follow=True)
    return response.status_code, response.content.decode()


def test_opening_pages_changes_nothing(client: Client, reader: Reader, article: Article):
    make_comment(article)
    before = [list(model.objects.values()) for model in (Reader, Comment, Erasure, Follow, Letter)]
    for purpose in (links.CONFIRM, links.SETTINGS, links.STOP, links.DATA):
        path = path_of(reader, purpose)
        opened(client, path)
        client.head(path)
    after = [list(model.objects.values()) for model in (Reader, Comment, Erasure, Follow, Letter)]
    assert before == after


@pytest.mark.parametrize("purpose", [links.CONFIRM, links.SETTINGS, links.STOP, links.DATA])
def test_nobody_keeps_lists_or_learns_them(client: Client, reader: Reader, purpose: str):
    response = client.get(path_of(reader, purpose))
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


@pytest.mark.parametrize("purpose", [links.CONFIRM, links.SETTINGS, links.DATA])
def test_a_form_sent_from_elsewhere_is_refused(reader: Reader, purpose: str):
    stranger = Client(enforce_csrf_checks=True)
    fields = {"rhythm": "never", "kind": "erase"}
    assert stranger.post(path_of(reader, purpose), fields).status_code == 403
    reader.refresh_from_db()
    assert (reader.confirmed_at, reader.rhythm) == (None, "at_once")
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("purpose", [links.CONFIRM, links.SETTINGS, links.STOP, links.DATA])
def test_a_wrong_link_gets_a_sentence(client: Client, publication: Publication, purpose: str):
    for token in ("x", "W10:abc", "%FF", "a" * 3000):
        assert "This link leads nowhere" in opened(client, f"/reader/{purpose}/{token}/", 404)


@pytest.mark.parametrize(("purpose", "days"), [(links.CONFIRM, 8), (links.DATA, 3)])
def test_an_old_link_says_so(client: Client, reader: Reader, purpose: str, days: int):
    path = path_of(reader, purpose, age=days * DAY)
    assert "which are over" in opened(client, path, 410)
    assert client.post(path).status_code == 410


def test_the_button_confirms(reader: Reader):
    path = path_of(reader, links.CONFIRM)
    status, text = pressed(path)
    assert (status, "Your address is confirmed" in text) == (200, True)
    reader.refresh_from_db()
    assert reader.confirmed_at
    # another browser of the same reader is asked for itself
    other = Client()
    assert "Confirm my address" in opened(other, path)
    other.post(path)
    assert "Your address is confirmed" in opened(other, path)


def test_a_mail_program_stops_the_letters_by_itself(reader: Reader):
    # RFC 8058: no cookie, no token, this very body.
    response = Client(enforce_csrf_checks=True).post(
        path_of(reader, links.STOP), "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert response.status_code == 200
    reader.refresh_from_db()
    assert reader.rhythm == "never"


def test_a_reader_chooses_how_often(reader: Reader):
    path = path_of(reader, links.SETTINGS)
    assert "Saved." in pressed(path, rhythm="daily")[1]
    reader.refresh_from_db()
    assert reader.rhythm == "daily"
    assert "Select a valid choice" in pressed(path, rhythm="hourly")[1]


def test_a_reader_stops_one_of_the_things_they_follow(
    client: Client, reader: Reader, article: Article
):
    values: dict[str, Any] = {
        "address": reader.address,
        "is_proven": True,
        "now": timezone.now(),
        "language": "en",
    }
    stays = follow(page=article, **values)
    goes = follow(comment=make_comment(article), **values)
    path = path_of(reader, links.SETTINGS)
    text = opened(client, path)
    assert "All comments on" in text and "Answers to" in text
    for number in (str(goes.pk), "999999", "x", "²"):
        assert pressed(path, unfollow=number)[0] == 200
    assert list(Follow.objects.all()) == [stays]


def test_who_asks_for_data_hears_the_same_whatever_is_kept(article: Article):
    make_comment(article)
    known, unknown = (
        pressed("/reader/data/", address=a) for a in ("bo@example.org", "cy@example.org")
    )
    assert known == unknown
    assert known[0] == 200
    assert [letter.to for letter in Letter.objects.all()] == ["bo@example.org"]


def test_no_address_is_told_in_a_sentence(publication: Publication):
    status, text = pressed("/reader/data/", address='bo"><b>')
    assert status == 422
    assert "This is not an e-mail address" in text
    assert "<b>" not in text.partition("<main")[2].partition("</main>")[0]


def test_data_is_shown_and_given_as_a_file(client: Client, reader: Reader, article: Article):
    html = "<p>I &lt;i&gt;agree&lt;/i&gt;.</p>"
    make_comment(article, "I <i>agree</i>.", html=html, author_name="Bo <b>")
    path = path_of(reader, links.DATA)
    text = opened(client, path)
    assert "I &lt;i&gt;agree" in text
    response = client.get(f"{path}data.json")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "no-store"
    assert json.loads(response.content)["comments"][0]["name"] == "Bo <b>"


def test_a_comment_is_taken_back_by_the_link_that_came_by_mail(reader: Reader, article: Article):
    mine = make_comment(article, author_email="Bo@example.org")
    other = make_comment(article, author_email="cy@example.org")
    path = path_of(reader, links.DATA)
    assert f'value="{mine.pk}"' in opened(Client(), path)
    for number in (mine.pk, other.pk, "999999", "x", "²"):
        assert pressed(path, remove=str(number))[0] == 200
    states = [Comment.objects.get(pk=each.pk).state for each in (mine, other)]
    assert states == ["removed", "public"]
    assert f'value="{mine.pk}"' not in opened(Client(), path)


@pytest.mark.parametrize("kind", ["erase", "anonymise"])
def test_erasing_is_asked_for_told_by_mail_and_called_off(reader: Reader, kind: str):
    path = path_of(reader, links.DATA)
    assert "Call it off" in pressed(path, kind=kind)[1]
    assert Erasure.objects.get().kind == kind
    assert Letter.objects.get().to == reader.address
    assert "Call it off" not in pressed(path, call_off="1")[1]
    assert not Erasure.objects.exists()
    assert "Call it off" not in pressed(path, kind="everything of everybody")[1]


def test_the_privacy_page_prints_the_table(client: Client, publication: Publication):
    text = opened(client, "/privacy/")
    assert text.count('<th scope="row">') == len(KEPT) + len(KEPT_OF_LETTERS) + len(COOKIES)
    assert "365 days" in text
    assert 'href="/privacy/"' in opened(client, "/archive/")


def test_it_says_whom_to_ask(client: Client, publication: Publication):
    discussion = Discussion.for_site(the_site())
    discussion.contact = "data@example.org"
    discussion.save()
    assert '<a href="mailto:data@example.org">data@example.org</a>' in opened(client, "/privacy/")


def test_the_pages_set_no_cookie_that_is_not_in_the_table(reader: Reader, article: Article):
    browser = Client()
    paths = ["/", article.address, "/privacy/", "/reader/data/", "/_util/login/"]
    for path in [*paths, path_of(reader, links.SETTINGS)]:
        browser.get(path)
    assert set(browser.cookies) <= {cookie.name for cookie in COOKIES}


def test_numbers_are_shown_if_the_publication_wishes(client: Client, article: Article):
    opened(client, "/transparency/", 404)
    discussion = Discussion.for_site(the_site())
    discussion.is_transparent = True
    discussion.save()
    Decision.objects.create(
        number=1, page=article, action="receive", by="filter", after="held",
        decided_at=timezone.now() - timedelta(hours=3), verdict={},
    )  # fmt: skip
    Decision.objects.create(
        number=1, page=article, action="approve", by="moderator", before="held", after="public",
        decided_at=timezone.now(), verdict={},
    )  # fmt: skip
    text = opened(client, "/transparency/")
    assert "3 hours" in text
    assert "The last twelve months" in text
    assert 'href="/transparency/"' in opened(client, "/privacy/")
