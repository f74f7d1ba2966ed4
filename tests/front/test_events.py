"""Timelines and events as readers see them, and take them along."""

import json
from itertools import pairwise

import pytest
from django.test import Client
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from chronique.articles.models import Publication
from chronique.dossiers.actions.evidence import add_evidence
from chronique.dossiers.actions.referring import settle_references
from chronique.dossiers.models import Event, Inclusion, Involvement
from chronique.dossiers.moments.days import number_of
from chronique.front.events.scale import Scale
from tests.dossiers.factories import (
    judge,
    make_actor,
    make_dossier,
    make_event,
    make_hypothesis,
    make_source,
)
from tests.factories import NOON, make_article, make_static_page, paragraph, the_site
from tests.front.given import count_queries, one, page, texts, words

pytestmark = pytest.mark.django_db
TIMELINE, TITLES = "/dossiers/canal/timeline/", ".happening :is(h2, h3)"


@pytest.fixture(autouse=True)
def _in_english(publication: Publication) -> None:
    Publication.objects.update(language="en")


def at(moment: str, title: str = "", **fields):
    """Return an event at a moment, with its place in the order."""
    made = make_event(title or moment, moment, **fields)
    made.set_moment(moment)
    made.save()
    return made


@pytest.fixture
def canal():
    dossier = make_dossier("The canal", slug="canal")
    for moment in ("1889-02-04", "1880~", "1881/1888", "-0043-03-15"):
        at(moment, dossiers=[dossier])
    return dossier


def test_a_timeline_is_a_list_in_order_whose_dates_are_words(canal):
    shown = page(TIMELINE)
    assert texts(shown, "ol.happenings .happening-when") == [
        "15 March 44 BC", "around 1880", "from 1881 to 1888", "4 February 1889",
    ]  # fmt: skip
    assert one(shown, "time")["datetime"] == "1889-02-04"


def test_the_picture_is_for_the_eye_alone(canal):
    drawings = page(TIMELINE).select("svg.drawn")
    assert [drawing["aria-hidden"] for drawing in drawings] == ["true", "true"]
    assert all(link["tabindex"] == "-1" for drawing in drawings for link in drawing.select("a"))
    assert len(drawings[0].select(".dot, .bar")) == 4
    assert len(drawings[0].select(".about")) == 1


def test_titles_in_the_picture_are_set_like_those_in_the_list(canal):
    at("1883", title="L'eau « monte »", language="fr", dossiers=[canal])
    assert "L’eau « monte »" in texts(page(TIMELINE), ".mark-title")


def test_a_timeline_is_looked_at_more_closely(canal):
    assert texts(page(f"{TIMELINE}?from=1880&to=1882"), TITLES) == [
        "1880~",
        "1881/1888",
    ]
    assert texts(page(f"{TIMELINE}?from=1885"), TITLES) == ["1881/1888", "1889-02-04"]
    links = [link["href"] for link in page(f"{TIMELINE}?from=1880").select(".stretches a")]
    assert links == ["?from=1880&to=1880", "?from=1881&to=1881", "?from=1889&to=1889"]


def test_a_timeline_is_chosen_by_person_and_place(canal):
    board = make_actor("The board", slug="board")
    at("1882", "Meeting", dossiers=[canal], actors=[board], place="Paris")
    at("1883", "Flood", dossiers=[canal], place="Paris")
    assert texts(page(f"{TIMELINE}?who=board"), TITLES) == ["Meeting"]
    shown = page(f"{TIMELINE}?where=Paris")
    assert texts(shown, TITLES) == ["Meeting", "Flood"]
    assert words(one(shown, "option[selected]")) == "Paris (2)"
    assert "No event is all of this." in words(
        one(page(f"{TIMELINE}?who=nobody"), ".timeline-empty")
    )


@pytest.mark.parametrize("query", ["from=hier", "to=99999999999999999999", "from=1889&to=1880"])
def test_a_period_that_is_none_is_answered_with_a_sentence(canal, query):
    assert len(texts(page(f"{TIMELINE}?{query}"), ".error")) == 1


@pytest.mark.parametrize("query", ["page=0", "page=x", "who=%00", "where=" + "x" * 5000])
def test_what_nobody_means_is_no_fault(canal, query):
    assert Client().get(f"{TIMELINE}?{query}").status_code == 200


