"""A writer pins one comment and picks another; readers see it, in words, and first."""

from playwright.sync_api import Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.talk import Talk
from tests.flows.walk import PHONE, too_wide
from tests.flows.writing import Desk

ARTICLE = "/2011/03/01/cahier-2/"


def press(page: Page, name: str, button: str) -> None:
    entry = page.locator(
        "[data-entry]", has=page.get_by_role("heading", name=name, exact=True)
    ).first
    entry.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text(name)


def test_pins_come_first_and_picks_are_marked(desk: Desk, browser_context: MakeContext, talk: Talk):
    # given three comments, of which the writer pins the last and picks the second
    for name, words in (
        ("Solveig", "Le quai est sec."), ("Torsten", "Pas à marée haute."),
        ("Ulrike", "Le marégraphe de 1911 est au musée."),
    ):  # fmt: skip
        talk.make_public(name, words, page=ARTICLE)
    desk.page.goto(f"{talk.url}/desk/comments/?state=public&q=marees.example")
    press(desk.page, "Ulrike", "Épingler")
    press(desk.page, "Torsten", "Choix de l’auteur")
    # then readers see both, on a phone and on a desk, by day and by night
    for dark, width in ((False, PHONE), (True, 1280)):
        page = browser_context(dark=dark, width=width).new_page()
        page.goto(f"{talk.url}{ARTICLE}")
        names = page.locator(".comment-author")
        expect(names).to_have_text(["Ulrike", "Solveig", "Torsten"])
        expect(page.locator(".comment-mark")).to_have_text(["épinglé", "Choix de l’auteur"])
        assert (axe(page), too_wide(page)) == ([], [])
    # and no longer when the writer thinks better of it
    desk.page.goto(f"{talk.url}/desk/comments/?state=public&q=marees.example")
    press(desk.page, "Ulrike", "Désépingler")
    page.goto(f"{talk.url}{ARTICLE}")
    expect(page.locator(".comment-author")).to_have_text(["Solveig", "Torsten", "Ulrike"])
