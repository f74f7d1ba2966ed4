"""The lead picture: how to choose one is seen at once, and the rest when there is one."""

from playwright.sync_api import expect

from tests.flows.writing import Desk


def test_a_lead_picture_is_chosen_without_unfolding_anything(desk: Desk):
    page = desk.page
    desk.begin("Une image")
    lead = page.locator("section:has(> .w-panel__content #id_lead_picture-chooser)")
    choose = lead.get_by_role("button", name="Choisir une image")
    said = [page.locator(f"#id_lead_{name}") for name in ("alt", "credit")]
    expect(choose).to_be_visible()
    for field in said:
        expect(field).to_be_hidden()
    # when a picture is chosen
    choose.click()
    dialog = page.locator(".modal-dialog:visible")
    dialog.locator("[data-chooser-modal-choice]").first.click()
    expect(dialog).to_have_count(0)
    # then it asks what it shows, and whose it is
    for field in said:
        expect(field).to_be_visible()
