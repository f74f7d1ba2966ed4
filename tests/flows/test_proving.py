"""A comment is held for doubt alone, and its reader lifts the doubt: with a script, or by mail."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from chronique.spam.opinion import CONFIRMED, WORKED
from tests.comments.proofs import HOLD_FROM, SPAM_FROM, likely, outweighed
from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.talk import Talk, links
from tests.flows.test_talking import assert_sound, comment_of, fill, press
from tests.flows.walk import PHONE

# Others ask other articles for their discussions.
ARTICLE = "/2011/03/01/cahier-2/"
MODE = """
found = next(one for one in Article.objects.live() if one.address == {page!r})
Article.objects.filter(pk=found.pk).update(comments_mode={mode!r})
"""


@pytest.fixture
def open_talk(talk: Talk) -> Iterator[Talk]:
    """A discussion in which all is public at once that the filter does not hold."""
    set_mode(talk, "open")
    yield talk
    set_mode(talk, "usual")


def set_mode(talk: Talk, mode: str) -> None:
    talk.shell.run(talk.models + MODE.format(page=ARTICLE, mode=mode))


def write(page: Page, talk: Talk, name: str, body: str) -> None:
    page.goto(f"{talk.url}{ARTICLE}")
    fill(page, name=name, email=f"{name.lower()}@marees.example", body=body)
    press(page, "Envoyer")


def test_a_browser_works_by_itself_and_the_comment_is_public(
    browser_context: MakeContext, open_talk: Talk, nu_errors: Callable[..., list[str]]
):
    open_talk.speak("fr")
    window = browser_context(width=PHONE, height=740)
    page, waiting = window.new_page(), list[Route]()
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/proof/", lambda route: waiting.append(route))
    # given a reader whose clock stands still, so that all is written in no time
    page.clock.set_fixed_time(datetime.now(UTC))
    write(page, open_talk, "Philippine", "La digue tient, mais le vent se lève à l’ouest.")
    # when the page comes, the browser asks for a puzzle, and what it does is told
    comment, said = comment_of(page, "Philippine"), page.locator(".comment-proof")
    expect(comment).to_contain_text("En attente de validation.")
    expect(said).to_contain_text("Votre navigateur montre")
    assert_sound(page)
    assert nu_errors({"held": window.request.get(page.url).text()}) == []
    # when its puzzle has come, it is solved without a press
    there, before = page.url, page.evaluate("scrollY")
    waiting.pop().continue_()
    page.unroute("**/proof/")
    expect(said).to_have_text("Merci : tout le monde peut maintenant le lire.")
    # then it stands there as others do, where it stood
    expect(comment.locator("[data-like]")).to_be_visible()
    expect(comment.locator(".comment-held")).to_have_count(0)
    assert (page.url, page.evaluate("scrollY")) == (there, before)
    assert_sound(page)
    assert sum("pbkdf2" in url for url in asked) == 1
    # and readers see it, in pages that hold nothing of all that
    stranger, theirs = browser_context(dark=True).new_page(), list[str]()
    stranger.on("request", lambda request: theirs.append(request.url))
    stranger.goto(there)
    expect(comment_of(stranger, "Philippine")).to_contain_text("La digue tient")
    assert axe(stranger) == []
    assert not [url for url in theirs if "proof" in url or "pbkdf2" in url]


def test_a_doubt_that_stays_is_told_as_kindly(browser_context: MakeContext, open_talk: Talk):
    open_talk.speak("fr")
    page = browser_context(dark=True).new_page()
    doubted = likely(outweighed(WORKED), SPAM_FROM, name="Quitterie", language="fr")
    write(page, open_talk, "Quitterie", doubted)
    said = page.locator(".comment-proof")
    expect(said).to_have_text("Merci. Un modérateur le lira d’abord.")
    expect(comment_of(page, "Quitterie")).to_contain_text("En attente de validation.")
    assert_sound(page)
    # nothing is asked a second time
    page.reload()
    expect(comment_of(page, "Quitterie")).to_contain_text("En attente de validation.")
    expect(said).to_have_count(0)
    assert open_talk.states("Quitterie") == {"Quitterie": "held"}


def test_without_javascript_the_letter_lifts_the_doubt(
    browser_context: MakeContext, open_talk: Talk, nu_errors: Callable[..., list[str]]
):
    open_talk.speak("fr")
    window = browser_context(js=False, width=PHONE)
    page = window.new_page()
    doubted = likely(HOLD_FROM, outweighed(CONFIRMED), name="Tugdual", language="fr")
    write(page, open_talk, "Tugdual", doubted)
    comment = comment_of(page, "Tugdual")
    expect(comment.get_by_role("status")).to_contain_text("confirmer votre adresse")
    # the letter leads to a page that shows for what one vouches
    (letter,) = open_talk.letters("tugdual@marees.example")
    assert doubted not in letter.as_string()
    page.goto(links(letter, "/reader/confirm/")[0])
    expect(page.get_by_role("main")).to_contain_text("Un commentaire avec cette adresse attend.")
    expect(page.get_by_role("main")).to_contain_text(doubted[:40])
    asking = page.content()
    assert open_talk.states("Tugdual") == {"Tugdual": "held"}
    press(page, "Confirmer mon adresse")
    expect(page.get_by_role("main")).to_contain_text("Un commentaire de vous est maintenant public")
    assert nu_errors({"asking": asking, "done": page.content()}) == []
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").click()
    expect(comment).to_contain_text(doubted[:40])
    expect(page.locator(".comment-held")).to_have_count(0)


def test_the_pages_of_the_letter_have_no_faults(browser_context: MakeContext, open_talk: Talk):
    open_talk.speak("fr")
    page = browser_context(width=PHONE).new_page()
    # given a reader whose browser is not asked, for its server cannot be reached
    page.route("**/proof/", lambda route: route.abort())
    page.clock.set_fixed_time(datetime.now(UTC))
    write(page, open_talk, "Ursin", "La digue tient, mais le vent se lève encore.")
    expect(page.locator(".comment-proof")).to_contain_text("confirmer votre adresse")
    (letter,) = open_talk.letters("ursin@marees.example")
    page.goto(links(letter, "/reader/confirm/")[0])
    assert_sound(page)
    press(page, "Confirmer mon adresse")
    expect(page.get_by_role("main")).to_contain_text("Un commentaire de vous est maintenant public")
    assert_sound(page)
