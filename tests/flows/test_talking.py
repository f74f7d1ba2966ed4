"""Readers take part: by thumb, without JavaScript, by keys alone, in French and in English."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe, no_connection
from tests.flows.talk import MODERATOR, Talk, links
from tests.flows.walk import PHONE, too_wide

# A short article, on which nothing was said: what is asked of the page is asked of the discussion.
ARTICLE = "/2011/03/01/cahier-2/"
# Stops of the Tab key from one thing to another that stands near.
MOST_STOPS = 60
SCRIPT = re.compile(r"/front/talk\.(\w+\.)?js")


def assert_sound(page: Page) -> None:
    assert (page.url, axe(page), too_wide(page)) == (page.url, [], [])


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"form.write [name={name}]").fill(value)


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def comment_of(page: Page, name: str) -> Locator:
    return page.locator(".comment", has=page.get_by_role("heading", name=name, exact=True))


def with_scripts(page: Page, other: Page) -> Page:
    """Show in another browser what stands before a reader whose own cannot be asked."""
    other.route(page.url, lambda route: route.fulfill(body=page.content()))
    other.goto(page.url)
    other.unroute(page.url)
    return other


def tab_to(page: Page, there: Locator) -> None:
    """Press the Tab key until something has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if there.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"the Tab key does not lead to {there}")


@pytest.fixture
def stranger(browser_context: MakeContext) -> Page:
    """The browser of somebody else."""
    return browser_context(width=PHONE).new_page()


def test_a_first_comment_is_held_confirmed_approved_and_seen(
    browser_context: MakeContext, stranger: Page, talk: Talk
):
    talk.speak("fr")
    page = browser_context(width=PHONE, height=740).new_page()
    page.goto(f"{talk.url}{ARTICLE}")
    write_in_spite_of_all(page)
    # it is held in its place, for its writer alone
    page.wait_for_url(re.compile(r"#c\d+$"))
    expect(comment_of(page, "Ysolde")).to_contain_text("En attente de validation.")
    assert_sound(page)
    stranger.goto(page.url)
    expect(comment_of(stranger, "Ysolde")).to_have_count(0)
    change(page)
    confirm(page, talk)
    decide(stranger, talk)
    # its writer hears of it, and everybody sees it
    told = talk.letters("ysolde@marees.example")[-1]
    assert told["Subject"] == "Votre commentaire est public"
    for reader in (page, stranger):
        reader.goto(links(told, "/comment/")[0])
        expect(comment_of(reader, "Ysolde")).to_contain_text("marée haute, deux fois")
        expect(reader.locator(".comment-held")).to_have_count(0)


def write_in_spite_of_all(page: Page) -> None:
    fill(page, body="Le quai est *sec*.")
    press(page, "Envoyer")
    expect(page.locator(".error")).to_have_count(2)
    expect(page.locator("form.write [name=name]")).to_be_focused()
    assert_sound(page)
    press(page, "Aperçu")
    expect(page.locator(".write-preview em")).to_have_text("sec")
    expect(page.locator(".error")).to_have_count(0)
    assert_sound(page)
    fill(page, name="Ysolde", email="ysolde@marees.example")
    with no_connection(page):
        press(page, "Envoyer")
        expect(page.locator(".error")).to_contain_text("n’a pas pu être joint")
        expect(page.locator(".error")).to_be_in_viewport()
    # the words outlast the page
    page.reload()
    expect(page.locator("form.write [name=body]")).to_have_value("Le quai est *sec*.")
    fill(page, name="Ysolde", email="ysolde@marees.example")
    press(page, "Envoyer")


def change(page: Page) -> None:
    page.get_by_role("link", name="Modifier").click()
    assert_sound(page)
    fill(page, body=" ")
    press(page, "Enregistrer")
    expect(page.locator(".error")).to_have_text("Écrivez d’abord quelque chose.")
    assert_sound(page)
    fill(page, body="Le quai est sec à marée haute, deux fois.")
    press(page, "Enregistrer")
    expect(comment_of(page, "Ysolde").locator(".comment-mark")).to_have_text("modifié")


