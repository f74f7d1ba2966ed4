"""A dossier's feed: its articles, and each time that it was said where it stands."""

from datetime import timedelta

import pytest
from django.test import Client

from chronique.dossiers.models import Standing
from tests.dossiers.factories import DAY, make_dossier
from tests.factories import NOON, make_article
from tests.feeds.given import READERS, get
from tests.feeds.reading import read_json

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_dossier_tells_of_its_articles_and_of_where_it_stands(client: Client) -> None:
    dossier = make_dossier(
        "Who pays?", articles=[make_article(title="A part")], question="Who pays for the wall?"
    )
    make_article(title="Elsewhere")
    later = NOON + timedelta(days=2)
    Standing.objects.create(
        dossier=dossier,
        on=later.date(),
        text='<p>See <a href="/about/">this</a>.</p>',
        made_at=later,
    )
    feed = read_json(get(client, f"{dossier.path}feed/json/"))
    assert [item["title"] for item in feed["items"]] == ["Where we stand, March 16, 2026", "A part"]
    assert feed["items"][0]["url"] == f"http://localhost:8000{dossier.path}#standing"
    assert 'href="http://localhost:8000/about/"' in feed["items"][0]["content_html"]
    assert feed["description"] == "Who pays for the wall?"


def test_what_was_said_of_an_earlier_day_stands_there(client: Client) -> None:
    dossier = make_dossier(articles=[make_article(title="A part")])
    Standing.objects.create(
        dossier=dossier, on=DAY - timedelta(days=9), text="<p>So.</p>", made_at=NOON
    )
    feed = read_json(get(client, f"{dossier.path}feed/json/"))
    assert [item["title"][:5] for item in feed["items"]] == ["A par", "Where"]


@pytest.mark.parametrize("ending", READERS)
def test_it_is_valid_in_all_forms_and_where_nothing_was_said(client: Client, ending: str) -> None:
    full = make_dossier(articles=[make_article()], standing="<p>So &amp; so.</p>")
    for dossier in (full, make_dossier()):
        READERS[ending](get(client, f"{dossier.path}feed/{ending}"))


def test_a_draft_has_none(client: Client) -> None:
    assert client.get(f"{make_dossier(public=False).path}feed/").status_code == 404


def test_the_page_of_a_dossier_names_its_feed(client: Client) -> None:
    dossier = make_dossier()
    assert f'href="{dossier.path}feed/atom/"' in client.get(dossier.path).content.decode()
