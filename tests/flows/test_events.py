"""An analyst writes an event down and points at it; a reader without a script finds it in time."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

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


def test_an_event_is_written_down_pointed_at_and_found(
    desk: Desk, browser_context: MakeContext, dossier: str
):
    page, url = desk.page, desk.server.url
    # the analyst mistypes a date, is told so, and mends it
    page.goto(f"{url}/desk/snippets/dossiers/event/add/")
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
    # words of an article point at it
    page.goto(f"{url}/desk/")
    desk.begin("La digue cède")
    number = desk.add("paragraph")
    desk.write(number, "On a vu venir la crue")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.locator("[name=EVENT]:visible").click()
    page.locator(".modal-dialog:visible").get_by_text("Les eaux montent").click()
    expect(page.locator(".modal-dialog:visible")).to_have_count(0)
    desk.publish()
    # a reader finds it on the timeline, by its place, without a script
    reader = browser_context(js=False, width=360, height=740).new_page()
    reader.goto(f"{url}{dossier}")
    reader.get_by_role("link", name="Toute la chronologie").click()
    expect(reader.get_by_role("list").get_by_text("vers mars 1882")).to_be_visible()
    reader.get_by_text("Choisir les événements").click()
    reader.get_by_label("Lieu").select_option("Dunkerque")
    reader.get_by_role("button", name="Afficher").click()
    reader.get_by_role("link", name="Les eaux montent").click()
    expect(reader.get_by_role("link", name="La digue cède")).to_be_visible()
    # and comes from the article to the event
    reader.get_by_role("link", name="La digue cède").click()
    reader.get_by_role("link", name="crue").click()
    expect(reader.get_by_role("heading", name="Les eaux montent")).to_be_visible()
    seeing = browser_context(dark=True).new_page()
    for path in (f"{dossier}timeline/", reader.url.removeprefix(url)):
        seeing.goto(f"{url}{path}")
        assert [*axe(seeing), *too_wide(seeing)] == []
