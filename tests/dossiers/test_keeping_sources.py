"""A source is written down, changed, and taken away only where nothing rests on it."""

from datetime import timedelta

import pytest
from django.utils import translation

from chronique.base.errors import Refused
from chronique.dossiers import shelves
from chronique.dossiers.actions.sources import delete_source, save_source
from chronique.dossiers.models import Change, Snapshot, Source
from tests.dossiers.factories import make_dossier, make_event, make_source
from tests.factories import NOON, make_article, paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings, tmp_path):
    settings.SNAPSHOTS_ROOT = tmp_path / "snapshots"
    with translation.override("en"):
        yield


def test_who_changed_what_is_noted_but_not_what_is_the_writers_own():
    source = make_source("Minutes", remark="From Bo.")
    source.title = "Minutes of March"
    save_source(source=source, now=NOON)
    change = Change.objects.get(kind="source")
    assert (change.before, change.after) == ({"title": "Minutes"}, {"title": "Minutes of March"})
    source.remark = "From Cy."
    save_source(source=source, now=NOON)
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("June 1914", "1914-06"), ("vers 1880", "1880~"), ("1914-06-28", "1914-06-28"), ("", "")],
)
def test_a_date_is_written_as_people_write_it(typed, kept):
    source = save_source(source=make_source(published=typed), now=NOON)
    assert source.published == kept


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"published": "31 February 1914"}, "This is no date."),
        ({"published": "tomorrow or so"}, "This is no date."),
        ({"url": "javascript:alert(1)"}, "This is no address of the web"),
        ({"url": "file:///etc/passwd"}, "This is no address of the web"),
        ({"url": "https://"}, "This is no address of the web"),
        ({"url": "http://[broken/"}, "This is no address of the web"),
        ({"seen_on": NOON.date() + timedelta(days=2)}, "This day is still to come."),
    ],
)
def test_bad_input_is_refused_in_a_sentence(fields, sentence):
    source = make_source("Old")
    for name, value in fields.items():
        setattr(source, name, value)
    with pytest.raises(Refused, match=sentence):
        save_source(source=source, now=NOON)
    assert Source.objects.get(pk=source.pk).title == "Old"


def test_another_address_has_not_been_looked_at():
    source = make_source(url="https://example.org/a", gone_since=NOON, gone_why="…", looked_at=NOON)
    save_source(source=source, now=NOON)
    assert source.gone_since == NOON
    source.url = "https://example.org/b"
    save_source(source=source, now=NOON)
    assert Source.objects.filter(pk=source.pk, gone_since=None, gone_why="", looked_at=None)


def test_dossiers_name_it_or_do_not():
    one, other = make_dossier(), make_dossier()
    source = make_source(dossiers=[one])
    save_source(source=source, now=NOON)
    assert [row.dossier for row in source.listings.all()] == [one]
    save_source(source=source, now=NOON, dossiers=[other])
    assert [row.dossier for row in source.listings.all()] == [other]


def test_what_is_cited_is_not_deleted_and_the_places_are_told():
    source = make_source("Minutes", dossiers=[make_dossier("Who pays?")])
    link = f'<a linktype="source" id="{source.pk}">so</a>'
    make_article(title="Tides", body=[paragraph(f"<p>{link}</p>")])
    make_event("A storm", sources=[source])
    with pytest.raises(Refused) as refusal:
        delete_source(source, now=NOON)
    for place in ("“Tides”", "“A storm”", "“Who pays?”"):
        assert place in str(refusal.value)
    assert Source.objects.filter(pk=source.pk).exists()


def test_with_a_source_go_its_snapshots(django_capture_on_commit_callbacks):
    source = make_source()
    shelves.put("source-x.warc.gz", lambda file: file.write(b"WARC"))
    Snapshot.objects.create(source=source, url="https://example.org/", asked_at=NOON,
                            state="kept", file="source-x.warc.gz")  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        delete_source(source, now=NOON)
    assert not (shelves.folder() / "source-x.warc.gz").exists()
    assert Change.objects.get(kind="source").before["title"] == "Minutes of the board"
