"""A writer corrects what readers have already seen, and finds what was there before."""

from playwright.sync_api import expect

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
    corrected = page.locator("main tbody tr").filter(has_text="Brouillon actuel")
    corrected.locator("button.w-dropdown__toggle, [data-w-dropdown-target=toggle]").first.click()
    page.get_by_role("link", name="Comparer avec la version précédente").first.click()
    expect(page.locator(".comparison .deletion").first).to_contain_text("six")
    expect(page.locator(".comparison .addition").first).to_contain_text("sept")
