"""A writer publishes an article, looks at its letter, tries it, takes it back, and sends it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import empty_database
from tests.flows.conftest import MakeContext, new_window
from tests.flows.pages import axe, requests_elsewhere
from tests.flows.server import Server, running_server
from tests.flows.static_files import lend_static_files
from tests.flows.walk import too_wide
from tests.flows.writing import Desk
from tests.smtp import Postbox, open_postbox

PHONE, WIDE = 360, 1280
WRITER = "ada@marees.example"
BEGIN = f"""
from django.contrib.auth.models import User
from django.utils import timezone
from chronique.articles.models import Publication
from chronique.newsletter.models import Newsletter, Subscription
from chronique.readers.models import Reader
now = timezone.now()
publication = Publication.objects.get()
publication.language = "fr"
publication.save()
User.objects.update(email={WRITER!r})
for name in ("lise", "omar"):
    reader = Reader.objects.create(
        address=name + "@marees.example", language="fr", made_at=now, confirmed_at=now
    )
    Subscription.objects.create(
        newsletter=Newsletter.objects.get(), reader=reader, state="active", made_at=now,
        since=now, basis="form",
    )
"""
# Nobody waits for five minutes.
AT_ONCE = """
from chronique.newsletter.models import Newsletter
Newsletter.objects.update(undo_minutes=0)
"""


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    with open_postbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def publication(postbox: Postbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty publication of its own, which sends by a real mail server."""
    home: Path = tmp_path_factory.mktemp("sending")
    shutil.copy(empty_database(), home / "chronique.sqlite3")
    lend_static_files(home)
    with running_server(home, demo=False, settings={"CHRONIQUE_MAIL": postbox.url}) as server:
        server.run("shell", "-v0", "-c", BEGIN)
        yield server


def looked_at(page: Page) -> None:
    """By day and by night, wide and on a phone, there is nothing to find."""
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            assert (scheme, width, axe(page), too_wide(page)) == (scheme, width, [], [])
    page.set_viewport_size({"width": WIDE, "height": 800})


def publish(desk: Desk) -> None:
    """Publish an article; the desk offers to send it."""
    desk.begin("La marée de mars")
    desk.write(0, "Le coefficient sera de cent dix, dit l’annuaire. " * 8)
    desk.publish()
    expect(desk.page.locator(".messages")).to_contain_text("2 abonnés l’attendent.")
    desk.page.locator(".messages").get_by_role("link", name="Envoyer par lettre").click()
    expect(desk.page.get_by_label("Objet")).to_have_value("La marée de mars")


def try_it(page: Page, postbox: Postbox) -> None:
    page.get_by_role("button", name="M’envoyer une lettre d’essai").click()
    expect(page.locator(".messages")).to_contain_text(WRITER)
    (test,) = postbox.wait_for(1)
    assert (test["To"], test["Subject"]) == (WRITER, "Essai\u00a0: La marée de mars")


def look_at_it(page: Page) -> None:
    """What is missing is said, and the letter can be seen, by night too."""
    page.get_by_role("button", name="Vérifier et voir l’aperçu").click()
    expect(page.locator(".letters-findings")).to_contain_text("L’article n’a pas de chapô.")
    page.get_by_label("de nuit").check()
    shown = page.frame_locator(".letters-dark")
    expect(shown.get_by_role("heading", name="La marée de mars").first).to_be_visible()
    looked_at(page)


def send(page: Page) -> None:
    page.get_by_label("Envoyer malgré tout").check()
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("1 lettre est prévue.")


def take_back(page: Page) -> None:
    expect(page.locator(".letters-now")).to_contain_text("rien n’est parti")
    page.get_by_role("button", name="Annuler l’envoi").click()
    expect(page.locator(".letters-now")).to_contain_text("annulé")


def both_have_it(postbox: Postbox) -> None:
    """And can leave by one press."""
    letters = {str(letter["To"]): letter for letter in postbox.wait_for(3, seconds=60)[1:]}
    assert set(letters) == {"lise@marees.example", "omar@marees.example"}
    letter = letters["lise@marees.example"]
    assert letter["Subject"] == "La marée de mars"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    body = letter.get_body(("plain",))
    assert body and "cent dix" in " ".join(body.get_content().split())


def test_from_publishing_to_the_letter_in_a_mailbox(
    browser_context: MakeContext, chromium: Browser, publication: Server, postbox: Postbox
):
    page = browser_context().new_page()
    desk = Desk(page, publication)
    desk.sign_in()
    with requests_elsewhere(page) as elsewhere:
        publish(desk)
        try_it(page, postbox)
        look_at_it(page)
        send(page)
        take_back(page)
    assert elsewhere == []
    # it is planned anew, in a browser without JavaScript; this time nobody waits
    publication.run("shell", "-v0", "-c", AT_ONCE)
    bare = new_window(chromium, js=False, storage_state=page.context.storage_state())
    plain = bare.new_page()
    plain.goto(page.url)
    plain.get_by_role("link", name="Le prévoir à nouveau").click()
    plain.get_by_role("button", name="Vérifier et voir l’aperçu").click()
    send(plain)
    both_have_it(postbox)
    # the screen says so by itself, and by being asked again
    page.goto(plain.url)
    expect(page.locator(".letters-now")).to_contain_text("envoyé")
    plain.reload()
    expect(plain.locator(".letters-bar")).to_contain_text("2 lettres sur 2 sont réglées")
    looked_at(page)
    page.goto(f"{publication.url}/desk/letters/")
    expect(page.locator(".letters-table")).to_contain_text("La marée de mars")
    looked_at(page)
    bare.close()
