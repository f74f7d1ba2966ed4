"""An analyst cites a source while writing; readers, and a librarian, find it."""

import rispy
from playwright.sync_api import Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.writing import Desk

TITLE = "Qui a payé la digue"


def test_a_source_is_cited_while_writing_and_found_by_number(
    desk: Desk, browser_context: MakeContext, nu_errors
):
    # given an analyst who writes, and cites what was not written down yet
    desk.begin(TITLE)
    desk.write(0, "Le port a payé")
    write_down_and_cite(desk)
    desk.publish()
    address = address_of(desk)
    # then a reader without scripts, on a phone, finds by the number who says so
    card = read_without_scripts(browser_context(js=False, width=360).new_page(), address)
    # and with scripts it is read where it is cited
    page = browser_context().new_page()
    page.goto(address)
    page.locator(".note-ref a").click()
    expect(page.get_by_role("note")).to_contain_text("Cy Roth, Registre du port")
    # and all of it is as the other pages are
    texts = {}
    for one in (address, card, f"{desk.server.url}/reliability/"):
        page.goto(one)
        assert axe(page) == []
        texts[one] = page.request.get(one).text()
    assert nu_errors(texts) == []
    # and a librarian takes it along
    [entry] = rispy.loads(page.request.get(f"{address}sources.ris").text())
    assert (entry["title"], entry["authors"]) == ("Registre du port", ["Roth, Cy"])


def write_down_and_cite(desk: Desk) -> None:
    """Choose the last word, and write down a source for it, without leaving the text."""
    page = desk.page
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.locator("button[name=SOURCE]").click()
    window = page.locator(".modal-dialog:visible")
    window.get_by_role("tab", name="Nouvelle source").click()
    window.locator("[name=title]").fill("Registre du port")
    window.locator("[name=author]").fill("Roth, Cy")
    window.locator("[name=published]").fill("vers 1911")
    window.locator("[name=reliability]").select_option("B")
    window.locator("[name=credibility]").select_option("2")
    window.get_by_role("button", name="Ajouter et citer").click()
    expect(window).to_have_count(0)
    expect(desk.editor(0)).to_contain_text("Le port a payé")


def address_of(desk: Desk) -> str:
    page = desk.page
    page.goto(desk.server.url)
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(TITLE)
    return page.url


def read_without_scripts(reader: Page, address: str) -> str:
    """Follow the number to who says so, and on to the card; return the card's address."""
    reader.goto(address)
    number = reader.locator(".prose .note-ref a")
    expect(number).to_have_text("1")
    number.focus()
    reader.keyboard.press("Enter")
    note = reader.locator("#note-1")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("Cy Roth, Registre du port, vers 1911.")
    expect(note).to_contain_text("habituellement fiable, sans doute vrai (B2)")
    note.get_by_role("link", name="Registre du port").click()
    expect(reader.locator("h1")).to_have_text("Registre du port")
    expect(reader.locator(".source-uses")).to_contain_text(TITLE)
    return reader.url
