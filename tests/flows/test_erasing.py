"""A reader asks what is kept of them, has it erased, and leaves a thread that others can read."""

import json
import re

from playwright.sync_api import Page, expect

from tests.flows.conftest import MakeContext
from tests.flows.pages import axe
from tests.flows.talk import Talk, links
from tests.flows.walk import PHONE, too_wide

ARTICLE = "/2011/03/01/cahier-2/"
ADDRESS = "gertrud@marees.example"
# What the clock does once a day is over.
A_DAY_LATER = """
from unittest.mock import patch
from chronique.comments import jobs
with patch("django.utils.timezone.now", return_value=now + timedelta(hours={hours})):
    print(jobs.carry_out_erasures())
"""


def carried_out(talk: Talk, hours: int) -> str:
    return talk.shell.run(talk.models + A_DAY_LATER.format(hours=hours)).strip()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    assert (page.url, axe(page), too_wide(page)) == (page.url, [], [])


def test_a_reader_sees_what_is_kept_and_has_it_erased(browser_context: MakeContext, talk: Talk):
    talk.speak("en")
    talk.make_public("Gertrud", "The quay is dry.", page=ARTICLE)
    talk.make_public("Hedvig", "Not at high tide.", page=ARTICLE, parent="Gertrud")
    page = browser_context(width=PHONE, height=740).new_page()
    # the link is asked for, and comes by mail
    page.goto(f"{talk.url}/reader/data/")
    page.get_by_label("E-mail address").fill(ADDRESS.upper())
    press(page, "Send me the link")
    (way,) = [link for one in talk.letters(ADDRESS) for link in links(one, "/reader/data/")]
    page.goto(way)
    see_what_is_kept(page)
    change_ones_mind(page, talk)
    # a day later it is done
    assert (carried_out(talk, 23), carried_out(talk, 25)) == ("0", "1")
    page.reload()
    expect(page.get_by_role("main")).not_to_contain_text("The quay is dry.")
    see_that_the_thread_is_whole(page, talk)


def see_what_is_kept(page: Page) -> None:
    main = page.get_by_role("main")
    expect(main).to_contain_text(ADDRESS)
    expect(main).to_contain_text("The quay is dry.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Everything as a file (JSON)").click()
    kept = json.loads(download.value.path().read_text())
    assert kept["address"] == ADDRESS
    assert [comment["text"] for comment in kept["comments"]] == ["The quay is dry."]


def change_ones_mind(page: Page, talk: Talk) -> None:
    """Ask for it, call it off in time, ask again."""
    press(page, "Erase everything")
    expect(page.get_by_role("status")).to_contain_text("Everything will be erased on")
    told = [letter for letter in talk.letters(ADDRESS) if "erased" in letter["Subject"]]
    assert len(told) == 1 and links(told[0], "/reader/data/")
    press(page, "Call it off")
    expect(page.get_by_role("status")).to_have_count(0)
    assert carried_out(talk, 25) == "0"
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("The quay is dry.")
    press(page, "Erase everything")
    expect(page.get_by_role("button", name="Call it off")).to_be_visible()


def see_that_the_thread_is_whole(page: Page, talk: Talk) -> None:
    page.goto(f"{talk.url}{ARTICLE}")
    expect(page.locator(".comment-gone")).to_have_text("This comment was removed by its author.")
    expect(page.locator(".replies .comment")).to_contain_text("Not at high tide.")
    expect(page.get_by_role("main")).not_to_contain_text(re.compile("Gertrud|quay is dry"))
    assert (axe(page), too_wide(page)) == ([], [])
