"""What readers may not see is in no feed and on no map."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from chronique.articles.actions import make_site
from chronique.articles.models import Article, Publication, Section
from chronique.comments.models import Comment
from tests.factories import NOON, make_article, make_author, make_comment, make_section, paragraph
from tests.feeds.given import READERS, all_feeds, get, make_full_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(publication: Publication) -> Section:
    return make_section("Sea & coast", slug="sea")


@pytest.fixture
def article(section: Section) -> Article:
    return make_full_article(section)


@pytest.mark.parametrize(
    "how", ["draft", "scheduled", "restricted", "folder restricted", "elsewhere"]
)
def test_what_readers_may_not_see_is_in_no_feed(article: Article, client: Client, how: str) -> None:
    # given one open article, and one like it that readers may not see, with a comment
    fields: dict[str, Any] = {
        "title": "Secret", "slug": "secret", "standfirst": "secret",
        "section": article.section, "tags": ["Tides"],
        "authors": [authorship.author for authorship in article.authorships.all()],
        "body": [paragraph("<p>secret</p>")],
    }  # fmt: skip
    if how in ("draft", "scheduled"):
        fields |= {"live": False}
    if how == "scheduled":
        fields |= {"go_live_at": datetime(2099, 1, 1, tzinfo=UTC)}
    secret = make_article(**fields)
    comment = make_comment(secret, "secret", author_name="Secret")
    if how == "restricted":
        PageViewRestriction.objects.create(page=secret, restriction_type="password", password="x")
    if how == "elsewhere":
        other = make_site(hostname="other.example.org", port=443, language="en")
        secret.move(other.site.root_page.specific.folder, "last-child")
    secret.refresh_from_db()
    hidden = [f"{secret.address or '/2099/01/01/secret/'}feed/"]
    if how == "folder restricted":
        PageViewRestriction.objects.create(page=secret.get_parent(), restriction_type="login")
        hidden.append(f"{article.address}feed/")
    # when all feeds and the map are read
    said = [
        client.get(path + ending) for path in [*all_feeds(article), *hidden] for ending in READERS
    ] + [client.get("/sitemap.xml")]
    # then nothing of it is said
    for response in said:
        text = response.content.decode().lower()
        assert response.status_code == 404 or "secret" not in text
        assert f"/comment/{comment.pk}/" not in text
    for path in hidden:
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("state", [Comment.State.HELD, Comment.State.SPAM, Comment.State.REJECTED])
def test_hidden_comments_are_in_no_feed(article: Article, client: Client, state: str) -> None:
    hidden = make_comment(article, "secret", author_name="Secret", state=state)
    make_comment(article, "answer", parent=hidden, written_at=NOON + timedelta(days=1))

    for path in ("/comments/feed/", f"{article.address}feed/"):
        for ending in READERS:
            text = get(client, path + ending).decode()
            assert "secret" not in text.lower()
            assert f"/comment/{hidden.pk}/" not in text
            assert "answer" in text


def test_tags_and_authors_of_whom_nothing_can_be_read_have_no_feed(
    section: Section, client: Client
) -> None:
    make_article(live=False, tags=["Hush"], authors=[make_author(slug="hush")])

    for path in (
        "/tag/hush/feed/",
        "/author/hush/feed/atom/",
        "/tag/none/feed/",
        "/section/none/feed/",
    ):
        assert client.get(path).status_code == 404
