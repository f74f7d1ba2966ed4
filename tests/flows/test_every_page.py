"""What holds for every page that a reader can reach in the sample publication."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.flows.conftest import MakeContext
from tests.flows.crawl import Answer, crawl, of_each_kind
from tests.flows.pages import axe, requests_elsewhere
from tests.flows.server import Server

# Returns the element that has the focus, and whether anything shows it: an outline, a shadow, or
# looks that differ from the same element's without focus.
FOCUSED = """() => {
  const it = document.activeElement
  if (!it || it === document.body) return null
  const look = () => { const s = getComputedStyle(it); return [s.outlineStyle, s.outlineWidth,
    s.boxShadow, s.backgroundColor, s.borderColor, s.textDecoration, s.color].join() }
  const focused = look()
  const outlined = getComputedStyle(it).outlineStyle !== "none"
  const box = it.getBoundingClientRect()
  it.blur()
  const shown = outlined || look() !== focused
  it.focus()
  return {html: it.outerHTML.slice(0, 150), shown, seen: box.width > 0 && box.height > 0,
    href: it.getAttribute("href")}
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def answers(server: Server) -> dict[str, Answer]:
    return crawl(server.url)


@pytest.fixture(scope="module")
def kinds(answers: dict[str, Answer]) -> dict[str, str]:
    return of_each_kind(answers)


def visit(page: Page, server: Server, kinds: dict[str, str]) -> Iterator[str]:
    """Open a page of each kind in turn; give what it is."""
    for kind, path in kinds.items():
        page.goto(f"{server.url}{path}", wait_until="load")
        yield f"{kind} {path}"


def none(faults: list[str]) -> None:
    """Fail with each fault on a line of its own."""
    assert not faults, "\n".join([f"{len(faults)} faults", *faults])


def test_no_link_is_dead(answers: dict[str, Answer]):
    none([f"{path}: {a.status}" for path, a in answers.items() if a.status >= 400])


def test_the_html_checker_finds_nothing(
    answers: dict[str, Answer], nu_errors: Callable[..., list[str]]
):
    none(nu_errors({path: a.text for path, a in answers.items() if a.text}))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(
    browser_context: MakeContext, server: Server, kinds: dict[str, str], dark: bool
):
    page = browser_context(dark=dark).new_page()
    none([f"{what}: {fault}" for what in visit(page, server, kinds) for fault in axe(page)])


def test_axe_finds_nothing_on_a_phone(
    browser_context: MakeContext, server: Server, kinds: dict[str, str]
):
    page = browser_context(width=360, has_touch=True).new_page()
    none([f"{what}: {fault}" for what in visit(page, server, kinds) for fault in axe(page)])


def test_nobody_else_is_contacted(page: Page, server: Server, kinds: dict[str, str]):
    with requests_elsewhere(page) as found:
        for _ in visit(page, server, kinds):
            page.wait_for_load_state("networkidle")
    none(found)


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_nothing_is_wider_than_the_window(
    browser_context: MakeContext, server: Server, kinds: dict[str, str], width: int
):
    page = browser_context(width=width).new_page()
    over = {what: page.evaluate(WIDER) for what in visit(page, server, kinds)}
    none([f"{what}: by {pixels} px" for what, pixels in over.items() if pixels > 0])


def test_the_keyboard_goes_through_every_page_and_is_seen_where_it_is(
    page: Page, server: Server, kinds: dict[str, str]
):
    faults = []
    for what in visit(page, server, kinds):
        path = keyboard_path(page)
        faults += [f"{what}: not seen: {stop['html']}" for stop in path if not stop["shown"]]
        faults += [f"{what}: has no place: {stop['html']}" for stop in path if not stop["seen"]]
        assert path[0]["href"] == "#content", f"{what} begins with {path[0]['html']}"
        links = page.locator("a[href]:visible").count()
        assert len({stop["html"] for stop in path}) > 5 or links < 6, f"{what} holds the keyboard"
    none(faults)


def keyboard_path(page: Page) -> list[dict[str, str]]:
    """Return the stops of the Tab key through the page, at most 400."""
    stops: list[dict[str, str]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return stops


def test_an_article_is_whole_without_javascript(
    browser_context: MakeContext, server: Server, kinds: dict[str, str]
):
    page = browser_context(js=False).new_page()
    page.goto(f"{server.url}{kinds['most discussed']}")
    assert page.locator("main h1").count() == 1
    assert page.locator("main p").count() > 5
    assert page.locator("[id^=c]").filter(has=page.locator("time")).count() > 3
