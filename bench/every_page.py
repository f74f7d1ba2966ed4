"""Faults of every kind of page: the Nu checker's, axe's, and requests to other hosts."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.table import Row
from tests.flows.conftest import FLAGS
from tests.flows.crawl import crawl, of_each_kind
from tests.flows.machine import chromium_path
from tests.flows.pages import axe, nu_errors, requests_elsewhere
from tests.flows.server import running_server


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    home = folder / "home"
    home.mkdir(parents=True)
    violations: list[str] = []
    elsewhere: list[str] = []
    with running_server(home) as server, sync_playwright() as playwright:
        answers = crawl(server.url)
        kinds = of_each_kind(answers)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme)
            page = context.new_page()
            for path in kinds.values():
                with requests_elsewhere(page) as found:
                    page.goto(f"{server.url}{path}", wait_until="networkidle")
                elsewhere += found
                violations += axe(page)
        browser.close()
    texts = {path: answer.text for path, answer in answers.items() if answer.text}
    complaints = nu_errors(texts, folder)
    pages = f"{len(kinds)} kinds of pages"
    return [
        Row(f"Nu HTML checker on {len(texts)} pages", f"{len(complaints)} errors and warnings",
            "0", not complaints),
        Row(f"axe-core on {pages}, light and dark", f"{len(violations)} violations",
            "0", not violations),
        Row(f"requests to another host, {pages}", str(len(elsewhere)), "0", not elsewhere),
    ]  # fmt: skip
