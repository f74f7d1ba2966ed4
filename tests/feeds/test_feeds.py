"""Feeds: valid in three forms, whole, private about what readers may not see, cheap."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import PageViewRestriction

from chronique.articles.actions import add_picture, make_site
from chronique.articles.models import Article, Authorship, Picture, Publication, Section
from chronique.comments.models import Comment
from tests.factories import (
    NOON,
    make_article,
    make_author,
    make_comment,
    make_section,
    make_static_page,
    number,
    paragraph,
)
from tests.feeds.reading import (
    ATOM,
    CONTENT,
    DC,
    MEDIA,
    THREAD,
    XML_LANG,
    read_atom,
    read_json,
    read_rss,
)

pytestmark = pytest.mark.django_db

READERS: dict[str, Callable[[bytes], Any]] = {"": read_rss, "atom/": read_atom, "json/": read_json}


def make_picture(credit: str = "") -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "navy").save(file, "JPEG")
    return add_picture(file=ContentFile(file.getvalue(), "sea.jpg"), title="Sea", credit=credit)


def picture_block(picture: Picture) -> dict[str, Any]:
    value = {
        "image": picture.pk, "address": "", "alt": "The sea", "decorative": False, "caption": "",
        "credit": "", "link": "", "width": "text",
    }  # fmt: skip
    return {"type": "picture", "value": value}


def make_quickly(**fields: Any) -> Article:
    """Return a live article that neither search nor menus were told of."""
    n = next(number)
    return make_article(announced=False, address=f"/quick/{n}/", **fields)


def queries_of(client: Client, path: str) -> list[str]:
    """Return what a page asks of the database when it is asked for again."""
    get(client, path)
    with CaptureQueriesContext(connection) as captured:
        get(client, path)
    return [query["sql"] for query in captured]


def get(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, path
    return bytes(response.content)


def titles(client: Client, path: str) -> list[str]:
    return [item["title"] for item in read_json(get(client, f"{path}json/"))["items"]]


@pytest.fixture
def section(publication: Publication) -> Section:
    return make_section("Sea & coast", slug="sea")


@pytest.fixture
def article(section: Section) -> Article:
    """An article with all that a feed can say of one."""
    article = make_article(
        title="L'été <des> marées & autres",
        standfirst="Pourquoi l'eau monte ?",
        language="fr",
        section=section,
        tags=["Tides"],
        authors=[make_author("Ada Verne", slug="ada")],
        lead_picture=make_picture(credit="B. Quay"),
        lead_alt="A jetty",
        lead_caption="The <old> jetty",
        last_published_at=NOON + timedelta(days=2),
        body=[
            paragraph(
                '<p>Voir <a href="/about/">ici</a>, <a href="#top">là</a>.[^1]</p>', ["Une note."]
            ),
            picture_block(make_picture()),
        ],
    )
    top = make_comment(article, "First", author_url="https://bo.example.org/é")
    make_comment(
        article, "Second", parent=top, author_name="", written_at=NOON + timedelta(hours=1)
    )
    return article


def all_feeds(article: Article) -> list[str]:
    return [
        "/feed/", "/section/sea/feed/", "/tag/tides/feed/", "/author/ada/feed/", "/comments/feed/",
        f"{article.address}feed/",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", READERS)
def test_every_feed_is_valid(article: Article, client: Client, ending: str) -> None:
    for path in all_feeds(article):
        data = get(client, path + ending)
        READERS[ending](data)
        if ending != "json/":
            assert len(feedparser.parse(data).entries) == (
                2 if "comments" in path or "2026" in path else 1
            )


@pytest.mark.parametrize("ending", READERS)
def test_feeds_of_nothing_are_valid_and_do_not_change_with_the_clock(
    section: Section, client: Client, ending: str
) -> None:
    for path in ("/feed/", "/section/sea/feed/", "/comments/feed/"):
        data = get(client, path + ending)
        READERS[ending](data)
        assert ("1970" in data.decode()) == (ending != "json/")


def test_rss_says_all_of_an_article(article: Article, client: Client) -> None:
    channel = read_rss(get(client, "/feed/"))

    assert channel.findtext("language") == "en"
    assert channel.findtext("lastBuildDate") == "Mon, 16 Mar 2026 11:00:00 +0000"
    (item,) = channel.findall("item")
    assert item.findtext("title") == "L’été <des> marées & autres"
    assert item.findtext("description") == "Pourquoi l’eau monte\u202f?"
    assert item.findtext("link") == f"http://localhost:8000{article.address}"
    assert item.findtext("pubDate") == "Sat, 14 Mar 2026 11:00:00 +0000"
    assert item.findtext(f"{DC}creator") == "Ada Verne"
    assert [category.text for category in item.findall("category")] == ["Sea & coast", "Tides"]
    picture = item.find("enclosure")
    assert picture is not None
    assert picture.attrib == {
        "url": f"http://localhost:8000{article.lead_picture.file.url}",
        "length": str(article.lead_picture.file_size),
        "type": "image/jpeg",
    }
    media = item.find(f"{MEDIA}content")
    assert media is not None
    assert (media.get("width"), media.get("height"), media.get("medium")) == ("640", "480", "image")
    assert media.findtext(f"{MEDIA}credit") == "B. Quay"
    assert client.get(article.lead_picture.file.url).status_code == 200


def test_atom_says_all_of_an_article(article: Article, client: Client) -> None:
    translator = make_author("Cy Moor", slug="cy")
    Authorship.objects.create(article=article, author=translator, role=Authorship.Role.TRANSLATION)

    feed = read_atom(get(client, "/feed/atom/"))

    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.get(XML_LANG) == "fr"
    assert entry.findtext(f"{ATOM}published") == "2026-03-14T11:00:00+00:00"
    assert entry.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated")
    assert entry.findtext(f"{ATOM}updated") == "2026-03-16T11:00:00+00:00"
    assert [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")] == ["Ada Verne"]
    assert [name.text for name in entry.findall(f"{ATOM}contributor/{ATOM}name")] == ["Cy Moor"]
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == "http://localhost:8000/author/ada/"
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert links["replies"] == f"http://localhost:8000{article.address}feed/atom/"
    assert links["enclosure"] == f"http://localhost:8000{article.lead_picture.file.url}"


def test_json_says_all_of_an_article(article: Article, client: Client) -> None:
    (item,) = read_json(get(client, "/feed/json/"))["items"]

    assert item["summary"] == "Pourquoi l’eau monte\u202f?"
    assert (item["language"], item["tags"]) == ("fr", ["Sea & coast", "Tides"])
    assert item["authors"] == [{"name": "Ada Verne", "url": "http://localhost:8000/author/ada/"}]
    assert item["image"] == item["attachments"][0]["url"]


def test_the_whole_text_is_in_the_feed_with_whole_addresses(
    article: Article, client: Client
) -> None:
    item = read_rss(get(client, "/feed/")).find("item")
    assert item is not None
    html = item.findtext(CONTENT) or ""

    home = "http://localhost:8000"
    assert f'href="{home}/about/"' in html
    assert f'href="{home}{article.address}#top"' in html
    assert f'href="{home}{article.address}#note-1"' in html
    assert "Une note." in html
    assert html.count(f'src="{home}/pictures/') == 2
    assert "The &lt;old&gt; jetty" in html
    assert 'alt="A jetty"' in html
    assert "srcset" not in html
    for attribute in ('href="/', 'src="/', 'href="#', "linktype"):
        assert attribute not in html


def test_corrections_are_in_the_feed(section: Section, client: Client) -> None:
    make_article(
        corrections=[
            {
                "type": "correction",
                "value": {"date": "2026-03-20", "text": "<p>Eight, not nine.</p>"},
            }
        ]
    )

    (item,) = read_json(get(client, "/feed/json/"))["items"]

    assert "Correction, March 20, 2026" in item["content_html"]
    assert "Eight, not nine." in item["content_html"]


def test_an_imported_article_keeps_the_identifier_of_its_old_feed(
    section: Section, client: Client
) -> None:
    # given an imported article with its guid, one with a guid that Atom forbids, and a new one
    make_article(title="Old", origin={"guid": "https://old.example.org/?p=12"})
    odd = make_article(title="Odd", origin={"guid": "not an address"})
    new = make_article(title="New")
    # when the feeds are read
    items = {item["title"]: item["id"] for item in read_json(get(client, "/feed/json/"))["items"]}
    # then the old one is known by the name that readers' programs have seen
    assert items == {
        "Old": "https://old.example.org/?p=12",
        "Odd": f"urn:uuid:{odd.translation_key}",
        "New": f"urn:uuid:{new.translation_key}",
    }
    # and a new address or date changes none of them
    new.slug, new.first_published_at = "newer", NOON - timedelta(days=400)
    new.save_revision().publish()
    again = {item["title"]: item["id"] for item in read_json(get(client, "/feed/json/"))["items"]}
    assert again == items


@pytest.mark.parametrize("ending", READERS)
def test_two_articles_with_one_guid_have_two_identifiers(
    section: Section, client: Client, ending: str
) -> None:
    for _ in range(2):
        make_article(origin={"guid": "https://old.example.org/?p=12"})

    READERS[ending](get(client, f"/feed/{ending}"))


def test_an_imported_comment_keeps_the_identifier_of_its_old_feed(
    section: Section, client: Client
) -> None:
    article = make_article(origin={"guid": "https://old.example.org/?p=12"})
    top = make_comment(article, old_number="345")
    make_comment(article, old_number="346", parent=top, written_at=NOON + timedelta(hours=1))

    answer, first = read_atom(get(client, "/comments/feed/atom/")).findall(f"{ATOM}entry")

    assert first.findtext(f"{ATOM}id") == "https://old.example.org/?p=12#comment-345"
    answered = [entry.find(f"{THREAD}in-reply-to").attrib["ref"] for entry in (answer, first)]
    assert answered == [
        "https://old.example.org/?p=12#comment-345",
        "https://old.example.org/?p=12",
    ]


def test_feeds_of_comments_say_who_wrote_where(article: Article, client: Client) -> None:
    assert titles(client, "/comments/feed/") == [
        "Anonymous on L’été <des> marées & autres",
        "Bo on L’été <des> marées & autres",
    ]
    assert titles(client, f"{article.address}feed/") == ["By Anonymous", "By Bo"]
    items = read_json(get(client, "/comments/feed/json/"))["items"]
    assert items[1]["url"] == f"http://localhost:8000{article.comments.earliest('pk').path}"
    assert items[1]["authors"] == [{"name": "Bo", "url": "https://bo.example.org/%C3%A9"}]


def test_comments_on_a_static_page_have_a_feed(publication: Publication, client: Client) -> None:
    page = make_static_page("About", slug="about")
    make_comment(page, "Thank you")

    for path in ("/comments/feed/", "/about/feed/"):
        (item,) = read_json(get(client, f"{path}json/"))["items"]
        assert item["content_html"] == "<p>Thank you</p>"
        assert item["id"] == f"urn:uuid:{page.translation_key}#c{page.comments.get().pk}"


def test_links_in_comments_are_whole(article: Article, client: Client) -> None:
    make_comment(
        article, html='<p><a href="/about/">this</a></p>', written_at=NOON + timedelta(days=1)
    )

    item = read_json(get(client, f"{article.address}feed/json/"))["items"][0]

    assert item["content_html"] == '<p><a href="http://localhost:8000/about/">this</a></p>'


def test_a_feed_holds_the_newest_twenty(section: Section, client: Client) -> None:
    for n in range(23):
        make_quickly(title=f"A{n}", first_published_at=NOON + timedelta(hours=n))

    assert titles(client, "/feed/") == [f"A{n}" for n in range(22, 2, -1)]


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


@pytest.mark.parametrize("ending", READERS)
def test_a_feed_that_did_not_change_is_not_sent_again(
    article: Article, client: Client, ending: str
) -> None:
    first = client.get(f"/feed/{ending}")
    assert first["Last-Modified"] == "Mon, 16 Mar 2026 11:00:00 GMT"

    by_tag = client.get(f"/feed/{ending}", headers={"If-None-Match": first["ETag"]})
    by_date = client.get(f"/feed/{ending}", headers={"If-Modified-Since": first["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)

    make_article(first_published_at=NOON + timedelta(days=3))
    by_tag = client.get(f"/feed/{ending}", headers={"If-None-Match": first["ETag"]})
    by_date = client.get(f"/feed/{ending}", headers={"If-Modified-Since": first["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (200, 200)


def test_a_feed_costs_the_same_queries_whatever_stands_in_it(
    article: Article, client: Client
) -> None:
    # given feeds with one article, read once
    paths = ["/feed/", "/feed/atom/", "/section/sea/feed/json/", "/author/ada/feed/"]
    few = {path: queries_of(client, path) for path in paths}
    # when there are more, full of pictures, links, sections, tags and authors
    author = article.authorships.get().author
    for n in range(5):
        full = make_quickly(
            section=article.section, tags=["Tides", f"Tag {n}"], lead_picture=make_picture(),
            authors=[author, make_author(f"Author {n}")],
            body=[
                picture_block(make_picture()), picture_block(make_picture()),
                paragraph(f'<p><a linktype="page" id="{article.pk}">before</a></p>'),
            ],
        )  # fmt: skip
        full.other_sections.add(make_section(f"Section {n}"))
        full.save()
    # then one query more asks for the pages that are linked to
    for path in paths:
        many = queries_of(client, path)
        assert len(many) - len(few[path]) <= 1, "\n".join(many)
        assert len(many) <= 15


@pytest.mark.parametrize("path", ["/comments/feed/", "/comments/feed/json/"])
def test_feeds_of_comments_cost_one_query_of_their_own(
    article: Article, client: Client, path: str
) -> None:
    few = queries_of(client, path)
    for n in range(5):
        top = make_comment(make_quickly(), written_at=NOON + timedelta(days=n))
        make_comment(top.article, parent=top, written_at=NOON + timedelta(days=n))

    many = queries_of(client, path)

    assert len(many) == len(few)
    assert sum("comments_comment" in sql for sql in many) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/rss2/", "/feed/"),
        ("/feed/rss/", "/feed/"),
        ("/feed/rdf/", "/feed/"),
        ("/rss/", "/feed/"),
        ("/rss.xml", "/feed/"),
        ("/atom/", "/feed/atom/"),
        ("/atom.xml", "/feed/atom/"),
        ("/comments/feed/rss2/", "/comments/feed/"),
        ("/section/sea/feed/rss/", "/section/sea/feed/"),
        ("/category/sea/feed/", "/section/sea/feed/"),
        ("/category/world/sea/feed/", "/section/sea/feed/"),
        ("/category/world/sea/feed/atom/", "/section/sea/feed/atom/"),
        ("/category/sea/feed/rss2/", "/section/sea/feed/"),
        ("/wp-sitemap.xml", "/sitemap.xml"),
        ("/sitemap_index.xml", "/sitemap.xml"),
    ],
)
def test_names_that_feeds_had_elsewhere_lead_here_for_good(
    section: Section, client: Client, old: str, new: str
) -> None:
    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200


def test_the_feed_of_an_article_moves_with_it(article: Article, client: Client) -> None:
    before = article.address
    article.slug = "high-tides"
    article.save_revision().publish()

    response = client.get(f"{before}feed/atom/")

    assert (response.status_code, response["Location"]) == (
        301, "/2026/03/14/high-tides/feed/atom/",
    )  # fmt: skip


def test_feeds_are_typeset_in_the_language_of_each_article(
    section: Section, client: Client
) -> None:
    make_article(title='"Why?"', language="en", body=[paragraph('<p>"Why?"</p>')])
    make_article(title='"Pourquoi ?"', language="fr", first_published_at=NOON + timedelta(days=1))

    french, english = read_json(get(client, "/feed/json/"))["items"]

    assert (english["title"], english["content_html"]) == ("“Why?”", "<p>“Why?”</p>")
    assert french["title"] == "«\u202fPourquoi\u202f?\u202f»"


def test_a_publication_in_french_speaks_french(
    publication: Publication, article: Article, client: Client
) -> None:
    publication.language = "fr"
    publication.title = "L'estuaire"
    publication.save()

    channel = read_rss(get(client, "/feed/"))

    assert (channel.findtext("language"), channel.findtext("title")) == ("fr", "L’estuaire")


def test_pages_name_their_feeds(article: Article, publication: Publication) -> None:
    template = Template("{% load feeds %}{% feed_links publication subject %}")

    def links(subject: object) -> list[tuple[str, str]]:
        html = template.render(Context({"publication": publication, "subject": subject}))
        found = ElementTree.fromstring(f"<head>{html.replace('>', '/>')}</head>")
        assert {link.get("rel") for link in found} == {"alternate"}
        return [(link.get("type") or "", link.get("href") or "") for link in found]

    site = [
        ("application/rss+xml", "/feed/"),
        ("application/atom+xml", "/feed/atom/"),
        ("application/feed+json", "/feed/json/"),
    ]
    assert links(None) == site
    assert links(article.section)[:2] == [
        ("application/rss+xml", "/section/sea/feed/"),
        ("application/atom+xml", "/section/sea/feed/atom/"),
    ]
    assert links(article)[0] == ("application/rss+xml", f"{article.address}feed/")
    assert links(article)[3:] == site