def confirm(page: Page, talk: Talk) -> None:
    (letter,) = talk.letters("ysolde@marees.example")
    assert "quai" not in letter.as_string()
    (link,) = links(letter, "/reader/confirm/")
    # to open it is not enough
    for _ in range(2):
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Confirmez votre adresse")
    assert_sound(page)
    press(page, "Confirmer mon adresse")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre adresse est confirmée")
    assert_sound(page)


def decide(page: Page, talk: Talk) -> None:
    letter = talk.letters(MODERATOR)[-1]
    page.goto(links(letter, "/moderate/")[0])
    expect(comment_of(page, "Ysolde")).to_contain_text("deux fois")
    assert talk.states("Ysolde") == {"Ysolde": "held"}
    assert_sound(page)
    press(page, "Approuver")
    expect(page.get_by_role("main")).to_contain_text("Décision : approuvé")
    assert_sound(page)
    # the letter itself fits a phone
    html = letter.get_body(("html",))
    assert html
    paper = page.context.new_page()
    paper.set_content(html.get_content())
    assert too_wide(paper) == []


def test_without_javascript_readers_answer_like_report_and_leave(
    browser_context: MakeContext, stranger: Page, talk: Talk
):
    talk.speak("en")
    talk.make_public("Agneta", "The quay is dry.", page=ARTICLE)
    page = browser_context(js=False).new_page()
    page.goto(f"{talk.url}{ARTICLE}")
    answer_agneta(page, stranger)
    talk.approve("Bertil")
    like_and_report(page, talk)
    told = talk.letters("agneta@marees.example")
    stranger.goto(links(told[-1], "/comment/")[0])
    expect(comment_of(stranger, "Bertil")).to_be_in_viewport()
    leave(stranger, talk)
    # what stops, stops; and an answered comment that is taken back leaves its place
    talk.make_public("Cedric", "And at low tide?", page=ARTICLE, parent="Bertil")
    talk.make_public("Doris", "Wet.", page=ARTICLE, parent="Agneta")
    assert len(talk.letters("agneta@marees.example")) == len(told)
    page.goto(f"{talk.url}{ARTICLE}")
    comment_of(page, "Bertil").get_by_role("link", name="Remove").click()
    press(page, "Remove it")
    expect(comment_of(page, "Bertil")).to_have_count(0)
    expect(page.locator(".comment-gone")).to_have_text("This comment was removed by its author.")
    expect(comment_of(page, "Cedric")).to_be_visible()


def answer_agneta(page: Page, stranger: Page) -> None:
    comment_of(page, "Agneta").get_by_role("link", name="Answer").click()
    expect(page.get_by_role("blockquote")).to_contain_text("The quay is dry.")
    fill(page, body="Not at *high* tide.", name="Bertil")
    press(page, "Preview")
    expect(page.locator(".write-preview em")).to_have_text("high")
    # what was refused is still in the form
    fill(page, email="bertil..@marees.example")
    with page.expect_navigation() as refused:
        press(page, "Send")
    assert refused.value
    assert refused.value.status == 422
    expect(page.locator(".error")).to_have_text("This is not an e-mail address.")
    expect(page.locator("[name=body]")).to_have_value("Not at *high* tide.")
    assert_sound(with_scripts(page, stranger))
    fill(page, email="bertil@marees.example")
    press(page, "Send")
    expect(comment_of(page, "Bertil")).to_contain_text("Waiting for approval.")
    expect(page.locator(".replies .comment")).to_have_count(1)


def like_and_report(page: Page, talk: Talk) -> None:
    agneta = comment_of(page, "Agneta")
    for pressed, count in (("true", "1"), ("false", "")):
        agneta.locator("[data-like]").click()
        expect(agneta.locator("[data-like]")).to_have_attribute("aria-pressed", pressed)
        expect(agneta.locator("[data-count]")).to_have_text(count)
    agneta.get_by_role("link", name="Report").click()
    page.get_by_label("It insults or threatens somebody").check()
    press(page, "Report")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert talk.states("Agneta") == {"Agneta": "public"}


