"""The harness of the journeys sees the faults that it is there to see."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.flows.conftest import MakeContext, new_window
from tests.flows.pages import axe, faults_of, first_visit_bytes, requests_elsewhere
from tests.flows.walk import PHONE, by_day_and_night, too_wide, walk

SOUND = """<!doctype html><html lang="en"><head><title>Sound</title>
<link rel="stylesheet" href="/style.css"></head>
<body><a href="#content">To the text</a>
<main id="content" tabindex="-1"><h1>Sound</h1><p>Words.</p></main></body></html>"""
FAULTY = """<!doctype html><html lang="en"><head><title>Faulty</title></head>
<body><main><h1>Faulty</h1><img src="http://elsewhere.example/pixel.gif">
<p style="color:#999;background:#fff">Pale words.</p></main></body></html>"""
# Pale in the dark alone, wide on a telephone alone, and astray in every other way.
ASTRAY = """<!doctype html><html lang="en"><head><title>Astray</title><style>
:root { color-scheme: light dark } a { outline: none }
@media (prefers-color-scheme: dark) { #dark { color: #444; background: #000 } }
@media (width < 400px) { #wide { width: 500px } #phone { color: #999; background: #fff } }
</style></head><body><main><h1>Astray</h1><p id="dark">Pale in the dark.</p>
<p id="phone">Pale on a telephone.</p><p id="wide">Wide.</p><a href="/" id="away">Not the text.</a>
<img src="http://elsewhere.example/pixel.gif" alt=""></main><script>astray()</script></body></html>
"""
# Pale at night alone.
PALE = """<!doctype html><html lang="en"><head><title>Pale</title><style>
:root { color-scheme: light dark }
@media (prefers-color-scheme: dark) { p { color: #444; background: #000 } }
</style></head><body><main><h1>Pale</h1><p>Words.</p></main></body></html>
"""
# By day a picture without words is not shown.
MOVED = """<!doctype html><html lang="en"><head><title>Moved</title><style>
@media (prefers-color-scheme: light) { img { display: none } }
</style></head><body><main><h1>Moved</h1><img src="data:," width="9"></main></body></html>
"""
WITH_SCRIPT = """<!doctype html><html lang="en"><head><title>Script</title></head>
<body><h1>Script</h1><script>document.title = "It ran"</script></body></html>"""

Pages = Mapping[str, tuple[str, str]]
SITE: Pages = {
    "/": ("text/html; charset=utf-8", SOUND),
    "/faulty": ("text/html; charset=utf-8", FAULTY),
    "/astray": ("text/html; charset=utf-8", ASTRAY),
    "/pale": ("text/html; charset=utf-8", PALE),
    "/moved": ("text/html; charset=utf-8", MOVED),
    "/script": ("text/html; charset=utf-8", WITH_SCRIPT),
    "/style.css": ("text/css", "p { color: #222 } /* " + "x" * 5000 + " */"),
    "/favicon.ico": ("image/x-icon", ""),
}


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    kind, text = SITE[environ["PATH_INFO"]]
    headers = [("Content-Type", kind)]
    if environ["QUERY_STRING"] == "strict":
        headers.append(("Content-Security-Policy", "default-src 'self'"))
    start_response("200 OK", headers)
    return [text.encode()]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_axe_finds_nothing_on_a_sound_page(page: Page, site: str):
    page.goto(f"{site}/")
    assert axe(page) == []


def test_axe_finds_a_picture_without_words_and_pale_text(page: Page, site: str):
    page.goto(f"{site}/faulty")
    assert {line.partition(":")[0] for line in axe(page)} == {"image-alt", "color-contrast"}


def test_axe_looks_in_spite_of_a_strict_policy(page: Page, site: str):
    page.goto(f"{site}/?strict")
    assert axe(page) == []


def test_a_request_elsewhere_is_seen_and_goes_nowhere(page: Page, site: str):
    with requests_elsewhere(page) as found:
        page.goto(f"{site}/faulty", wait_until="networkidle")
    assert found == ["http://elsewhere.example/pixel.gif"]


def test_a_page_that_stays_here_contacts_nobody(page: Page, site: str):
    with requests_elsewhere(page) as found:
        page.goto(f"{site}/", wait_until="networkidle")
    assert found == []


def test_the_html_checker_names_page_and_fault_and_tells_warnings_too(
    nu_errors: Callable[..., list[str]],
):
    unclear = "<!doctype html><title>No language</title><p>Words."
    faulty, warned = nu_errors({"sound": SOUND, "faulty": FAULTY, "unclear": unclear})
    assert faulty.startswith("faulty:")
    assert "alt" in faulty
    assert warned.startswith("unclear:")
    assert "warning" in warned


def test_a_walk_tells_what_is_astray_on_which_page(chromium: Browser, site: str):
    # given one page that is sound and one where everything is wrong
    mouse, phone = new_window(chromium), new_window(chromium, width=PHONE)
    # when both are walked through
    found = walk(site, {"sound": "/", "astray": "/astray"}, mouse=mouse, phone=phone)
    mouse.close()
    phone.close()
    # then everything was asked of both, and only the one has faults
    assert all(list(pages) == ["sound /", "astray /astray"] for pages in found.values())
    assert not any(pages["sound /"] for pages in found.values())
    faults = {asked: " ".join(pages["astray /astray"]) for asked, pages in found.items()}
    told = {
        "axe, light": "", "axe, dark": 'id="dark"', "axe, phone": 'id="phone"',
        "width 320": "wider by", "width 360": "wider by", "width 768": "", "width 1440": "",
        "elsewhere": "elsewhere.example", "errors": "astray is not defined",
        "keyboard": "begins with",
    }  # fmt: skip
    assert faults.keys() == told.keys()
    assert [asked for asked in told if told[asked] not in faults[asked]] == []
    assert [asked for asked in told if not told[asked] and faults[asked]] == []
    assert "not seen" in faults["keyboard"]


def test_in_the_dark_a_page_that_differs_by_more_than_colours_is_asked_everything(
    page: Page, site: str
):
    page.goto(f"{site}/moved")
    assert {line.partition(":")[0] for line in by_day_and_night(page)} == {"image-alt"}
    page.goto(f"{site}/pale")
    assert {line.partition(":")[0] for line in by_day_and_night(page)} == {"color-contrast"}


def test_without_javascript_no_script_runs(browser_context: MakeContext, site: str):
    page = browser_context(js=False).new_page()
    page.goto(f"{site}/script")
    assert page.title() == "Script"


@pytest.mark.parametrize("ask", [axe, too_wide])
def test_a_page_that_cannot_answer_is_not_waited_for_without_end(
    browser_context: MakeContext, site: str, ask: Callable[[Page], list[str]]
):
    page = browser_context(js=False).new_page()
    page.set_default_timeout(500)
    page.goto(f"{site}/")
    with pytest.raises(Error, match="Timeout"):
        ask(page)


def test_a_broken_policy_is_noted(chromium: Any, site: str):
    context = chromium.new_context()
    faults = faults_of(context)
    context.new_page().goto(f"{site}/script?strict")
    context.close()
    assert len(faults) == 1


def test_dark_and_narrow_are_what_the_page_sees(browser_context: MakeContext, site: str):
    page = browser_context(dark=True, width=360).new_page()
    page.goto(f"{site}/")
    assert page.evaluate("[matchMedia('(prefers-color-scheme: dark)').matches, innerWidth]") == [
        True,
        360,
    ]


def test_a_first_visit_is_weighed_by_kind(page: Page, site: str):
    weights = first_visit_bytes(page, f"{site}/")
    assert set(weights) == {"Document", "Stylesheet"}
    assert weights["Stylesheet"] > 5000
