"""Issues as a mail program shows them: readable for all, by night and on a phone, with or without
their style and their pictures.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chronique.newsletter.letter import compose_welcome, preview
from chronique.newsletter.letter.slots import samples
from tests.factories import NOON, make_article
from tests.flows.conftest import MakeContext
from tests.flows.pages import axe, requests_elsewhere
from tests.flows.walk import too_wide
from tests.newsletter.letters import ROOT, issue_of, letter_in, make_rich_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
LONG = "Anticonstitutionnellement" * 4


def letters() -> dict[str, str]:
    french = make_rich_article("fr", standfirst=LONG)
    english = make_rich_article("en", title=LONG)
    issues = {
        "whole": issue_of(french), "excerpt": issue_of(english, form="excerpt"),
        "digest": issue_of(None, kind="digest", articles=[french.pk, english.pk]),
        "correction": issue_of(make_article(), kind="correction", note=LONG),
    }  # fmt: skip
    welcome = compose_welcome(letter_in("fr", welcome_text="Merci.")).filled(
        samples(ROOT, "fr", NOON)
    )
    return {name: preview(issue, "html") for name, issue in issues.items()} | {
        "welcome": welcome.html
    }


def test_issues_have_no_faults_for_axe_and_fit_and_ask_nobody(
    browser_context: MakeContext, nu_errors: Callable[..., list[str]]
):
    written = letters()
    assert nu_errors(written) == []
    for dark, width in ((False, 320), (True, 800)):
        page = browser_context(dark=dark, width=width).new_page()
        page.route(f"{ROOT}/**", lambda route: route.abort())
        with requests_elsewhere(page) as elsewhere:
            for name, html in written.items():
                page.set_content(html)
                expect(page.get_by_role("heading", level=1)).to_have_count(1)
                paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
                assert (name, paper) == (name, "rgb(17, 24, 28)" if dark else "rgb(252, 253, 252)")
                assert (name, axe(page), too_wide(page)) == (name, [], [])
        assert elsewhere == []


def test_without_its_style_a_letter_is_as_readable(browser_context: MakeContext):
    html = letters()["whole"]
    page = browser_context().new_page()
    page.route(f"{ROOT}/**", lambda route: route.abort())
    page.set_content(re.sub(r'<style>.*?</style>| style="[^"]*"', "", html, flags=re.DOTALL))
    assert axe(page) == []
    assert "Mesures" in page.get_by_role("main").inner_text()
