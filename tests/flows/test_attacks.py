"""What strangers write as a comment does nothing in a browser, even without our policy."""

from playwright.sync_api import Dialog, Page

from chronique.text.markdown_light import render
from tests.text.attacks import attacks


def test_no_known_attack_in_a_comment_runs_or_loads_anything(page: Page):
    happened: list[str] = []

    def close(dialog: Dialog) -> None:
        happened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)
    page.on("request", lambda request: happened.append(request.url))
    page.set_content("<img src=https://a.example/x onerror=alert(1)>")
    page.wait_for_timeout(300)
    assert {"1", "https://a.example/x"} <= set(happened)
    happened.clear()
    # when all of them stand on one page, and somebody's mouse and keys go over it
    page.set_content("".join(f"<article>{render(attack)}</article>" for attack in attacks()))
    assert page.locator("article").count() == len(attacks())
    for _ in range(20):
        page.keyboard.press("Tab")
    page.mouse.move(200, 200)
    page.wait_for_timeout(300)
    assert happened == []
