"""An event is written down at the desk, and a text points at it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from chronique.articles.body_part import FULL
from chronique.articles.models import Publication
from chronique.base.errors import Refused
from chronique.dossiers.actions.moments import moment_of
from chronique.dossiers.models import Actor, Change, Event
from tests.desk.given import desk_of, faults, shown, writer
from tests.dossiers.factories import (
    make_actor,
    make_dossier,
    make_event,
    make_evidence,
    make_source,
)
from tests.front.given import one

pytestmark = pytest.mark.django_db
EVENT, ACTOR = "wagtailsnippets_dossiers_event", "wagtailsnippets_dossiers_actor"
CREATE = "wagtailsnippetchoosers_dossiers_event:create"
CREATE_ACTOR = "wagtailsnippetchoosers_dossiers_actor:create"


@pytest.fixture
def desk(publication: Publication) -> Client:
    return desk_of(writer())


def form(**changes: Any) -> dict[str, Any]:
    said = {
        "title": "A loan is refused", "moment": "vers mars 1882", "place": "Paris",
        "text": rich_text("<p>It was small.</p>"), "language": "en", "latitude": "",
        "longitude": "", "inclusions": inline_formset([]), "involvements": inline_formset([]),
        "event_sources": inline_formset([]),
    }  # fmt: skip
    return nested_form_data({**said, **changes})


def test_an_event_is_written_down_with_all_that_belongs_to_it(desk: Client):
    dossier, board, minutes = make_dossier(), make_actor(), make_source()
    answer = desk.post(
        reverse(f"{EVENT}:add"),
        form(
            inclusions=inline_formset([{"dossier": dossier.pk}]),
            involvements=inline_formset([{"actor": board.pk, "role": "lender"}]),
            event_sources=inline_formset([{"source": minutes.pk}]),
        ),
    )
    assert answer.status_code == 302, faults(answer)
    event = Event.objects.get()
    assert (event.moment, event.begins is not None) == ("1882-03~", True)
    assert event.involvements.get().role == "lender"
    assert Change.objects.get(dossier=dossier).after["sources"] == "Minutes of the board"
    assert "A loan is refused" in Client().get(f"{dossier.path}timeline/").content.decode()


def test_the_form_says_the_date_back_in_words_and_takes_them(desk: Client):
    event = make_event(moment="1882-24%")
    soup = BeautifulSoup(desk.get(reverse(f"{EVENT}:edit", args=[event.pk])).content, "html.parser")
    said = one(soup, "[name=moment]")["value"]
    answer = desk.post(reverse(f"{EVENT}:edit", args=[event.pk]), form(moment=said))
    assert answer.status_code == 302, faults(answer)
    event.refresh_from_db()
    assert event.moment == "1882-24%"


def test_what_is_no_date_is_refused_beside_its_field(desk: Client):
    answer = desk.post(reverse(f"{EVENT}:add"), form(moment="31 February 1882"))
    assert list(answer.context["form"].errors) == ["moment"]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 February 1882", "This month has no such day."),
        ("1889 – 1880", "It would end before it begins."),
        ("the other day", "This is no date that we understand."),
        ("[1882,1883]", "This is EDTF of level 2"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_in_one_sentence(typed: str, sentence: str):
    with override("en"), pytest.raises(Refused, match=sentence):
        moment_of(typed)


def test_half_a_place_on_earth_is_refused(desk: Client):
    answer = desk.post(reverse(f"{EVENT}:add"), form(latitude="48.85"))
    assert list(answer.context["form"].errors) == ["longitude"]


@pytest.mark.parametrize(("name", "degrees"), [("latitude", "90.5"), ("longitude", "-181")])
def test_a_place_that_is_not_on_earth_is_refused_beside_its_field(
    desk: Client, name: str, degrees: str
):
    answer = desk.post(
        reverse(f"{EVENT}:add"), form(**{"latitude": "48", "longitude": "2", name: degrees})
    )
    assert "degrees" in str(answer.context["form"].errors.pop(name))
    assert not answer.context["form"].errors


def test_events_are_listed_by_when_they_were(desk: Client):
    for moment in ("1889-02-04", "1879-05-15"):
        make_event(f"In {moment}", moment)
    listed = shown(desk, reverse(f"{EVENT}:list"))
    assert listed.index("In 1879-05-15") < listed.index("In 1889-02-04")


def test_an_event_is_written_down_while_writing(desk: Client):
    said = {"title": "A flood", "moment": "spring 1881", "place": ""}
    answer = desk.post(reverse(CREATE), said)
    assert answer.json()["step"] == "chosen", answer.content[-2000:]
    assert Event.objects.get().moment == "1881-21"


def test_two_of_one_name_have_addresses_of_their_own(desk: Client):
    for name in ("Élan vital", "Elan vital"):
        said = {"name": name, "kind": "body"}
        assert desk.post(reverse(CREATE_ACTOR), said).json()["step"] == "chosen"
    assert list(Actor.objects.order_by("pk").values_list("slug", flat=True)) == [
        "elan-vital", "elan-vital-2",
    ]  # fmt: skip


def test_what_something_rests_on_is_not_deleted_at_the_desk(desk: Client):
    dossier, board = make_dossier(), make_actor()
    event = make_event(actors=[board])
    make_evidence(dossier, event=event)
    desk.post(reverse(f"{EVENT}:delete", args=[event.pk]))
    desk.post(reverse(f"{ACTOR}:delete", args=[board.pk]))
    assert Event.objects.exists() and Actor.objects.exists()


def test_the_editor_keeps_what_a_text_points_at(publication: Publication):
    event = make_event()
    stored = f'<p>There was <a id="{event.pk}" linktype="event">a flood</a>.</p>'
    converter = ContentstateConverter(FULL)
    held = converter.from_database_format(stored)
    assert '"type": "EVENT"' in held and event.title in held
    back = converter.to_database_format(held)
    assert f'<a id="{event.pk}" linktype="event">a flood</a>' in back.replace(
        f'linktype="event" id="{event.pk}"', f'id="{event.pk}" linktype="event"'
    )