def test_there_is_nothing_past_the_last_page(canal):
    assert Client().get(f"{TIMELINE}?page=2").status_code == 404


def test_a_timeline_of_a_draft_is_not_there():
    make_dossier("Draft", slug="draft", public=False)
    for end in ("timeline/", "timeline.json", "timeline.ics"):
        assert Client().get(f"/dossiers/draft/{end}").status_code == 404


def test_five_thousand_events_are_counted_and_paged():
    dossier, board = make_dossier(slug="canal"), make_actor()
    events = [Event(site=the_site(), title=f"Event {n}", changed_at=NOON) for n in range(5_000)]
    for n, event in enumerate(events):
        event.set_moment(f"{1780 + n % 200}-03-{1 + n % 28:02}")
    Event.objects.bulk_create(events)
    Inclusion.objects.bulk_create(Inclusion(event=each, dossier=dossier) for each in events)
    Involvement.objects.bulk_create(Involvement(event=each, actor=board) for each in events)
    shown = page(TIMELINE)
    assert len(shown.select(".happening")) == 100
    assert not shown.select(".dot") and len(shown.select(".column")) == 20
    assert "1840 – 1849" in words(one(shown, ".stretches"))
    assert words(one(page(f"{TIMELINE}?page=50"), ".pager-place")) == "Page 50 of 50"


def test_the_number_of_queries_does_not_grow(canal):
    few = count_queries(TIMELINE)
    for n in range(30):
        at(f"18{50 + n}", dossiers=[canal], actors=[make_actor(f"Somebody {n}")])
    assert count_queries(TIMELINE) == few


def test_an_events_page_says_all_of_it():
    dossier, draft = make_dossier("The canal"), make_dossier("Secret", public=False)
    source = make_source("Minutes")
    event = at(
        "1882-03", "A loan", dossiers=[dossier, draft], actors=[make_actor("The board")],
        sources=[source], place="Paris", latitude="48.85", longitude="-2.35",
        text="<p>Five <b>per cent</b>.</p>",
    )  # fmt: skip
    shown = page(event.path)
    said = words(one(shown, "main"))
    for part in (
        "A loan",
        "March 1882",
        "Paris",
        "48.85° N, 2.35° W",
        "The board",
        "Five per cent",
        "Minutes",
        "The canal",
    ):
        assert part in said
    assert "Secret" not in said


def test_an_event_is_seen_with_the_first_thing_that_shows_it():
    event = at("1882", dossiers=[make_dossier(public=False)])
    assert Client().get(event.path).status_code == 404
    words_ = f'<p>There was <a linktype="event" id="{event.pk}">a loan</a>.</p>'
    article = make_article(title="Loans", body=[paragraph(words_)])
    settle_references(article)
    assert "Loans" in words(one(page(event.path), "main"))
    link = one(page(article.address), "a.event")
    assert (link["href"], link["title"], words(link)) == (event.path, "1882", "a loan")


def test_what_is_evidence_alone_can_be_read_and_so_can_its_sources():
    dossier, source = make_dossier("Who pays?", slug="canal"), make_source()
    event = at("1882", "A loan", sources=[source])
    towns = make_hypothesis(dossier, "The town")
    judge(add_evidence(dossier=dossier, event=event, now=NOON), towns)
    shown = page(f"{dossier.path}hypotheses/")
    assert one(shown, "tbody th a")["href"] == event.path
    links = page(event.path).select("#main a, main a")
    assert {f"{dossier.path}hypotheses/", source.path} <= {link["href"] for link in links}
    assert "A loan" in words(one(page(source.path), "main"))
    assert texts(page("/events/"), TITLES) == ["A loan"]


def test_an_event_that_a_page_speaks_of_can_be_read():
    event = at("1882", "A loan", sources=[source := make_source()])
    about = make_static_page("About us")
    about.body = [paragraph(f'<p><a linktype="event" id="{event.pk}">A loan</a></p>')]
    about.save_revision().publish()
    shown = one(page(event.path), "main")
    assert "About us" in words(shown)
    # whose sources are named, but have no card for that alone
    assert source.title in words(shown) and source.path not in str(shown)
    assert Client().get(source.path).status_code == 404
    about.unpublish()
    assert Client().get(event.path).status_code == 404


