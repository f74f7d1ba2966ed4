"""From the page to a letter in a real mailbox, and out by its link or by machine (RFC 8058)."""

import re
import shutil
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import empty_database
from tests.flows.conftest import MakeContext, new_window
from tests.flows.pages import axe, requests_elsewhere
from tests.flows.sending import (
    WRITER,
    check,
    look_at_it,
    looked_at,
    publish,
    send,
    take_back,
    try_it,
)
from tests.flows.server import Server, running_server
from tests.flows.shell import Shell, open_shell
from tests.flows.static_files import lend_static_files
from tests.flows.walk import PHONE, too_wide
from tests.flows.writing import Desk
from tests.smtp import Postbox, open_postbox

LINK = re.compile(r"http://localhost:\d+/letters/\S+")
# The desk speaks French all the same.
SPEAK = """
from django.contrib.auth.models import User
from wagtail.users.models import UserProfile
from chronique.articles.models import Publication
from chronique.newsletter.models import Newsletter
publication = Publication.objects.get()
publication.language = {language!r}
publication.save()
Newsletter.objects.update(language={language!r}, undo_minutes={minutes})
User.objects.update(email={writer!r})
UserProfile.objects.update_or_create(
    user=User.objects.get(), defaults=dict(preferred_language="fr")
)
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
        "weekly": "once a week", "each": "each article", "saved": "Saved.",
        "leave": "No letters any more", "title": "The tide of March",
        "text": "The coefficient will be a hundred and ten, says the almanac. " * 8,
    },
    "fr": {
        "address": "Adresse e-mail", "subscribe": "S’abonner", "asked": "Presque fini",
        "asks": "Confirmez votre abonnement",
        "confirm": "Confirmer mon abonnement", "mine": "Mes lettres", "save": "Enregistrer",
        "weekly": "une fois par semaine", "each": "chaque article", "saved": "C’est enregistré.",
        "leave": "Plus de messages", "title": "La marée de mars",
        "text": "Le coefficient sera de cent dix, dit l’annuaire. " * 8,
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


@pytest.fixture(scope="module")
def inside(publication: Server) -> Iterator[Shell]:
    with open_shell(publication.environment, publication.home) as shell:
        yield shell


def told(shell: Shell, code: str, **values: str) -> str:
    return shell.run(code.format(**values)).strip()


def see(page: Page, heading: str, *, js: bool) -> None:
    """Expect a page, which is as good as all others. (Without scripts nothing can look at it.)"""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    if js:
        assert (heading, axe(page), too_wide(page)) == (heading, [], [])


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_in_french_from_the_page_to_a_letter_and_out_by_its_link(
    browser_context: MakeContext, chromium: Browser, publication: Server, inside: Shell,
    postbox: Postbox,
):  # fmt: skip
    words, address = WORDS["fr"], "lise@marees.example"
    told(inside, SPEAK, language="fr", minutes="5", writer=WRITER)
    reader = browser_context(width=PHONE).new_page()
    with requests_elsewhere(reader) as elsewhere:
        subscribe(reader, publication, postbox, words, address)
    assert told(inside, STATE, address=address) == "active each /"
    page = browser_context().new_page()
    desk = Desk(page, publication)
    desk.sign_in()
    with requests_elsewhere(page) as elsewhere_too:
        publish(desk, words["title"], words["text"])
        try_it(page, postbox)
        look_at_it(page)
        send(page)
        take_back(page)
    assert elsewhere + elsewhere_too == []
    told(inside, SPEAK, language="fr", minutes="0", writer=WRITER)
    plan_anew(page, chromium)
    letter = letter_on(words, address, postbox)
    # the screen says so by itself
    page.goto(page.url)
    expect(page.locator(".letters-now")).to_contain_text("envoyé")
    expect(page.locator(".letters-bar")).to_contain_text("Lettres réglées\u00a0: 1 sur 1")
    looked_at(page)
    leave_by_page(reader, words, way_out(letter))
    assert told(inside, STATE, address=address).startswith("left")


def test_in_english_without_a_script_to_a_letter_and_out_by_machine(
    browser_context: MakeContext, publication: Server, inside: Shell, postbox: Postbox
):
    words, address = WORDS["en"], "omar@marees.example"
    told(inside, SPEAK, language="en", minutes="0", writer=WRITER)
    reader = browser_context(width=PHONE, js=False).new_page()
    subscribe(reader, publication, postbox, words, address, js=False)
    page = browser_context().new_page()
    desk = Desk(page, publication)
    desk.sign_in()
    publish(desk, words["title"], words["text"])
    check(page)
    send(page)
    letter = letter_on(words, address, postbox)
    leave_by_machine(way_out(letter))
    assert told(inside, STATE, address=address).startswith("left")


def subscribe(
    page: Page, server: Server, postbox: Postbox, words: dict[str, str], address: str,
    *, js: bool = True,
) -> None:  # fmt: skip
    """Subscribe, confirm, and look at one's choices, in one browser."""
    page.goto(server.url)
    # one field and a button, whatever the browser can
    page.get_by_role("main").get_by_label(words["address"]).fill(address.upper())
    press(page, words["subscribe"])
    see(page, words["asked"], js=js)
    page.goto(link_to(address, postbox))
    see(page, words["asks"], js=js)
    expect(page.get_by_role("main")).to_contain_text(address)
    press(page, words["confirm"])
    see(page, words["mine"], js=js)
    choose(page, words, "weekly")
    choose(page, words, "each")


