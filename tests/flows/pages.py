"""What a journey asks of a page: axe, the Nu checker, whom it contacts, how much it weighs."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

from tests.flows.machine import QUICK_JAVA, java_path, vnu_path

# All of axe's default rules, and the one of WCAG 2.2 that it leaves off.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# Those that look at colours, which alone are others in the dark: `tests/front/test_style.py` sees.
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
VIOLATIONS = "options => axe.run(options).then(({ violations }) => violations)"
WEIGHED = {"Document", "Stylesheet", "Script", "Font"}
HERE = ("localhost", "127.0.0.1", "::1")
# Whether this very page can reach its server, asked of the server and of no memory.
REACHES = (
    "there => fetch('/', { method: 'HEAD', cache: 'no-store' }).then(() => there, () => !there)"
)


def axe(page: Page, rules: Mapping[str, Any] = AXE) -> list[str]:
    """Return axe's violations on the page as it stands, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    violations = promised(page, VIOLATIONS, rules)
    return [
        f"{violation['id']}: {violation['help']} — {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]


def promised(page: Page, function: str, argument: Any = None) -> Any:
    """Return what a function in the page promises.

    `evaluate` waits for a promise without end, and a page without scripts never keeps one.
    """
    kept = f"async argument => [await ({function})(argument)]"
    return page.wait_for_function(kept, arg=argument).json_value()[0]


def nu_errors(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return what the Nu checker says of HTML pages, errors and warnings, one line each.

    `pages` are texts by names of our choice; all go through one run of the checker.
    """
    files = {}
    for number, (name, text) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(text)
        files[file.name] = name
    done = subprocess.run(
        [java_path(), *QUICK_JAVA, "-jar", str(vnu_path()), "--format", "json",
         *(str(folder / file) for file in files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [
        f"{files[Path(urlsplit(message['url']).path).name]}:{message.get('lastLine', 0)} "
        f"{message.get('subType', message['type'])}: {message['message']} "
        f"{message.get('extract', '').strip()!r}"
        for message in json.loads(done.stderr)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


@contextmanager
def requests_elsewhere(page: Page) -> Iterator[list[str]]:
    """Collect the addresses on other hosts that the page asks for; none of them is reached."""
    found: list[str] = []

    def note(request: Request) -> None:
        if is_elsewhere(request.url):
            found.append(request.url)

    page.on("request", note)
    yield found
    page.remove_listener("request", note)


@contextmanager
def no_connection(page: Page) -> Iterator[None]:
    """Take the network from the page's whole browser, and give it back in every case.

    Both are asynchronous in Chromium: each is over once the page itself has met it.
    """
    page.context.set_offline(True)
    try:
        page.wait_for_function(REACHES, arg=False)
        yield
    finally:
        page.context.set_offline(False)
    page.wait_for_function(REACHES, arg=True)


def is_elsewhere(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname not in HERE


def faults_of(context: BrowserContext) -> list[str]:
    """Return a list that fills with uncaught errors and refusals of the security policy."""
    faults: list[str] = []

    def policy(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def uncaught(error: WebError) -> None:
        faults.append(str(error.error))

    context.on("console", policy)
    context.on("weberror", uncaught)
    return faults


def first_visit_bytes(page: Page, url: str) -> dict[str, int]:
    """Return the compressed bytes of a first visit by kind: HTML, style sheets, scripts, fonts.

    As Chromium received them, headers included. `page` must be of a context that is new.
    """
    kinds: dict[str, str] = {}
    weights: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        weights[kind] = weights.get(kind, 0) + int(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    page.goto(url, wait_until="networkidle")
    session.detach()
    return {kind: weight for kind, weight in weights.items() if kind in WEIGHED}
