"""The harness of the journeys sees the faults that it is there to see."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from playwright.sync_api import Page

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe, faults_of, first_visit_bytes, requests_elsewhere

SOUND = """<!doctype html><html lang="en"><head><title>Sound</title>
<link rel="stylesheet" href="/style.css"></head>
<body><main><h1>Sound</h1><p>Words.</p></main></body></html>"""
FAULTY = """<!doctype html><html lang="en"><head><title>Faulty</title></head>
<body><main><h1>Faulty</h1><img src="http://elsewhere.example/pixel.gif">
<p style="color:#999;background:#fff">Pale words.</p></main></body></html>"""
WITH_SCRIPT = """<!doctype html><html lang="en"><head><title>Script</title></head>
<body><h1>Script</h1><script>document.title = "It ran"</script></body></html>"""

Pages = Mapping[str, tuple[str, str]]
SITE: Pages = {
    "/": ("text/html; charset=utf-8", SOUND),
    "/faulty": ("text/html; charset=utf-8", FAULTY),
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


def test_the_html_checker_names_page_and_fault(nu_errors: Callable[..., list[str]]):
    complaints = nu_errors({"sound": SOUND, "faulty": FAULTY})
    assert [line.partition(":")[0] for line in complaints] == ["faulty"]
    assert "alt" in complaints[0]


def test_the_html_checker_tells_warnings_too(nu_errors: Callable[..., list[str]]):
    text = "<!doctype html><title>No language</title><p>Words."
    assert "warning" in nu_errors({"page": text})[0]


def test_without_javascript_no_script_runs(browser_context: MakeContext, site: str):
    page = browser_context(js=False).new_page()
    page.goto(f"{site}/script")
    assert page.title() == "Script"


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
