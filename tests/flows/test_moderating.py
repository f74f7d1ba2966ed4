"""A moderator settles the queue in the morning: by keys, by thumb, without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.flows.conftest import MakeContext, new_window
from tests.flows.pages import no_connection, requests_elsewhere
from tests.flows.talk import Talk
from tests.flows.walk import by_day_and_night
from tests.flows.writing import Desk

# What waits in the sample besides is none of these journeys' business.
LIST = "?q=marees.example"
PAPER = "getComputedStyle(document.documentElement).getPropertyValue('--w-color-surface-page')"
NAMES = ("Ondine", "Pacôme", "Quentin", "Rosalie", "Séverin")


@pytest.fixture
def waiting(talk: Talk) -> Talk:
    talk.make_waiting(
        ("Ondine", "La marée est *haute*."),
        ("Pacôme", "Achetez https://a.example https://b.example"),
        ("Quentin", "Vous êtes un âne."),
        ("Rosalie", "À quelle heure ?"),
        ("Séverin", "Une autre publicité."),
    )
    return talk


def queue_of(page: Page, talk: Talk) -> Page:
    page.goto(f"{talk.url}/desk/comments/{LIST}")
    expect(page.locator("[data-entry]")).to_have_count(5)
    return page


def entry(page: Page, name: str) -> Locator:
    return page.locator("[data-entry]", has=page.get_by_role("heading", name=name, exact=True))


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(words)


def test_the_queue_is_settled_by_keys(desk: Desk, waiting: Talk):
    page = queue_of(desk.page, waiting)
    with requests_elsewhere(page) as elsewhere:
        # the first is approved, and the next has the focus
        page.keyboard.press("j")
        expect(entry(page, "Ondine")).to_be_focused()
        page.keyboard.press("a")
        said(page, "Ondine : approuvé.")
        expect(entry(page, "Pacôme")).to_be_focused()
        page.keyboard.press("s")
        said(page, "Pacôme : classé indésirable.")
        page.keyboard.press("r")
        said(page, "Quentin : rejeté.")
        # that was a slip: it comes back to its place, with the focus
        page.keyboard.press("u")
        said(page, "C’est annulé.")
        expect(entry(page, "Quentin")).to_be_focused()
        expect(page.locator("[data-entry]").first).to_contain_text("Quentin")
    assert elsewhere == []
    assert waiting.states(*NAMES) == {
        "Ondine": "public", "Pacôme": "spam", "Quentin": "held", "Rosalie": "held",
        "Séverin": "held",
    }  # fmt: skip


def test_words_are_written_and_several_chosen_by_keys(desk: Desk, waiting: Talk):
    page = queue_of(desk.page, waiting)
    entry(page, "Quentin").focus()
    # it is edited, with a note, and stays
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Je ne suis pas d’accord.")
    page.keyboard.press("Tab")
    page.keyboard.type("une insulte")
    page.keyboard.press("Enter")
    said(page, "Quentin : modifié.")
    expect(entry(page, "Quentin")).to_contain_text("Je ne suis pas d’accord.")
    # an answer approves what it answers
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.insert_text("À dix-neuf heures.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said(page, "Rosalie : a reçu une réponse.")
    # and several at once: from there one up, and the one below
    for key in ("k", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-count]")).to_have_text("2 choisis")
    page.locator("[data-chosen-form]").get_by_role("button", name="Rejeter").click()
    said(page, "2 commentaires : rejeté.")
    assert waiting.states(*NAMES) == {
        "Ondine": "held", "Pacôme": "held", "Quentin": "rejected", "Rosalie": "public",
        "Séverin": "rejected",
    }  # fmt: skip


def test_keys_are_explained_and_leave_those_in_peace_who_write(desk: Desk, waiting: Talk):
    page = queue_of(desk.page, waiting)
    page.keyboard.press("?")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("annuler la dernière décision")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("searchbox").click()
    page.keyboard.type("aras")
    expect(page.get_by_role("searchbox")).to_have_value(re.compile("aras"))
    assert set(waiting.states(*NAMES).values()) == {"held"}


def test_a_lost_connection_is_told_and_loses_nothing(desk: Desk, waiting: Talk):
    page = queue_of(desk.page, waiting)
    with no_connection(page):
        page.keyboard.press("a")
        said(page, "le serveur ne répond pas")
        expect(page.locator("[data-entry]")).to_have_count(5)
    page.keyboard.press("a")
    said(page, "Ondine : approuvé.")


def test_what_another_moderator_decided_is_told(desk: Desk, waiting: Talk):
    page = queue_of(desk.page, waiting)
    other = page.context.new_page()
    queue_of(other, waiting).keyboard.press("a")
    said(other, "Ondine : approuvé.")
    other.close()
    entry(page, "Ondine").get_by_role("button", name="Indésirable").click()
    said(page, "vous a devancé")
    expect(entry(page, "Ondine")).to_have_count(0)
    assert waiting.states("Ondine") == {"Ondine": "public"}


@pytest.fixture
def without_script(chromium: Browser, signed_in: BrowserContext) -> Iterator[Page]:
    """The moderator's browser, where JavaScript is switched off."""
    context = new_window(chromium, js=False, storage_state=signed_in.storage_state())
    yield context.new_page()
    context.close()


