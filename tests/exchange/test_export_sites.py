"""Of several sites each leaves with its own; the only one leaves with everything."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Site

from chronique.articles.actions import add_picture, make_site, put_file
from chronique.articles.models import (
    Article,
    Author,
    Authorship,
    Home,
    Picture,
    Publication,
    StaticPage,
    Tag,
)
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.leaving.departures import Departure
from chronique.exchange.wxr.reader import AuthorRecord, Item, TermRecord
from tests.exchange.exports import events
from tests.exchange.wordpress import attachment, blog, bring
from tests.factories import NOON, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

OTHER = "other.example.org"
PLACES = ("lead", "shown", "hung", "page", "logo", "portrait")
FILES = ("offered", "played", "linked", "corrected", "footer")


def picture(title: str) -> Picture:
    Image.new("RGB", (9, 9), (len(title) * 9, sum(map(ord, title)) % 255, 7)).save(
        data := BytesIO(), "png"
    )
    return add_picture(file=ContentFile(data.getvalue(), f"{title}.png"), title=title)


def file(title: str) -> Any:
    document = get_document_model()(title=title)
    put_file(document.file, f"{title}.pdf", f"%PDF {title}".encode())
    document.save()
    return document


def link_to(document: Any) -> str:
    return f'<p><a linktype="document" id="{document.pk}">it</a></p>'


def fill(site: Site, name: str) -> None:
    """Give a site one of everything that may be used, each called after it and its place."""
    pictures = {place: picture(f"{name} {place}") for place in PLACES}
    files = {place: file(f"{name} {place}") for place in FILES}
    author = Author.objects.create(name=name, slug=name, portrait=pictures["portrait"])
    article = Article(
        title=name, slug=name, language="en", lead_picture=pictures["lead"],
        first_published_at=NOON, last_published_at=NOON,
        corrections=[("correction", {"date": NOON.date(), "text": link_to(files["corrected"])})],
        body=[
            {"type": "picture", "value": {"image": pictures["shown"].pk, "alt": "A"}},
            {"type": "gallery", "value": {"pictures": [{"image": pictures["hung"].pk}]}},
            {"type": "file", "value": {"file": files["offered"].pk}},
            {"type": "media", "value": {"file": files["played"].pk, "kind": "audio"}},
            {"type": "paragraph", "value": {"text": link_to(files["linked"]), "notes": []}},
        ],
    )  # fmt: skip
    home = Home.objects.get(pk=site.root_page_id)
    home.folder.add_child(instance=article)
    article.tags.add(f"{name}-tag")
    article.save()
    Authorship.objects.create(article=article, author=author)
    shown = {"type": "picture", "value": {"image": pictures["page"].pk, "alt": "A"}}
    home.add_child(instance=StaticPage(title=name, slug=f"{name}-page", body=[shown]))
    Publication.objects.filter(site=site).update(
        logo=pictures["logo"], footer=link_to(files["footer"])
    )


def left(folder: Path, *options: str) -> dict[str, set[str]]:
    """Let a site leave; return the names of what is in the export, by kind."""
    call_command("export_wordpress", str(folder / "out.xml"), *options)
    found: dict[str, set[str]] = {"author": set(), "attachment": set(), "post": set()}
    for event in events((folder / "out.xml").read_bytes()):
        if isinstance(event, Item):
            found.setdefault(event.type, set()).add(event.title)
        elif isinstance(event, AuthorRecord):
            found["author"].add(event.login)
        elif isinstance(event, TermRecord):
            found.setdefault(event.taxonomy, set()).add(event.slug)
    return found


def test_each_of_two_sites_leaves_with_what_it_uses(tmp_path: Path):
    # given two sites that share a library, in which some things are nobody's
    other = make_site(hostname=OTHER, port=443, language="en").site
    fill(the_site(), "here")
    fill(other, "there")
    picture("nobody's")
    file("nobody's")
    Tag.objects.create(name="unused", slug="unused")
    # then each leaves with its own alone
    for name, options in (("here", ()), ("there", ("--site", OTHER))):
        found = left(tmp_path, *options)
        site = other if options else the_site()
        assert Departure(site).count() == len(found["attachment"]) + 2
        assert found["attachment"] == {f"{name} {place}" for place in PLACES + FILES}
        assert (found["post"], found["page"]) == ({name}, {name})
        assert (found["author"], found["post_tag"]) == ({name}, {f"{name}-tag"})


def test_what_an_import_brought_leaves_with_its_site(tmp_path: Path):
    Image.new("RGB", (9, 9), "teal").save(tmp_path / "unused.png")
    make_site(hostname=OTHER, port=443, language="en")
    bring(
        blog(attachment(3, "https://old.example.org/wp-content/uploads/unused.png")),
        media=Media(tmp_path, online=False),
    )
    assert left(tmp_path)["attachment"] == {"unused"}
    assert left(tmp_path, "--site", OTHER)["attachment"] == set()


def test_what_leaves_is_counted_without_being_read():
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            counted.append(Departure(the_site()).count())
        return [query["sql"] for query in captured if 'FROM "articles_picture"' in query["sql"]]

    counted: list[int] = []
    picture("one")
    few = asked()
    for number in range(5):
        picture(f"more {number}")
    assert asked() == few
    assert counted == [1, 6]
    assert len(few) == 1
    assert "COUNT(" in few[0]


def test_the_only_site_leaves_with_everything_used_or_not(tmp_path: Path):
    fill(the_site(), "here")
    picture("unused")
    file("unused")
    Tag.objects.create(name="Unused", slug="unused")
    Author.objects.create(name="Bo", slug="bo")
    found = left(tmp_path)
    assert found["attachment"] == {*(f"here {place}" for place in PLACES + FILES), "unused"}
    assert found["post_tag"] == {"here-tag", "unused"}
    assert found["author"] == {"here", "bo"}
    assert Departure(the_site()).count() == len(PLACES + FILES) + 2 + 2
