"""From the page to a letter in a real mailbox, to one's choices, to leaving, by hand or machine."""

import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.databases import empty_database
from tests.flows.conftest import MakeContext
from tests.flows.pages import axe, requests_elsewhere
from tests.flows.server import Server, running_server
from tests.flows.static_files import lend_static_files
from tests.flows.walk import PHONE, too_wide
from tests.smtp import Postbox, open_postbox

LINK = re.compile(r"http://localhost:\d+/letters/\S+")
SPEAK = """
from chronique.articles.models import Publication
publication = Publication.objects.get()
publication.language = {language!r}
publication.save()
"""
LEAVE = """
from chronique.newsletter.links import leave_address
from chronique.newsletter.models import Subscription
print(leave_address(Subscription.objects.get(reader__address={address!r}), root={root!r}))
"""
STATE = """
from chronique.newsletter.models import Subscription
row = Subscription.objects.get(reader__address={address!r})
print(row.state, row.rhythm, row.consent_page)
"""
WORDS = {
    "en": {
        "address": "E-mail address", "subscribe": "Subscribe", "asked": "Almost done",
        "asks": "Confirm your subscription",
        "confirm": "Confirm my subscription", "mine": "My letters", "save": "Save",
        "weekly": "once a week", "saved": "Saved.", "leave": "No letters any more",
    },
    "fr": {
        "address": "Adresse e-mail", "subscribe": "S’abonner", "asked": "Presque fini",
        "asks": "Confirmez votre abonnement",
        "confirm": "Confirmer mon abonnement", "mine": "Mes lettres", "save": "Enregistrer",
        "weekly": "une fois par semaine", "saved": "C’est enregistré.", "leave": "Plus de messages",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    with open_postbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def publication(postbox: Postbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty publication of its own, which sends by a real mail server."""
    home: Path = tmp_path_factory.mktemp("subscribing")
    shutil.copy(empty_database(), home / "chronique.sqlite3")
    lend_static_files(home)
    settings = {"CHRONIQUE_MAIL": postbox.url}
    with running_server(home, demo=False, settings=settings) as server:
        yield server


def told(server: Server, code: str, **values: str) -> str:
    return server.run("shell", "-v0", "-c", code.format(**values)).strip()


def see(page: Page, heading: str, *, js: bool) -> None:
    """Expect a page, which is as good as all others. (Without scripts nothing can look at it.)"""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    if js:
        assert (heading, axe(page), too_wide(page)) == (heading, [], [])


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("language", "js"), [("fr", True), ("en", False)])
def test_a_reader_subscribes_confirms_chooses_and_leaves(
    browser_context: MakeContext, publication: Server, postbox: Postbox, *, language: str, js: bool
):
    words, address = WORDS[language], f"lise.{language}@marees.example"
    told(publication, SPEAK, language=language)
    page = browser_context(width=PHONE, js=js).new_page()
    with requests_elsewhere(page) as elsewhere:
        page.goto(publication.url)
        # one field and a button, whatever the browser can
        page.get_by_role("main").get_by_label(words["address"]).fill(address.upper())
        press(page, words["subscribe"])
        see(page, words["asked"], js=js)
        page.goto(link_to(address, postbox))
        see(page, words["asks"], js=js)
        expect(page.get_by_role("main")).to_contain_text(address)
        press(page, words["confirm"])
        see(page, words["mine"], js=js)
        choose(page, words)
    assert elsewhere == []
    assert told(publication, STATE, address=address) == "active weekly /"
    root = publication.url
    way = told(publication, LEAVE, address=address, root=root).splitlines()[-1]
    leave(page, words, way) if js else leave_by_machine(way)
    assert told(publication, STATE, address=address).startswith("left")


def link_to(address: str, postbox: Postbox) -> str:
    """Return the link of the letter that comes to an address."""
    (letter,) = postbox.wait_for_one_to(address)
    body = letter.get_body(("plain",))
    assert body is not None
    (found,) = LINK.findall(body.get_content())
    return str(found)


def choose(page: Page, words: dict[str, str]) -> None:
    page.get_by_role("main").locator("select[name^=rhythm]").select_option(label=words["weekly"])
    press(page, words["save"])
    expect(page.get_by_role("status")).to_have_text(words["saved"])


def leave(page: Page, words: dict[str, str], way: str) -> None:
    page.goto(way)
    press(page, words["leave"])
    see(page, words["leave"], js=True)
    expect(page.get_by_role("status")).to_be_visible()


def leave_by_machine(way: str) -> None:
    """Post as a mail program does: no cookie, nothing looked at before (RFC 8058)."""
    body = b"List-Unsubscribe=One-Click"
    with urllib.request.urlopen(urllib.request.Request(way, body), timeout=30) as answer:
        assert answer.status == 200
