"""A browser, and the program as people meet it."""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.flows import pages
from tests.flows.crawl import Answer, crawl
from tests.flows.crowd import crowd
from tests.flows.machine import chromium_path
from tests.flows.server import Server, running_server
from tests.flows.shell import Shell, open_shell
from tests.flows.talk import Talk
from tests.flows.writing import Desk

HERE = Path(__file__).parent
# For something to appear on a machine that is busy with other tests, milliseconds.
PATIENCE = 60_000
# A Chromium that starts quickly and calls nobody: no name but this machine's leads anywhere.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions",
    "--font-render-hinting=none",
    # The last two would start pages of Chromium's own beside each of ours, which nobody looks at.
    "--disable-features=OptimizationHints,MediaRouter,SpareRendererForSitePerProcess,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]  # fmt: skip


class MakeContext(Protocol):
    def __call__(
        self, *, dark: bool = False, js: bool = True, width: int = 1280, height: int = 800,
        **options: Any,
    ) -> BrowserContext: ...  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread; Django would refuse its database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


def new_window(
    browser: Browser,
    *,
    dark: bool = False,
    js: bool = True,
    width: int = 1280,
    height: int = 800,
    **options: Any,
) -> BrowserContext:
    context = browser.new_context(
        color_scheme="dark" if dark else "light",
        java_script_enabled=js,
        locale="en-GB",
        viewport={"width": width, "height": height},
        **options,
    )
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[MakeContext]:
    """Make contexts; at the end none may have met an uncaught error or broken the page's policy."""
    made: list[tuple[BrowserContext, list[str]]] = []

    def make(**options: Any) -> BrowserContext:
        context = new_window(chromium, **options)
        made.append((context, pages.faults_of(context)))
        return context

    yield make
    for context, _ in made:
        context.close()
    assert [fault for _, faults in made for fault in faults] == []


@pytest.fixture
def page(browser_context: MakeContext) -> Page:
    return browser_context().new_page()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program with the sample and more, one for all journeys: leave it as you found it."""
    from tests.databases import empty_database
    from tests.flows.static_files import lend_static_files

    home = tmp_path_factory.mktemp("home")
    # To make the tables takes half of the time.
    shutil.copy(empty_database(), home / "chronique.sqlite3")
    lend_static_files(home)
    with running_server(home) as running:
        crowd(running)
        yield running


@pytest.fixture(scope="session")
def shell(server: Server) -> Iterator[Shell]:
    with open_shell(server.environment, server.home) as opened:
        yield opened


@pytest.fixture
def talk(server: Server, shell: Shell) -> Iterator[Talk]:
    """The discussion, left as it was found."""
    talk = Talk(server, shell)
    yield talk
    talk.leave()


@pytest.fixture(scope="session")
def answers(server: Server) -> dict[str, Answer]:
    """What each address answers that a reader can reach."""
    return crawl(server.url)


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser in which the writer has signed in, one for all journeys at the desk."""
    context = new_window(chromium)
    page = context.new_page()
    Desk(page, server).sign_in()
    page.close()
    yield context
    context.close()


@pytest.fixture
def desk(signed_in: BrowserContext, server: Server) -> Iterator[Desk]:
    """The desk's first screen, before a writer; no journey may meet an uncaught error there."""
    faults = pages.faults_of(signed_in)
    page = signed_in.new_page()
    page.goto(f"{server.url}/desk/")
    yield Desk(page, server)
    page.close()
    assert faults == []


@pytest.fixture
def nu_errors(tmp_path: Path) -> Any:
    return partial(pages.nu_errors, folder=tmp_path)
