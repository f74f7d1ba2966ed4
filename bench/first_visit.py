"""The compressed bytes of a first visit to an article without pictures, as Chromium has them.

It has italics, as most have: they are a font of their own.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.make_wxr import write_wxr
from bench.table import Row
from tests.flows.conftest import FLAGS
from tests.flows.machine import chromium_path
from tests.flows.pages import first_visit_bytes
from tests.flows.server import running_server

KILOBYTES = 45


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    home = folder / "home"
    home.mkdir(parents=True)
    with (folder / "export.xml").open("w", encoding="utf-8") as out:
        write_wxr(out, articles=12, comments=120)
    with running_server(home, demo=False) as server, sync_playwright() as playwright:
        server.run("import_wordpress", folder / "export.xml", "--offline")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        # Where the old address leads to is looked up first: a redirect is not part of the visit.
        scout = browser.new_page()
        scout.goto(f"{server.url}/?p=6")
        scout.locator(".prose :is(i, em)").first.wait_for()
        weights = first_visit_bytes(browser.new_context().new_page(), scout.url)
        browser.close()
    whole = sum(weights.values()) / 1000
    each = ", ".join(f"{kind} {weight / 1000:.1f}" for kind, weight in sorted(weights.items()))
    return [
        Row("first visit of an article with italics, without pictures", f"{whole:.1f} KB",
            f"≤ {KILOBYTES} KB", whole <= KILOBYTES),
        Row(f"  {each}", ""),
    ]  # fmt: skip
