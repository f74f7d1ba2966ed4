"""What holds for every page that a reader can reach in the sample publication."""

from collections.abc import Callable, Iterator

import pytest
from django.test import RequestFactory
from playwright.sync_api import Browser

from chronique.front.views import server_error
from tests.flows.conftest import MakeContext, new_window
from tests.flows.crawl import Answer, of_each_kind, unlinked
from tests.flows.own_pages import make_own_pages
from tests.flows.server import Server
from tests.flows.shell import Shell
from tests.flows.walk import PHONE, WIDTHS, Findings, walk


@pytest.fixture(scope="module")
def own(shell: Shell) -> dict[str, str]:
    return make_own_pages(shell)


@pytest.fixture(scope="module")
def kinds(answers: dict[str, Answer], own: dict[str, str]) -> dict[str, str]:
    return of_each_kind(answers) | own


@pytest.fixture(scope="module")
def findings(chromium: Browser, server: Server, kinds: dict[str, str]) -> Iterator[Findings]:
    mouse, phone = new_window(chromium), new_window(chromium, width=PHONE, has_touch=True)
    yield walk(server.url, kinds, mouse=mouse, phone=phone)
    mouse.close()
    phone.close()


def none(faults: list[str]) -> None:
    """Fail with each fault on a line of its own."""
    assert not faults, "\n".join([f"{len(faults)} faults", *faults])


def nowhere(faults: dict[str, list[str]], kinds: dict[str, str]) -> None:
    """Fail with each fault and its page; a page where nobody looked is a fault too."""
    assert list(faults) == [f"{kind} {path}" for kind, path in kinds.items()]
    none([f"{page}: {fault}" for page, found in faults.items() for fault in found])


def test_no_link_is_dead(answers: dict[str, Answer]):
    none([f"{path}: {a.status}" for path, a in answers.items() if a.status >= 400])


def test_the_html_checker_finds_nothing(
    server: Server,
    answers: dict[str, Answer],
    own: dict[str, str],
    nu_errors: Callable[..., list[str]],
):
    linked = {path: a.text for path, a in answers.items() if a.text}
    broken = server_error(RequestFactory().get("/")).content.decode()
    none(nu_errors(linked | unlinked(server.url, own.values()) | {"broken": broken}))


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing(findings: Findings, kinds: dict[str, str], look: str):
    nowhere(findings[f"axe, {look}"], kinds)


def test_nobody_else_is_contacted(findings: Findings, kinds: dict[str, str]):
    nowhere(findings["elsewhere"], kinds)


def test_no_script_fails_and_no_policy_is_broken(findings: Findings, kinds: dict[str, str]):
    nowhere(findings["errors"], kinds)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(findings: Findings, kinds: dict[str, str], width: int):
    nowhere(findings[f"width {width}"], kinds)


def test_the_keyboard_goes_through_every_page_and_is_seen_where_it_is(
    findings: Findings, kinds: dict[str, str]
):
    nowhere(findings["keyboard"], kinds)


def test_an_article_is_whole_without_javascript(
    browser_context: MakeContext, server: Server, kinds: dict[str, str]
):
    page = browser_context(js=False).new_page()
    page.goto(f"{server.url}{kinds['most discussed']}")
    assert page.locator("main h1").count() == 1
    assert page.locator("main p").count() > 5
    assert page.locator("[id^=c]").filter(has=page.locator("time")).count() > 3