def plan_anew(page: Page, chromium: Browser) -> None:
    """Plan an issue that was taken back, in a browser without JavaScript; lead there with it."""
    bare = new_window(chromium, js=False, storage_state=page.context.storage_state())
    plain = bare.new_page()
    plain.goto(page.url)
    plain.get_by_role("link", name="Le prévoir à nouveau").click()
    check(plain)
    send(plain)
    page.goto(plain.url)
    bare.close()


def letter_on(words: dict[str, str], address: str, postbox: Postbox) -> EmailMessage:
    """Return the letter that brings the article, as it lies in the mailbox."""
    with postbox.arrival:
        found = postbox.arrival.wait_for(lambda: len(postbox.to(address)) > 1, 60)
    assert found
    asked, letter = postbox.to(address)
    assert (asked["List-Unsubscribe"], letter["Subject"]) == (None, words["title"])
    body = letter.get_body(("plain",))
    assert body and words["text"].strip() in " ".join(body.get_content().split())
    return letter


def way_out(letter: EmailMessage) -> str:
    """Return the address by which a mail program lets its reader leave."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (found,) = re.findall(r"<(http[^>]+)>", letter["List-Unsubscribe"])
    html = letter.get_body(("html",))
    assert html and found in html.get_content()
    return str(found)


def link_to(address: str, postbox: Postbox) -> str:
    """Return the link of the letter that comes to an address."""
    (letter,) = postbox.wait_for_one_to(address)
    body = letter.get_body(("plain",))
    assert body is not None
    (found,) = LINK.findall(body.get_content())
    return str(found)


def choose(page: Page, words: dict[str, str], rhythm: str) -> None:
    page.get_by_role("main").locator("select[name^=rhythm]").select_option(label=words[rhythm])
    press(page, words["save"])
    expect(page.get_by_role("status")).to_have_text(words["saved"])


def leave_by_page(page: Page, words: dict[str, str], way: str) -> None:
    page.goto(way)
    press(page, words["leave"])
    see(page, words["leave"], js=True)
    expect(page.get_by_role("status")).to_be_visible()


def leave_by_machine(way: str) -> None:
    """Post as a mail program does: no cookie, nothing looked at before (RFC 8058)."""
    body = b"List-Unsubscribe=One-Click"
    with urllib.request.urlopen(urllib.request.Request(way, body), timeout=30) as answer:
        assert answer.status == 200
