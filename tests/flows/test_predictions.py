"""An analyst predicts, changes her mind, is proved wrong, and readers see all of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.server import Server
from tests.flows.shell import Shell
from tests.flows.walk import too_wide

BEGIN = """
from chronique.articles.models import Author
from chronique.dossiers.models import Prediction
from decimal import Decimal
from django.utils import timezone
from wagtail.models import Site
author, today = Author.objects.order_by("pk").first(), timezone.localdate()
row = Prediction.objects.create(
    site=Site.objects.get(is_default_site=True), author=author, language="fr", made_on=today,
    statement="La digue tiendra jusqu’au printemps.", criterion="Le port le constate.",
    due_on=today, probability=Decimal("0.8"),
)
print(row.pk, author.slug)
"""
LEAVE = """
from chronique.dossiers.models import Change, Estimate, Prediction, Resolution, Wording
for rows in (Resolution, Estimate, Wording):
    rows.objects.filter(prediction=NUMBER).delete()
Prediction.objects.filter(pk=NUMBER).delete()
Change.objects.filter(kind="prediction", number=NUMBER).delete()
"""


@pytest.fixture
def begun(shell: Shell) -> Iterator[tuple[str, str]]:
    """The number of a draft, and the last word of its author's address."""
    number, slug = shell.run(BEGIN).split()[-2:]
    yield number, slug
    shell.run(LEAVE.replace("NUMBER", number))


def change(page: Page, heading: str, fields: dict[str, str]) -> None:
    part = page.locator("details", has=page.get_by_text(heading, exact=True))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    for name, value in fields.items():
        part.locator(f"[name$={name}]").fill(value)
    if heading == "La juger":
        part.get_by_label("elle ne s’est pas réalisée").check()
    part.get_by_role("button", name="Enregistrer").click()


def test_a_prediction_is_made_changed_judged_and_read(
    browser_context: MakeContext, signed_in: BrowserContext, server: Server, begun: tuple[str, str]
):
    number, slug = begun
    state = signed_in.storage_state()
    page = browser_context(js=False, storage_state=state).new_page()
    page.goto(f"{server.url}/desk/predictions/{number}/")
    page.get_by_role("button", name="La rendre publique").click()
    change(page, "Changer la probabilité", {"chance": "65", "why": "La houle monte."})
    change(page, "La juger", {"reason": "Elle a cédé."})
    expect(page.get_by_text("La juger de nouveau")).to_be_visible()
    look_at([f"/desk/predictions/{number}/", "/desk/predictions/"], server, browser_context, state)
    page.goto(f"{server.url}/predictions/{number}/")
    for words in ("80 %", "65 %", "La houle monte.", "Elle a cédé."):
        expect(page.locator("main")).to_contain_text(words.replace(" %", "\u202f%"))
    page.get_by_role("link", name="Prédiction", exact=True).click()
    expect(page.locator(".is-no", has_text="La digue tiendra")).to_be_visible()
    readers = ["/predictions/", f"/predictions/{number}/", f"/author/{slug}/record/"]
    look_at(readers, server, browser_context, None)


def look_at(paths: list[str], server: Server, browser_context: MakeContext, state: Any) -> None:
    for width in (360, 1280):
        page = browser_context(width=width, storage_state=state).new_page()
        for path in paths:
            page.goto(f"{server.url}{path}")
            found = [*axe(page), *too_wide(page)]
            page.emulate_media(color_scheme="dark")
            assert (path, [*found, *axe(page)]) == (path, [])
            page.emulate_media(color_scheme="light")