def test_without_javascript_each_button_does_its_work(without_script: Page, waiting: Talk):
    page = queue_of(without_script, waiting)
    expect(page.locator(".capabilitymessage")).to_be_hidden()
    entry(page, "Ondine").get_by_role("button", name="Approuver").click()
    expect(page.locator(".messages")).to_contain_text("Ondine : approuvé.")
    expect(page.locator("[data-entry]")).to_have_count(4)
    # back again
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-entry]")).to_have_count(5)
    # an answer, from the list of one reader
    rosalie = entry(page, "Rosalie")
    rosalie.get_by_text("Répondre", exact=True).first.click()
    rosalie.get_by_label("Votre réponse").fill("À dix-neuf heures.")
    rosalie.get_by_role("button", name="Répondre").click()
    expect(page.locator("[data-entry]")).to_have_count(4)
    # several at once
    for name in ("Pacôme", "Séverin"):
        entry(page, name).get_by_role("checkbox").check()
    page.locator("[data-chosen-form]").get_by_role("button", name="Indésirable").click()
    expect(page.locator("[data-entry]")).to_have_count(2)
    assert waiting.states(*NAMES) == {
        "Ondine": "held", "Pacôme": "spam", "Quentin": "held", "Rosalie": "public",
        "Séverin": "spam",
    }  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
def test_the_moderators_screens_have_no_faults_for_axe_and_fit(
    browser_context: MakeContext, signed_in: BrowserContext, waiting: Talk, width: int
):
    context = browser_context(width=width, storage_state=signed_in.storage_state())
    page = context.new_page()
    for path in ("", "?state=all", "filter/", "log/", "people/", "words/"):
        page.goto(f"{waiting.url}/desk/comments/{path}")
        assert (path, faults_by_day_and_night(page)) == (path, [])
    queue_of(page, waiting)
    for details in page.locator("[data-entry]").first.locator("details").all():
        details.evaluate("details => { details.open = true }")
        assert faults_by_day_and_night(page) == []


def faults_by_day_and_night(page: Page) -> list[str]:
    """Ask a page that is loaded once: its colours follow the browser's at any time."""
    day = page.evaluate(PAPER)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) != day
    page.emulate_media(color_scheme="light")
    return by_day_and_night(page)


def test_slow_mode_is_switched_on_and_off(desk: Desk, waiting: Talk):
    page = queue_of(desk.page, waiting)
    page.get_by_text("Mode lent", exact=True).click()
    page.get_by_role("button", name="Pour une heure").click()
    page.get_by_role("button", name="Y mettre fin").click()
    expect(page.get_by_text("Mode lent", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Y mettre fin")).to_have_count(0)
