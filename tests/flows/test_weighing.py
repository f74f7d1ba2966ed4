"""An analyst weighs answers against evidence, and says how likely they are."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.server import Server
from tests.flows.shell import Shell
from tests.flows.walk import too_wide
from tests.flows.writing import Desk

BEGIN = """
from django.utils import timezone
from wagtail.models import Site
from chronique.dossiers.models import Dossier
now = timezone.now()
Dossier.objects.create(
    site=Site.objects.get(is_default_site=True), title="La digue", slug="la-digue", language="fr",
    question="Qui paie la digue ?", opened_on=now.date(), published_at=now, changed_at=now,
)
"""
LEAVE = """
from chronique.dossiers.models import Dossier
Dossier.objects.filter(slug="la-digue").delete()
"""


@pytest.fixture
def matrix(server: Server, shell: Shell) -> Iterator[str]:
    """Where the matrices are; the dossier is gone after the journey."""
    shell.run(BEGIN)
    yield f"{server.url}/desk/matrix/"
    shell.run(LEAVE)


def add(page: Page, field: str, words: str) -> None:
    page.locator(f"#{field}").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator(f"#{field}")).to_have_value("")
    expect(page.locator(".talk")).to_contain_text(words)


def faults(page: Page) -> list[str]:
    return [*axe(page), *too_wide(page)]


def test_answers_are_weighed_by_keys_by_two_people(
    matrix: str, signed_in: BrowserContext, browser_context: MakeContext
):
    state = signed_in.storage_state()
    page = browser_context(storage_state=state).new_page()
    page.goto(matrix)
    page.get_by_role("link", name="La digue").click()
    add(page, "statement", "La ville paie")
    add(page, "statement", "L’État paie")
    add(page, "words", "Les impôts ont augmenté.")
    # a second person opens the same matrix, without a script
    other = browser_context(js=False, storage_state=state).new_page()
    other.goto(page.url.partition("#")[0])
    press_keys(page)
    write_over(other)
    # and the first one is told in turn
    cell = page.locator(".cell").nth(1)
    cell.focus()
    page.keyboard.press("c")
    expect(page.locator("dialog [data-overtaken]")).to_contain_text("Rien ne le prouve.")
    assert faults(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(cell).to_have_text("C3")
    # readers see it, on a phone
    reader = browser_context(width=360).new_page()
    reader.goto(matrix.replace("/desk/matrix/", "/dossiers/la-digue/hypotheses/"))
    expect(reader.get_by_role("cell")).to_have_count(2)
    assert faults(reader) == []


def press_keys(page: Page) -> None:
    """A key is a mark, the arrows move."""
    cells = page.locator(".cell")
    cells.first.focus()
    page.keyboard.press("c")
    expect(cells.first).to_have_text("C")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("i")
    page.keyboard.press("3")
    expect(cells.nth(1)).to_have_text("I3")
    expect(page.locator("[data-score]").nth(1)).to_have_text("3")


def write_over(other: Page) -> None:
    """Who saw an empty cell is told what stands there now, and loses nothing."""
    other.locator(".cell").nth(1).click()
    # It was written meanwhile: as when the form was open before.
    other.locator("[name=version]").evaluate("field => { field.value = 0 }")
    other.get_by_label("neutre").check()
    other.locator("[name=note]").fill("Rien ne le prouve.")
    other.get_by_role("button", name="Enregistrer").click()
    expect(other.get_by_role("alert")).to_contain_text("incompatible (3)")
    expect(other.locator("[name=note]")).to_have_value("Rien ne le prouve.")
    other.get_by_role("button", name="Enregistrer").click()
    expect(other.locator(".cell").nth(1)).to_have_text("N*")


def test_words_of_likelihood_are_marked_and_asked_about(desk: Desk):
    page = desk.page
    desk.begin("À marée haute")
    desk.write(0, "C’est très probable (30 %).")
    expect(page.locator(".desk-doubts")).to_contain_text("mais le texte dit 30")
    page.keyboard.press("ControlOrMeta+A")
    page.locator("[name=LIKELIHOOD]").first.click()
    window = page.get_by_role("dialog", name="Est-ce probable")
    window.get_by_role("button", name="très improbable").first.click()
    # the whole was marked so, which its words do not say
    expect(page.locator(".desk-doubts")).to_contain_text("est marqué comme")
