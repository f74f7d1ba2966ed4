"""A writer corrects what readers have already seen, and finds what was there before."""

import re

from playwright.sync_api import Page, expect

from tests.flows.writing import Desk


def test_a_published_article_is_corrected_and_its_history_tells_what_changed(desk: Desk):
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
    desk.publish()
    # then readers have the right words, and a dated note below them
    page.get_by_role("link", name="Visualiser la version publiée").click()
    expect(page.locator(".prose").first).to_contain_text("sept mètres")
    corrections = page.locator(".corrections")
    expect(corrections).to_contain_text("Nous avions écrit six mètres.")
    expect(corrections.locator("time")).to_have_count(1)
    # and the history shows both versions side by side, word for word
    page.goto(f"{server.url}/desk/all-articles/")
    page.locator("main").get_by_role("link", name="Le seuil du port", exact=True).click()
    page.goto(page.url.replace("/edit/", "/history/"))
    # The editor saves by itself while one writes, so the version before may read like this one.
    history = page.request.get(page.url).text()
    paths = re.findall(r"/desk/pages/\d+/revisions/compare/\d+\.\.\.latest/", history)
    assert "six → sept" in [changed_words(page, f"{server.url}{path}") for path in paths]


def changed_words(page: Page, address: str) -> str:
    """Return the words that a comparison of two versions marks in the text, "gone → new"."""
    page.goto(address)
    text = page.locator("tr", has_text="Texte").locator(".comparison")
    gone, new = text.locator(".deletion"), text.locator(".addition")
    return f"{' '.join(gone.all_inner_texts())} → {' '.join(new.all_inner_texts())}"
