"""Faults of every kind of page: the Nu checker's, axe's, the keyboard's, requests elsewhere."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.table import Row
from tests.flows.conftest import FLAGS
from tests.flows.crawl import crawl, of_each_kind, unlinked
from tests.flows.crowd import crowd
from tests.flows.machine import chromium_path
from tests.flows.pages import nu_errors
from tests.flows.server import running_server
from tests.flows.walk import PHONE, walk

# What the walk asks of each page, and how the table calls it.
ASKED = {
    "axe": "violations of axe-core, light, dark and on a phone",
    "keyboard": "faults on the keyboard's path",
    "elsewhere": "requests to another host",
    "width": "too wide for 320, 360, 768 or 1440 px",
}


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    home = folder / "home"
    home.mkdir(parents=True)
    with running_server(home) as server, sync_playwright() as playwright:
        crowd(server)
        answers = crawl(server.url)
        kinds = of_each_kind(answers)
        texts = {path: answer.text for path, answer in answers.items() if answer.text}
        texts |= unlinked(server.url)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        mouse = browser.new_context()
        phone = browser.new_context(viewport={"width": PHONE, "height": 800}, has_touch=True)
        findings = walk(server.url, kinds, mouse=mouse, phone=phone)
        browser.close()
    complaints = nu_errors(texts, folder)

    def faults(what: str) -> int:
        return sum(
            len(found)
            for asked, pages in findings.items()
            if asked.startswith(what)
            for found in pages.values()
        )

    pages = f"{len(kinds)} kinds of pages"
    return [
        Row(f"Nu HTML checker on {len(texts)} pages", f"{len(complaints)} errors and warnings",
            "0", not complaints),
        *(
            Row(f"{words}, {pages}", str(faults(what)), "0", not faults(what))
            for what, words in ASKED.items()
        ),
    ]  # fmt: skip
