"""A source is written down at the desk, and cited while writing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex

from chronique.articles.body_part import FULL
from chronique.articles.models import Publication
from chronique.dossiers import shelves
from chronique.dossiers.models import Snapshot, Source
from tests.desk.given import desk_of, faults, writer
from tests.dossiers.factories import make_dossier, make_source
from tests.factories import NOON, make_article, paragraph
from tests.front.given import one

pytestmark = pytest.mark.django_db
SNIPPET = "wagtailsnippets_dossiers_source"
CREATE = "wagtailsnippetchoosers_dossiers_source:create"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.SNAPSHOTS_ROOT = tmp_path / "snapshots"


@pytest.fixture
def desk() -> Client:
    return desk_of(writer())


def seen(desk: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(desk.get(path).content, "html.parser")


def form(**changes: Any) -> dict[str, Any]:
    said = {
        "title": "Minutes", "kind": "official", "author": "Roth, Cy", "publisher": "The port",
        "url": "https://example.org/minutes", "published": "around 1911", "language": "en",
        "seen_on": "2026-03-01", "words": "Paid.", "reliability": "B", "credibility": "2",
        "remark": "", "wants_snapshot": "on",
    }  # fmt: skip
    return {**said, **changes}


def test_a_source_is_written_down_and_a_snapshot_asked_for(desk: Client):
    dossier = make_dossier()
    answer = desk.post(reverse(f"{SNIPPET}:add"), form(dossiers=[dossier.pk]))
    assert answer.status_code == 302, faults(answer)
    source = Source.objects.get()
    assert (source.published, source.code) == ("1911~", "B2")
    assert [row.dossier for row in source.listings.all()] == [dossier]
    assert source.snapshots.get().url == "https://example.org/minutes"


@pytest.mark.parametrize(
    ("name", "value"),
    [("published", "the other day"), ("url", "ftp://example.org/"), ("seen_on", "2999-01-01")],
)
def test_what_is_wrong_is_said_beside_the_field(desk: Client, name: str, value: str):
    answer = desk.post(reverse(f"{SNIPPET}:add"), form(**{name: value}))
    assert list(answer.context["form"].errors) == [name]
    assert not Source.objects.exists()


def test_the_form_shows_a_date_as_people_write_it_and_takes_it_back(desk: Client):
    source = make_source(published="1914-06~")
    soup = seen(desk, reverse(f"{SNIPPET}:edit", args=[source.pk]))
    said = one(soup, "[name=published]")["value"]
    desk.post(reverse(f"{SNIPPET}:edit", args=[source.pk]), form(published=said))
    source.refresh_from_db()
    assert source.published == "1914-06~"


def test_the_form_says_what_was_kept_and_that_a_source_is_gone(desk: Client):
    source = make_source(
        url="https://example.org/", gone_since=NOON, gone_why="its host answers 404"
    )
    shelves.put("source-1.warc.gz", lambda file: file.write(b"WARC"))
    kept = {"state": "kept", "file": "source-1.warc.gz", "made_at": NOON, "size": 4}
    snapshot = Snapshot.objects.create(source=source, url=source.url, asked_at=NOON, **kept)
    Snapshot.objects.create(
        source=source, url=source.url, asked_at=NOON, state="failed", why="it redirects too often"
    )
    soup = seen(desk, reverse(f"{SNIPPET}:edit", args=[source.pk]))
    address = reverse("source_snapshot", args=[snapshot.pk])
    assert soup.select(f'a[href="{address}"]')
    assert "404" in one(soup, ".help-warning").text
    answer = desk.get(address)
    assert (b"".join(answer), answer["Content-Type"]) == (b"WARC", "application/warc")
    assert "attachment" in answer["Content-Disposition"]


def test_no_reader_is_given_a_snapshot():
    source = make_source(dossiers=[make_dossier()])
    shelves.put("source-2.warc.gz", lambda file: file.write(b"WARC"))
    snapshot = Snapshot.objects.create(
        source=source,
        url="https://example.org/",
        asked_at=NOON,
        state="kept",
        file="source-2.warc.gz",
    )
    assert Client().get(reverse("source_snapshot", args=[snapshot.pk])).status_code == 302
    for path in (
        "/snapshots/source-2.warc.gz",
        "/media/snapshots/source-2.warc.gz",
        "/media/../snapshots/source-2.warc.gz",
    ):
        assert Client().get(path).status_code == 404


def test_a_source_is_added_in_the_window_in_which_it_is_chosen(desk: Client):
    answer = desk.post(
        reverse(CREATE),
        {
            name: value
            for name, value in form().items()
            if name
            in ("kind", "title", "url", "published", "reliability", "credibility", "wants_snapshot")
        },
    )
    told = json.loads(answer.content)
    assert (told["step"], told["result"]["string"]) == ("chosen", "Minutes")
    source = Source.objects.get()
    assert source.snapshots.count() == 1
    assert (
        json.loads(desk.post(reverse(CREATE), {"title": ""}).content)["step"]
        == "reshow_creation_form"
    )


def test_the_newest_sources_stand_first_and_are_found_by_any_word(desk: Client):
    make_source("Minutes", author="Roth, Cy")
    make_source("A letter", changed_at=NOON + timedelta(days=1))
    address = reverse("wagtailsnippetchoosers_dossiers_source:choose_results")

    def found(**query: str) -> list[str]:
        soup = BeautifulSoup(desk.get(address, query).content, "html.parser")
        return [link.get_text(strip=True) for link in soup.select("a[data-chooser-modal-choice]")]

    assert found() == ["A letter", "Minutes"]
    assert found(q="roth min") == ["Minutes"]
    assert found(q="nobody") == []


def test_the_editor_reads_and_writes_a_citation_as_it_is_stored():
    source = make_source("Minutes")
    stored = f'<p>So <a id="{source.pk}" linktype="source">it is</a>.</p>'
    converter = ContentstateConverter(FULL)
    raw = json.loads(converter.from_database_format(stored))
    [entity] = raw["entityMap"].values()
    assert (entity["type"], entity["data"]) == ("SOURCE", {"id": source.pk, "title": "Minutes"})
    written = converter.to_database_format(json.dumps(raw))
    assert f'<a id="{source.pk}" linktype="source">it is</a>' in written or (
        f'<a linktype="source" id="{source.pk}">it is</a>' in written
    )


def test_what_is_cited_is_not_deleted_and_the_desk_says_where(desk: Client):
    source = make_source("Minutes")
    link = f'<a linktype="source" id="{source.pk}">so</a>'
    make_article(title="Tides", body=[paragraph(f"<p>{link}</p>")])
    soup = seen(desk, reverse(f"{SNIPPET}:delete", args=[source.pk]))
    assert "Tides" in soup.text
    desk.post(reverse(f"{SNIPPET}:delete", args=[source.pk]))
    assert Source.objects.exists()
    other = make_source("Of nobody")
    desk.post(reverse(f"{SNIPPET}:delete", args=[other.pk]))
    assert not Source.objects.filter(pk=other.pk).exists()


def test_of_those_chosen_in_a_list_the_cited_ones_stay(desk: Client):
    cited, alone = (
        make_source("Minutes", dossiers=[make_dossier("Who pays?")]),
        make_source("A letter"),
    )
    chosen = f"?id={cited.pk}&id={alone.pk}"
    address = reverse("wagtail_bulk_action", args=["dossiers", "source", "delete"])
    assert desk.get(address + chosen).status_code == 200
    answer = desk.post(address + chosen, follow=True)
    assert list(Source.objects.all()) == [cited]
    assert "Who pays?" in answer.text


def test_what_a_draft_cites_is_not_deleted(desk: Client):
    source = make_source("Minutes")
    link = f'<a linktype="source" id="{source.pk}">so</a>'
    draft = make_article(title="Tides", live=False, body=[paragraph(f"<p>{link}</p>")])
    ReferenceIndex.create_or_update_for_object(draft)
    desk.post(reverse(f"{SNIPPET}:delete", args=[source.pk]))
    assert Source.objects.filter(pk=source.pk).exists()


def test_sources_that_are_gone_are_told_on_coming_in(desk: Client):
    make_source("Here")
    assert "?gone=yes" not in desk.get("/desk/").text
    make_source("Away", gone_since=NOON)
    assert "?gone=yes" in desk.get("/desk/").text
    soup = seen(desk, reverse(f"{SNIPPET}:list") + "?gone=yes")
    assert [link.get_text(strip=True) for link in soup.select(".title-wrapper a")] == ["Away"]


def test_who_writes_keeps_sources_and_who_publishes_deletes_them(publication: Publication):
    editor = desk_of(writer("edith", group="Editors"))
    moderator = desk_of(writer("max", group="Moderators"))
    assert editor.post(reverse(f"{SNIPPET}:add"), form()).status_code == 302
    source = Source.objects.get()
    snapshot = source.snapshots.get()
    assert editor.get(reverse("source_snapshot", args=[snapshot.pk])).status_code == 404
    delete = reverse(f"{SNIPPET}:delete", args=[source.pk])
    editor.post(delete)
    assert Source.objects.exists()
    moderator.post(delete)
    assert not Source.objects.exists()
