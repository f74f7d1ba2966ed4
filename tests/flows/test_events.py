"""An analyst writes an event down and points at it; a reader without a script finds it in time."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.shell import Shell
from tests.flows.walk import too_wide
from tests.flows.writing import Desk

BEGIN = """
from django.utils import timezone
from wagtail.models import Site
from chronique.dossiers.models import Dossier
now = timezone.now()
Dossier.objects.create(
    site=Site.objects.get(is_default_site=True), title="La digue", slug="digue", language="fr",
    opened_on=now.date(), published_at=now, changed_at=now,
)
"""
LEAVE = """
from chronique.articles.models import Article
from chronique.dossiers.models import Dossier, Event
Article.objects.filter(title="La digue cède").delete()
Event.objects.filter(inclusions__dossier__slug="digue").delete()
Dossier.objects.filter(slug="digue").delete()
"""


@pytest.fixture
def dossier(shell: Shell) -> Iterator[str]:
    """Where a dossier is; what the journey made is gone after it."""
    shell.run(BEGIN)
    yield "/dossiers/digue/"
    shell.run(LEAVE)


def write_down(desk: Desk) -> None:
    """The analyst mistypes a date, is told so, and mends it."""
    page = desk.page
    page.goto(f"{desk.server.url}/desk/snippets/dossiers/event/add/")
    page.locator("[name=title]").fill("Les eaux montent")
    page.locator("[name=moment]").fill("31 février 1882")
    page.locator("[name=place]").fill("Dunkerque")
    page.locator("#id_inclusions-ADD").click()
    page.locator("[name=inclusions-0-dossier]").select_option(label="La digue")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Ce mois n’a pas ce jour-là.")).to_be_visible()
    page.locator("[name=moment]").fill("vers mars 1882")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages .success")).to_be_visible()


def point_at(desk: Desk) -> None:
    """The last word of an article leads to the event."""
    page = desk.page
    page.goto(f"{desk.server.url}/desk/")
    desk.begin("La digue cède")
    number = desk.add("paragraph")
    desk.write(number, "On a vu venir la crue")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.locator("[name=EVENT]:visible").click()
    page.locator(".modal-dialog:visible").get_by_text("Les eaux montent").click()
    expect(page.locator(".modal-dialog:visible")).to_have_count(0)
    # the editor hands over what it holds a quarter of a second later
    kept = page.locator(f"[name=body-{number}-value-text]")
    expect(kept).to_have_value(re.compile('"EVENT"'))
    desk.publish()


def find(reader: Page) -> None:
    """A reader chooses by place, comes to the event, from it to the article, and back."""
    reader.get_by_role("link", name="Toute la chronologie").click()
    expect(reader.get_by_role("list").get_by_text("vers mars 1882")).to_be_visible()
    reader.get_by_text("Choisir les événements").click()
    reader.get_by_label("Lieu").select_option("Dunkerque")
    reader.get_by_role("button", name="Afficher").click()
    reader.get_by_role("link", name="Les eaux montent").click()
    reader.get_by_role("link", name="La digue cède").click()
    reader.get_by_role("link", name="crue").click()
    expect(reader.get_by_role("heading", name="Les eaux montent")).to_be_visible()


def test_an_event_is_written_down_pointed_at_and_found(
    desk: Desk, browser_context: MakeContext, dossier: str
):
    url = desk.server.url
    write_down(desk)
    point_at(desk)
    reader = browser_context(js=False, width=360, height=740).new_page()
    reader.goto(f"{url}{dossier}")
    find(reader)
    seeing = browser_context(dark=True).new_page()
    for path in (f"{dossier}timeline/", reader.url.removeprefix(url)):
        seeing.goto(f"{url}{path}")
        assert [*axe(seeing), *too_wide(seeing)] == []