def leave(page: Page, talk: Talk) -> None:
    letter = talk.letters("agneta@marees.example")[-1]
    page.goto(links(letter, "/reader/settings/")[0])
    page.get_by_label("once a day").check()
    press(page, "Save")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.get_by_label("once a day")).to_be_checked()
    assert_sound(page)
    page.goto(links(letter, "/reader/stop/")[0])
    assert_sound(page)
    press(page, "No letters any more")
    expect(page.get_by_role("status")).to_contain_text("is told of answers no more")


@pytest.fixture
def at_night(browser_context: MakeContext) -> BrowserContext:
    """A browser in the dark, whose page stands still unless it is told to move."""
    return browser_context(dark=True, reduced_motion="reduce")


def test_by_keys_alone_one_answers_likes_and_hears_what_is_new(
    at_night: BrowserContext, talk: Talk
):
    talk.speak("fr")
    talk.make_public("Agathe", "Le quai est sec.", page=ARTICLE)
    page = at_night.new_page()
    page.clock.install()
    page.goto(f"{talk.url}{ARTICLE}")
    agathe = comment_of(page, "Agathe").first
    tab_to(page, agathe.locator("[data-answer]"))
    page.keyboard.press("Enter")
    expect(page.locator("form.write [name=body]")).to_be_focused()
    expect(page.locator("[data-answered]")).to_contain_text("Agathe")
    assert_sound(page)
    page.keyboard.insert_text("Pas à marée haute.")
    for name, words in (("name", "Basile"), ("email", "basile@marees.example")):
        tab_to(page, page.locator(f"form.write [name={name}]"))
        page.keyboard.insert_text(words)
    tab_to(page, page.get_by_role("button", name="Envoyer"))
    page.keyboard.press("Enter")
    # it stands below what it answers
    page.wait_for_url(re.compile(r"#c\d+$"))
    expect(page.locator(".replies").get_by_role("heading", name="Basile")).to_be_in_viewport()
    assert_sound(page)
    like_by_keys(page, agathe)
    hear_what_is_new(page, talk)


def like_by_keys(page: Page, comment: Locator) -> None:
    page.evaluate("document.body.tabIndex = -1, document.body.focus()")
    tab_to(page, comment.locator("[data-like]"))
    for pressed, count in (("true", "1"), ("false", "")):
        page.keyboard.press("Space")
        expect(comment.locator("[data-like]")).to_have_attribute("aria-pressed", pressed)
        expect(comment.locator("[data-count]")).to_have_text(count)


def hear_what_is_new(page: Page, talk: Talk) -> None:
    talk.make_public("Cyprien", "Et à marée basse ?", page=ARTICLE)
    before = page.evaluate("scrollY")
    page.clock.fast_forward("01:01")
    news = page.get_by_role("status").get_by_role("link")
    expect(news).to_have_text("Un nouveau commentaire")
    assert page.evaluate("scrollY") == before
    assert_sound(page)
    news.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/comments/newest/$"))
    expect(page.locator(".comment").first).to_contain_text("Cyprien")


@pytest.mark.parametrize("comes", [True, False])
def test_a_press_that_is_faster_than_the_script_is_not_lost(
    browser_context: MakeContext, talk: Talk, comes: bool
):
    talk.speak("fr")
    talk.make_public("Agathe", "Le quai est sec.", page=ARTICLE)
    page = browser_context(width=PHONE, height=200).new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(SCRIPT, hold)
    page.goto(f"{talk.url}{ARTICLE}", wait_until="networkidle")
    assert held == [], "the script comes before anybody is near the discussion"
    like = comment_of(page, "Agathe").first.locator("[data-like]")
    with page.expect_request(SCRIPT):
        like.click()
    expect(like).to_have_attribute("aria-pressed", "false")
    if comes:
        held[0].continue_()
    else:
        with page.expect_navigation():
            held[0].abort()
    expect(like).to_have_attribute("aria-pressed", "true")
