"""The comforts of reading: each better with JavaScript, none lost without it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from tests.flows.conftest import MakeContext
from tests.flows.crawl import Answer
from tests.flows.pages import first_visit_bytes, is_elsewhere
from tests.flows.server import Server


@pytest.fixture(scope="module")
def articles(answers: dict[str, Answer]) -> dict[str, str]:
    """Return the texts of the sample's articles by their addresses."""
    return {
        path: answer.text
        for path, answer in answers.items()
        if path.count("/") == 5 and answer.status == 200
    }


def with_mark(server: Server, articles: dict[str, str], mark: str) -> str:
    """Return the address of an article whose HTML holds `mark`."""
    found = [path for path, text in sorted(articles.items()) if mark in text]
    assert found, f"no article of the sample has {mark}"
    return f"{server.url}{found[0]}"


@pytest.fixture
def noted(server: Server, articles: dict[str, str]) -> str:
    return with_mark(server, articles, 'class="note-ref"')


@pytest.fixture
def requests(page: Page) -> Iterator[list[Request]]:
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request))
    yield seen


def test_a_note_is_read_where_it_is_referred_to(page: Page, noted: str):
    page.goto(noted)
    reference = page.locator(".note-ref a").first
    note = page.locator(reference.get_attribute("href") or "").inner_text()
    reference.click()
    card = page.get_by_role("note")
    expect(card).to_be_focused()
    assert card.inner_text().strip() in note
    # and the keyboard leads back to the text
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(reference).to_be_focused()


def test_a_press_elsewhere_puts_the_note_away(page: Page, noted: str):
    page.goto(noted)
    page.locator(".note-ref a").first.click()
    page.locator("h1").click()
    expect(page.get_by_role("note")).to_have_count(0)


def test_without_javascript_a_note_is_at_the_end_and_leads_back(
    browser_context: MakeContext, noted: str
):
    page = browser_context(js=False).new_page()
    page.goto(noted)
    page.locator(".note-ref a").first.click()
    assert page.url.endswith("#note-1")
    page.locator("#note-1 .back").first.click()
    assert page.url.endswith("#note-ref-1")


def test_a_player_is_loaded_after_a_press_and_not_before(
    page: Page, requests: list[Request], server: Server, articles: dict[str, str]
):
    page.goto(with_mark(server, articles, "data-player="), wait_until="networkidle")
    assert [request.url for request in requests if is_elsewhere(request.url)] == []
    card = page.locator("figure[data-player]").first
    player = card.get_attribute("data-player") or ""
    with page.expect_request(player):
        card.get_by_role("button").click()
    frame = card.locator("iframe")
    expect(frame).to_have_attribute(
        "sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation"
    )
    assert frame.get_attribute("title")


def test_without_javascript_a_card_has_its_link_and_no_dead_button(
    browser_context: MakeContext, server: Server, articles: dict[str, str]
):
    page = browser_context(js=False).new_page()
    page.goto(with_mark(server, articles, "data-player="))
    card = page.locator("figure[data-player]").first
    expect(card.get_by_role("link")).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(("width", "is_open"), [(1440, True), (768, False)])
def test_the_contents_stand_open_where_they_have_room(
    browser_context: MakeContext,
    server: Server,
    articles: dict[str, str],
    width: int,
    is_open: bool,
):
    page = browser_context(width=width).new_page()
    page.goto(with_mark(server, articles, 'class="contents"'))
    expect(page.locator(".contents nav")).to_be_visible(visible=is_open)


def test_the_sign_beside_a_heading_copies_its_address(
    browser_context: MakeContext, server: Server, articles: dict[str, str]
):
    context = browser_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(with_mark(server, articles, 'class="contents"'))
    heading = page.locator(".prose h2[id]").first
    heading.hover()
    heading.locator(".anchor").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    assert copied.endswith(f"#{heading.get_attribute('id')}")


def test_an_address_that_ends_with_a_comment_on_another_page_leads_there(
    page: Page, server: Server, articles: dict[str, str]
):
    there = f"{server.url}/comment/990099/"
    page.route(there, lambda route: route.fulfill(status=200, body="the other page"))
    page.goto(with_mark(server, articles, 'id="comments"') + "#c990099")
    page.wait_for_url(there)


def test_an_address_that_ends_with_no_comment_at_all_stays(
    page: Page, server: Server, articles: dict[str, str]
):
    address = with_mark(server, articles, 'id="comments"') + "#c990098"
    with page.expect_response("**/comment/990098/") as answer:
        page.goto(address)
    assert answer.value.status == 404
    assert page.url == address


