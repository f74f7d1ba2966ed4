"""A writer has a book made of a dossier and offers it; a reader takes it away."""

import zipfile

from playwright.sync_api import Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.writing import Desk

TITLE = "Panama, the canal that was not made"


def test_a_book_is_ordered_offered_and_taken_away(desk: Desk, browser_context: MakeContext):
    page, url = desk.page, desk.server.url
    # when a writer orders a book
    page.goto(f"{url}/desk/take-away/")
    page.get_by_label("Quoi").select_option(label=TITLE)
    page.get_by_role("button", name="Le préparer").click()
    # then the page says how far it is, and by itself that it is there
    book = page.locator(".book", has_text=TITLE)
    offer = book.get_by_role("button", name="aux lecteurs")
    expect(book.get_by_role("progressbar").or_(offer)).to_be_visible()
    expect(offer).to_be_visible()
    assert axe(page) == []
    # and a reader, without scripts, takes away what is offered
    offer.click()
    take_away(browser_context(js=False, width=360).new_page(), url)
    # and what is thrown away is offered no more
    book.get_by_role("button", name="Jeter").click()
    expect(book).to_have_count(0)
    assert page.request.get(f"{url}/books/").status == 404


def take_away(reader: Page, url: str) -> None:
    """Come from the dossier and from the archive to what may be taken away, and take it."""
    reader.goto(f"{url}/dossiers/panama-1879-1889-en/")
    expect(reader.get_by_role("link", name="EPUB")).to_be_visible()
    reader.goto(f"{url}/archive/")
    reader.get_by_role("link", name="À emporter").click()
    with reader.expect_download() as found:
        reader.get_by_role("link", name=TITLE).click()
    with zipfile.ZipFile(found.value.path()) as file:
        assert file.read("mimetype") == b"application/epub+zip"
        assert file.testzip() is None
