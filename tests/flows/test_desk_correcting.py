"""A writer corrects what readers have already seen; desk and readers find what was there before."""

import re

from playwright.sync_api import Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.walk import too_wide
from tests.flows.writing import Desk


def test_a_published_article_is_corrected_and_its_history_tells_what_changed(
    desk: Desk, browser_context: MakeContext
):
    # given an article that readers have
    page, server = desk.page, desk.server
    desk.begin("Le seuil du port")
    desk.write(0, "Le seuil est à six mètres.")
    desk.publish()
    page.locator("main").get_by_role("link", name="Le seuil du port", exact=True).click()
    # when the writer corrects it, and says so
    editor = desk.editor(0)
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Le seuil est à sept mètres.")
    desk.correct("Nous avions écrit six mètres.")
    page.locator("[name=corrections-0-value-stood]").fill("six mètres")
    page.locator("[name=corrections-0-value-stands]").fill("sept mètres")
    desk.publish()
    page.get_by_role("link", name="Visualiser la version publiée").click()
    # then a reader is told so, and reads by keyboard what stood there before
    reader = browser_context(width=360).new_page()
    reader.goto(page.url)
    read_by_keyboard(reader)
    # and the history at the desk shows both versions side by side, word for word
    page.goto(f"{server.url}/desk/all-articles/")
    page.locator("main").get_by_role("link", name="Le seuil du port", exact=True).click()
    page.goto(page.url.replace("/edit/", "/history/"))
    # The editor saves by itself while one writes, so the version before may read like this one.
    history = page.request.get(page.url).text()
    paths = re.findall(r"/desk/pages/\d+/revisions/compare/\d+\.\.\.latest/", history)
    assert "six → sept" in [changed_words(page, f"{server.url}{path}") for path in paths]


def read_by_keyboard(reader: Page) -> None:
    """From the notice above the text to the correction, the versions, the words, and back."""
    expect(reader.locator(".prose").first).to_contain_text("sept mètres")
    notice = reader.locator(".corrected")
    expect(notice).to_contain_text("Rectificatif")
    press(reader, "À lire plus bas", within=".corrected")
    correction = reader.locator(".correction:target")
    expect(correction).to_be_in_viewport()
    for words in ("Nous avions écrit six mètres.", "six mètres", "sept mètres"):
        expect(correction).to_contain_text(words)
    press(reader, "Cet article a changé une fois depuis sa parution")
    press(reader, "Ce qui a changé")
    expect(reader.locator(".difference del").first).to_contain_text("six")
    expect(reader.locator(".difference ins").first).to_contain_text("sept")
    assert [*axe(reader), *too_wide(reader)] == []
    press(reader, "Lire la version 1", within=".versions-ways")
    expect(reader.locator(".prose")).to_contain_text("six mètres")
    press(reader, "Lire l’article tel qu’il est maintenant")
    expect(reader.locator(".prose").first).to_contain_text("sept mètres")


def press(reader: Page, name: str, within: str = "main") -> None:
    """Follow a link with the Enter key."""
    reader.locator(within).get_by_role("link", name=name).first.press("Enter")


def changed_words(page: Page, address: str) -> str:
    """Return the words that a comparison of two versions marks in the text, "gone → new"."""
    page.goto(address)
    text = page.locator("tr", has_text="Texte").locator(".comparison")
    gone, new = text.locator(".deletion"), text.locator(".addition")
    return f"{' '.join(gone.all_inner_texts())} → {' '.join(new.all_inner_texts())}"
