"""What holds for each answer to a reader's form, and for each page that a letter leads to."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.talk import Talk
from tests.flows.turns import take_turns
from tests.flows.walk import PHONE, too_wide
from tests.flows.writing import Desk


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_answer_to_a_form_has_faults(
    browser_context: MakeContext, talk: Talk, nu_errors: Callable[..., list[str]], language: str
):
    talk.speak(language)
    page = browser_context(width=PHONE, dark=language == "en").new_page()
    turns = take_turns(page, talk)
    assert len(turns.pages) > 20
    assert "\n".join(nu_errors(turns.pages)) == ""
    faults = {}
    for name in turns.pages:
        turns.show(name)
        faults[name] = [*axe(page), *too_wide(page)]
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert page.title().count(" · ") == 1, name
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_queue_has_no_faults_for_the_html_checker(
    desk: Desk, talk: Talk, nu_errors: Callable[..., list[str]]
):
    """Of Wagtail's page around it we are no judge."""
    talk.make_waiting(("Ondine", "La marée est *haute*."), ("Pacôme", "https://a.example"))
    pages = {path: _ours(desk.page, f"{talk.url}/desk/comments/{path}") for path in ("", "log/")}
    assert all("Ondine" in text for text in pages.values() if "data-entry" in text)
    assert "\n".join(nu_errors(pages)) == ""


def _ours(page: Page, url: str) -> str:
    page.goto(url)
    inner = page.locator(".talk").first.evaluate("element => element.outerHTML")
    return (
        f'<!DOCTYPE html><html lang="fr"><head><title>a</title></head><body>{inner}</body></html>'
    )