def test_what_only_an_article_behind_a_password_points_at_is_nowhere():
    event = at("1882", "A loan", sources=[source := make_source()])
    article = make_article(
        body=[paragraph(f'<p><a linktype="event" id="{event.pk}">A loan</a></p>')]
    )
    PageViewRestriction.objects.create(page=article, restriction_type="password", password="wall")
    settle_references(article)
    assert Client().get(event.path).status_code == 404
    assert Client().get(source.path).status_code == 404
    assert "A loan" not in words(one(page("/events/"), "main"))


def test_an_article_takes_the_sheet_of_events_only_when_it_speaks_of_one():
    assert "events.css" not in str(page(make_article().address))


def test_words_that_point_at_no_event_stay_words():
    article = make_article(body=[paragraph('<p>Was <a linktype="event" id="99">it</a> so?</p>')])
    shown = page(article.address)
    assert not shown.select("a.event") and "Was it so?" in words(one(shown, ".prose"))


def test_a_timeline_is_read_by_programs(canal):
    answer = Client().get("/dossiers/canal/timeline.json")
    events = json.loads(answer.content)["events"]
    assert [event["when"]["edtf"] for event in events] == [
        "-0043-03-15", "1880~", "1881/1888", "1889-02-04",
    ]  # fmt: skip
    assert events[1]["when"] == {
        "edtf": "1880~", "words": "around 1880",
        "first_day": "1880-01-01", "last_day": "1880-12-31",
    }  # fmt: skip


def test_a_timeline_is_a_calendar_of_whole_days_that_says_what_is_not_exact(canal):
    answer = Client().get("/dossiers/canal/timeline.ics")
    assert answer["content-type"] == "text/calendar; charset=utf-8"
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    said = [
        (str(e["summary"]), e["dtstart"].dt.isoformat(), e["dtend"].dt.isoformat()) for e in entries
    ]
    # what began before year 1 has no day there; the last day is the one after
    assert said == [
        ("1880~ (around 1880)", "1880-01-01", "1881-01-01"),
        ("1881/1888 (from 1881 to 1888)", "1881-01-01", "1889-01-01"),
        ("1889-02-04", "1889-02-04", "1889-02-05"),
    ]
    assert "No calendar has a day for 1 of these events." in words(one(page(TIMELINE), "main"))


def test_a_calendar_is_folded_and_escaped_as_it_must(canal):
    at("1882/..", "One; two, three\nfour " + "é" * 100, dossiers=[canal])
    raw = Client().get("/dossiers/canal/timeline.ics").content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    titles = [str(e["summary"]) for e in Calendar.from_ical(raw).walk("VEVENT")]
    assert any(title.startswith("One; two, three\nfour") for title in titles)


def test_a_file_is_the_same_whatever_stands_behind_its_address(canal):
    answer = Client().get("/dossiers/canal/timeline.ics?from=1880")
    assert (answer.status_code, answer["location"]) == (302, "/dossiers/canal/timeline.ics")


def test_a_dossiers_page_shows_its_newest_events_and_leads_to_all(canal):
    for n in range(6):
        at(f"190{n}", dossiers=[canal])
    shown = page(canal.path)
    assert texts(shown, ".happening h3") == [f"190{n}" for n in range(6)]
    assert one(shown, "ol.happenings")["start"] == "5"
    assert words(one(shown, ".timeline-part")) == "The last 6 of 10 events:"
    assert words(one(shown, ".timeline-all")) == "The whole timeline: 10 events"


def test_all_events_are_chosen_by_dossier(canal):
    at("1910", "Elsewhere", dossiers=[make_dossier("Other", slug="other")])
    at("1911", "Unseen", dossiers=[make_dossier("Draft", slug="draft", public=False)])
    assert len(page("/events/").select(".happening")) == 5
    assert texts(page("/events/?dossier=other"), TITLES) == ["Elsewhere"]
    assert not page("/events/?dossier=draft").select(".happening")


@pytest.mark.parametrize("first", [(1911, 3), (1913, 2)])
def test_the_words_below_a_narrow_picture_have_room(first: tuple[int, int]):
    shown = Scale(number_of(*first), number_of(1914, 9)).ticks("fr")
    places = [tick.x for tick in shown if not tick.is_minor]
    # A month's name and its year take 75 of 320 pixels, and the last ends where its tick stands.
    assert min(after - x for x, after in pairwise(places)) > 36
