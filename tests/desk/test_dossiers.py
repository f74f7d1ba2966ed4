"""A dossier is written at the desk."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from chronique.articles.models import Article
from chronique.dossiers.models import Change, Dossier
from tests.desk.given import desk_of, faults, shown, writer
from tests.dossiers.factories import make_dossier, make_prediction
from tests.factories import make_article
from tests.front.given import page, texts

pytestmark = pytest.mark.django_db
SNIPPET = "wagtailsnippets_dossiers_dossier"


@pytest.fixture
def desk() -> Client:
    return desk_of(writer())


def form(articles: list[Article] | None = None, **changes: Any) -> dict[str, Any]:
    parts = [{"article": article.pk} for article in articles or []]
    said = {
        "title": "Who pays?", "slug": "who-pays", "question": "Who pays for the wall?",
        "standfirst": "", "language": "en", "state": "open", "answer": rich_text(""),
        "opened_on": "2026-03-01", "closed_on": "", "translation_of": "", "is_public": "on",
        "standing": rich_text("<p>The town.</p>"), "stood_on": "2026-03-02",
        "parts": inline_formset(parts),
    }  # fmt: skip
    return nested_form_data({**said, **changes})


def save(desk: Client, dossier: Dossier | None = None, **changes: Any) -> Any:
    address = (
        reverse(f"{SNIPPET}:edit", args=[dossier.pk]) if dossier else reverse(f"{SNIPPET}:add")
    )
    return desk.post(address, form(**changes))


def test_a_dossier_is_made_with_all_that_it_needs_on_one_screen(desk: Client):
    articles = [make_article(title="First"), make_article(title="Second")]
    answer = save(desk, articles=articles)
    assert answer.status_code == 302, faults(answer)
    soup = page("/dossiers/who-pays/")
    assert texts(soup, ".dossier-part h3") == ["First", "Second"]
    assert texts(soup, ".dossier-standing > .dossier-words") == ["The town."]
    assert Change.objects.filter(dossier__slug="who-pays").count() == 4


def test_what_belongs_to_a_dossier_is_added_from_its_screen_and_leads_back(desk: Client):
    # given a dossier, whose own screen follows on the first
    answer = save(desk)
    dossier = Dossier.objects.get()
    screen = reverse(f"{SNIPPET}:edit", args=[dossier.pk])
    assert answer["location"] == screen
    # when the ways on its screen are followed
    ways = BeautifulSoup(desk.get(screen).content, "html.parser").select(".desk-belongings a")
    adding = [str(way["href"]) for way in ways if way.get("class")]
    assert (
        [desk.get(str(way["href"])).status_code for way in ways] == [200] * len(ways) == [200] * 7
    )
    # then each form has the dossier chosen
    event, source, prediction = (
        BeautifulSoup(desk.get(address).content, "html.parser") for address in adding
    )
    chosen = [
        event.select_one("[name=inclusions-0-dossier] [selected]"),
        source.select_one("[name=dossiers][checked]"),
        prediction.select_one("input[name=dossier]"),
    ]
    assert [each and each["value"] for each in chosen] == [str(dossier.pk)] * 3
    # and what is added leads back
    said = {
        "title": "Minutes", "kind": "document", "language": "en", "reliability": "B",
        "credibility": "2", "dossiers": [dossier.pk],
    }  # fmt: skip
    saved = desk.post(adding[1], said)
    assert saved.status_code == 302, faults(saved)
    assert saved["location"] == screen
    assert "Sources 1" in shown(desk, screen)


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "²", "9" * 40])
def test_an_address_that_names_no_dossier_is_an_ordinary_one(desk: Client, number: str):
    address = reverse("wagtailsnippets_dossiers_event:add")
    assert desk.get(address, {"dossier": number}).status_code == 200


def test_what_was_said_before_stays(desk: Client):
    save(desk)
    dossier = Dossier.objects.get()
    save(desk, dossier, standing=rich_text("<p>The state.</p>"), stood_on="2026-03-09")
    save(desk, dossier, standing=rich_text("<p>The state.</p>"), stood_on="2026-03-09")
    assert [str(one) for one in dossier.standings.all()] == ["The state.", "The town."]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"state": "closed"}, "state"),
        (
            {"state": "closed", "answer": rich_text("<p>Yes.</p>"), "closed_on": "2025-01-01"},
            "state",
        ),
        ({"stood_on": "2999-01-01"}, "stood_on"),
        ({"opened_on": "2999-01-01"}, "opened_on"),
        ({"title": ""}, "title"),
    ],
)
def test_what_cannot_be_comes_back_with_one_sentence(
    desk: Client, wrong: dict[str, Any], field: str
):
    answer = save(desk, **wrong)
    assert answer.status_code == 200
    assert list(faults(answer)) == [field]


@pytest.mark.parametrize("left", [rich_text(""), "null"])
def test_a_dossier_need_not_say_where_it_stands_but_does_not_unsay_it(desk: Client, left: str):
    answer = save(desk, standing=left)
    assert answer.status_code == 302, faults(answer)
    dossier = Dossier.objects.get()
    assert not dossier.standings.exists()
    save(desk, dossier)
    assert list(faults(save(desk, dossier, standing=left))) == ["standing"]
    assert [str(one) for one in dossier.standings.all()] == ["The town."]


def test_two_dossiers_have_two_addresses(desk: Client):
    save(desk)
    answer = save(desk)
    assert answer.status_code == 200
    assert Dossier.objects.count() == 1


def test_another_address_leads_from_the_old_one(desk: Client):
    save(desk)
    save(desk, Dossier.objects.get(), slug="who-pays-for-it")
    answer = Client().get("/dossiers/who-pays/")
    assert (answer.status_code, answer["Location"]) == (301, "/dossiers/who-pays-for-it/")


def test_what_is_cited_is_not_deleted_and_it_is_said_where(desk: Client):
    dossier = make_dossier()
    prediction = make_prediction(dossier=dossier)
    address = reverse(f"{SNIPPET}:delete", args=[dossier.pk])
    assert f"the prediction “{prediction}”" in shown(desk, address)
    answer = desk.post(address)
    assert answer.status_code == 200
    assert Dossier.objects.filter(pk=dossier.pk).exists()
    prediction.dossier = None
    prediction.save()
    assert desk.post(address).status_code == 302
    assert not Dossier.objects.exists()
