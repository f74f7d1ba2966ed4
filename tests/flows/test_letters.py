"""Letters as a mail program shows them: readable for all, by night and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import MakeContext
from tests.flows.letters import VALUES, templates, written
from tests.flows.pages import axe, requests_elsewhere
from tests.flows.walk import too_wide

LETTERS = [
    (name, number, language)
    for name, values in VALUES.items()
    for number in range(len(values))
    for language in ("fr", "en")
]


def test_each_letter_is_among_these():
    assert templates() == set(VALUES)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 800])
def test_letters_have_no_faults_for_axe_and_fit_and_ask_nobody(
    browser_context: MakeContext, *, width: int, dark: bool
):
    page = browser_context(dark=dark, width=width).new_page()
    with requests_elsewhere(page) as elsewhere:
        for name, number, language in LETTERS:
            page.set_content(written(name, VALUES[name][number], language))
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            # written on our paper, which has a night
            paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (name, paper) == (name, "rgb(17, 24, 28)" if dark else "rgb(252, 253, 252)")
            assert (name, axe(page), too_wide(page)) == (name, [], [])
    assert elsewhere == []


def test_the_html_checker_finds_nothing_in_letters(nu_errors: Callable[..., list[str]]):
    pages = {
        f"{name} {number} {language}": written(name, VALUES[name][number], language)
        for name, number, language in LETTERS
    }
    assert nu_errors(pages) == []
