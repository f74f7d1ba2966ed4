"""A writer's steps from publishing an article to its letter."""

from playwright.sync_api import Page, expect

from tests.flows.walk import by_day_and_night, keyboard_path
from tests.flows.writing import Desk
from tests.smtp import Postbox

PHONE, WIDE = 360, 1280
WRITER = "ada@marees.example"


def looked_at(page: Page) -> None:
    """By day and by night, wide and on a phone, and with the keyboard, there is nothing to find."""
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, by_day_and_night(page)) == (width, [])
    page.set_viewport_size({"width": WIDE, "height": 800})
    stops = keyboard_path(page)
    assert len(stops) > 20
    assert [stop["html"] for stop in stops if not (stop["shown"] and stop["seen"])] == []


def publish(desk: Desk, title: str, words: str) -> None:
    """Publish an article; the desk offers to send it."""
    desk.begin(title)
    desk.write(0, words)
    desk.publish()
    expect(desk.page.locator(".messages")).to_contain_text("1 abonné l’attend.")
    desk.page.locator(".messages").get_by_role("link", name="Envoyer par lettre").click()
    expect(desk.page.get_by_label("Objet")).to_have_value(title)


def try_it(page: Page, postbox: Postbox) -> None:
    page.get_by_role("button", name="M’envoyer une lettre d’essai").click()
    expect(page.locator(".messages")).to_contain_text(WRITER)
    (test,) = postbox.wait_for_one_to(WRITER)
    assert test["Subject"] == "Essai\u00a0: La marée de mars"


def look_at_it(page: Page) -> None:
    """What is missing is said, and the letter can be seen, by night too."""
    check(page)
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


def check(page: Page) -> None:
    page.get_by_role("button", name="Vérifier et voir l’aperçu").click()
