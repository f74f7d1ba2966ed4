"""A long menu, as imports bring it, on screens of all widths and without JavaScript."""

import re
from html import escape

import pytest
from playwright.sync_api import FloatRect, Locator, Page

from tests.flows.conftest import MakeContext
from tests.flows.server import Server

LINKS = [f"A link with some words {n}" for n in range(1, 17)]
BELOW = ["First below", "Another one that is so long that it does not stand on one line of a phone"]


def with_long_menu(html: str) -> str:
    """Return a page of the server as it would be with a menu of 17 links, one with two below it."""
    items = [f'<li><a href="/">{escape(link)}</a></li>' for link in LINKS]
    below = "".join(f'<li><a href="/">{escape(link)}</a></li>' for link in BELOW)
    parent = f'<details name="menu"><summary>More</summary><ul>{below}</ul></details>'
    items.insert(5, f"<li>{parent}</li>")
    nav = '<nav class="menu menu-long" aria-label="Menu"><details class="menu-switch">'
    nav += f"<summary>Menu</summary></details><ul>{''.join(items)}"
    changed, times = re.subn(
        r'<nav class="menu.*?(?=<li class="menu-search">)', nav, html, flags=re.DOTALL
    )
    assert times == 1
    return changed


def opened(browser_context: MakeContext, server: Server, path: str, width: int) -> Page:
    context = browser_context(width=width, js=False)
    page = context.new_page()
    answer = context.request.get(f"{server.url}{path}")
    page.route(
        f"{server.url}{path}",
        lambda route: route.fulfill(
            status=200, headers=answer.headers, body=with_long_menu(answer.text())
        ),
    )
    page.goto(f"{server.url}{path}")
    return page


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found
    return found


@pytest.mark.parametrize("path", ["/", "/archive/"])
@pytest.mark.parametrize("width", [320, 360, 600])
def test_on_a_narrow_screen_a_long_menu_is_one_line_until_it_is_opened(
    browser_context: MakeContext, server: Server, path: str, width: int
):
    page = opened(browser_context, server, path, width)
    menu, links = page.locator(".menu"), page.locator(".menu a")
    assert box(menu)["height"] < 70
    assert [link.inner_text() for link in links.all() if link.is_visible()] == [
        page.locator(".menu-search").inner_text()
    ]
    # when it is opened, and what lies below one of its links
    page.locator(".menu-switch summary").click()
    assert page.get_by_role("link", name=LINKS[-1]).is_visible()
    first = page.get_by_role("link", name=BELOW[0])
    assert not first.is_visible()
    page.locator(".menu li summary").click()
    # then that stands further in, smaller and paler, and nothing leads out of the screen
    beside = page.get_by_role("link", name=LINKS[0], exact=True)
    assert box(first)["x"] > box(beside)["x"] + 8
    look = "e => [getComputedStyle(e).fontSize, getComputedStyle(e).color]"
    looks = zip(first.evaluate(look), beside.evaluate(look), strict=True)
    assert all(one != other for one, other in looks)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert box(page.locator(".menu li summary"))["height"] >= 40


@pytest.mark.parametrize("width", [768, 1440])
def test_on_a_wide_screen_a_long_menu_shows_all_its_links(
    browser_context: MakeContext, server: Server, width: int
):
    page = opened(browser_context, server, "/", width)
    assert not page.locator(".menu-switch").is_visible()
    links = page.locator(".menu > ul > li > a")
    assert links.count() == len(LINKS) + 1
    assert all(link.is_visible() for link in links.all())
    page.locator(".menu li summary").click()
    assert page.get_by_role("link", name=BELOW[0]).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
