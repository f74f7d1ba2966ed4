"""A writer is reminded, while writing, of what was written before, and puts it in with a key."""

from playwright.sync_api import BrowserContext, expect

from tests.flows.server import Server


def test_what_was_written_before_is_put_in_with_a_key(signed_in: BrowserContext, server: Server):
    page = signed_in.new_page()
    page.goto(f"{server.url}/desk/")
    page.get_by_role("link", name="Nouvel article").first.click()
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    text.press_sequentially(
        "À Port-Aubrain la digue tient, dit-on à Port-Aubrain et sur la Dorvane."
    )
    panel = page.locator(".memory")
    # also beside a panel of Wagtail's
    status = page.locator("[data-side-panel-toggle=status]")
    if status.get_attribute("aria-expanded") != "true":
        status.click()
    panel.locator("summary").click()
    first = panel.locator("button").first
    title = first.get_attribute("data-title") or ""
    expect(first).to_contain_text("Alt 1")
    text.click()
    page.keyboard.press("Alt+1")
    expect(page.locator("#body-root").get_by_text(title).first).to_be_visible()
    expect(panel.locator("button").first).not_to_contain_text(title)
    status.click()
    page.close()
