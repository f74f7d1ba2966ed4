"""What feeds say: valid in three forms, whole, with identifiers that last."""

from datetime import timedelta

import feedparser
import pytest
from django.test import Client

from chronique.articles.models import Article, Authorship, Publication, Section
from tests.factories import (
    NOON,
    make_article,
    make_author,
    make_comment,
    make_section,
    make_static_page,
    paragraph,
)
from tests.feeds.given import READERS, all_feeds, get, make_full_article, make_quickly, titles
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

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def section(publication: Publication) -> Section:
    return make_section("Sea & coast", slug="sea")


@pytest.fixture
def article(section: Section) -> Article:
    return make_full_article(section)


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

    assert "Correction" in item["content_html"]
    assert "March 20, 2026" in item["content_html"]
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


def test_a_thread_has_a_feed_of_its_own(article: Article, client: Client) -> None:
    top = article.comments.earliest("pk")
    reply = article.comments.latest("pk")
    make_comment(article, "Elsewhere", author_name="Cy")

    for ending, read in READERS.items():
        assert read(get(client, f"/comment/{top.pk}/thread/feed/{ending}")) is not None
    assert titles(client, f"/comment/{top.pk}/thread/feed/") == ["By Anonymous", "By Bo"]
    moved = client.get(f"/comment/{reply.pk}/thread/feed/")
    assert (moved.status_code, moved["Location"]) == (301, f"/comment/{top.pk}/thread/feed/")
    page = client.get(f"/comment/{top.pk}/thread/").content.decode()
    assert f'href="/comment/{top.pk}/thread/feed/atom/"' in page
    assert "This thread (Atom)" in page


def test_a_thread_of_which_nothing_can_be_read_has_no_feed(
    article: Article, client: Client
) -> None:
    held = make_comment(article, state="held")
    assert client.get(f"/comment/{held.pk}/thread/feed/").status_code == 404
    assert client.get("/comment/999999/thread/feed/").status_code == 404


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