def test_the_text_is_set_in_the_publications_own_font(
    page: Page, requests: list[Request], server: Server, articles: dict[str, str]
):
    page.goto(with_mark(server, articles, "<i>"))
    page.wait_for_function("document.fonts.status === 'loaded'")
    fonts = {
        request.url.rpartition("/")[2] for request in requests if request.resource_type == "font"
    }
    assert {name.partition(".")[0] for name in fonts} >= {"newsreader", "newsreader-italic"}
    assert page.evaluate("document.fonts.check('20px Newsreader', 'œuvre à « lire »')")


def test_a_first_visit_of_an_article_with_italics_is_light(
    browser_context: MakeContext, server: Server, articles: dict[str, str]
):
    page = browser_context().new_page()
    weights = first_visit_bytes(page, with_mark(server, articles, "<i>"))
    assert page.evaluate("document.fonts.check('italic 20px Newsreader', 'œuvre')")
    assert sum(weights.values()) < 45_000, weights


def test_on_paper_there_are_no_menus_and_addresses_are_written_out(
    page: Page, server: Server, articles: dict[str, str]
):
    page.goto(with_mark(server, articles, '<a href="https://'))
    page.emulate_media(media="print")
    for selector in (".menu", ".foot-search", ".around", "#comments"):
        assert not page.locator(selector).first.is_visible(), selector
    expect(page.locator(".own-address")).to_be_visible()
    expect(page.locator(".prose")).to_be_visible()


# How many characters stand on each line of the longest paragraph, but for the last.
LINES = """() => {
  const texts = [...document.querySelectorAll(".prose > p")]
  const longest = texts.reduce((a, b) => a.textContent.length < b.textContent.length ? b : a)
  const lines = new Map(), range = document.createRange()
  const walker = document.createTreeWalker(longest, NodeFilter.SHOW_TEXT)
  for (let node; node = walker.nextNode();)
    for (let n = 0; n < node.length; n++) {
      range.setStart(node, n)
      range.setEnd(node, n + 1)
      const box = range.getBoundingClientRect(), line = Math.round(box.bottom / 12)
      if (box.width) lines.set(line, (lines.get(line) ?? 0) + 1)
    }
  return [...lines.values()].slice(0, -1)
}"""


@pytest.mark.parametrize("width", [768, 1440, 1920])
def test_a_line_holds_as_much_as_the_eye_takes_at_once(
    browser_context: MakeContext, noted: str, width: int
):
    page = browser_context(width=width).new_page()
    page.goto(noted)
    lines = page.evaluate(LINES)
    assert len(lines) >= 4
    assert 60 <= sum(lines) / len(lines) <= 75


# What has colours of its own beside the text, and must still be told from the ground without them.
DRAWN = {
    ".prose a": "color",
    "button:not([hidden])": "borderTopColor",
    ".prose .anchor": "color",
    ".masthead": "borderBottomColor",
}


def test_in_forced_colours_nothing_is_lost(browser_context: MakeContext, noted: str):
    page = browser_context(forced_colors="active").new_page()
    page.goto(noted)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    style = "(element, name) => getComputedStyle(element)[name]"
    drawn = {
        name: page.locator(name).first.evaluate(style, what)
        for name, what in DRAWN.items()
        if page.locator(name).count()
    }
    assert len(drawn) >= 3
    assert {name for name, colour in drawn.items() if colour == ground} == set()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_with_reduced_motion_nothing_glides(browser_context: MakeContext, noted: str):
    still = browser_context(reduced_motion="reduce").new_page()
    still.goto(noted)
    assert still.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = """() => [...document.querySelectorAll("*")].filter(element => {
      const style = getComputedStyle(element)
      return [style.transitionDuration, style.animationDuration].join()
        .split(",").some(time => parseFloat(time) > 0.01)
    }).map(element => element.outerHTML.slice(0, 80))"""
    assert still.evaluate(moving) == []


def test_at_four_times_the_size_the_focus_is_never_covered(
    browser_context: MakeContext, noted: str
):
    """What 400 % leaves of a window of 1280 × 1024: 320 × 256."""
    page = browser_context(width=320, height=256, reduced_motion="reduce").new_page()
    page.goto(noted)
    for _ in range(12):
        page.keyboard.press("Tab")
        assert (
            page.evaluate("""() => {
          const focused = document.activeElement, box = focused.getClientRects()[0]
          const there = document.elementFromPoint(box.left + 4, box.top + box.height / 2)
          return focused.contains(there) ? "" : focused.outerHTML + " is under " + there?.outerHTML
        }""")
            == ""
        )
