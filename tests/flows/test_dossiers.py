"""A reader comes back to a dossier, and sees what is new; the device alone knows when that was."""

from playwright.sync_api import expect

from tests.flows.conftest import MakeContext
from tests.flows.server import Server

TOLD = "[...document.querySelectorAll('.changes [data-at]')].map(it => Number(it.dataset.at))"
DAY = 24 * 60 * 60


def test_what_is_new_since_the_last_visit_is_marked_by_the_device(
    browser_context: MakeContext, server: Server
):
    context = browser_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    line, marks = page.locator("[data-dossier]"), page.locator(".change-new")
    # given a dossier to which something came on the last of several days
    page.goto(f"{server.url}/dossiers/panama-1879-1889/")
    told = sorted(page.evaluate(TOLD))
    news = sum(at > told[0] for at in told)
    assert 0 < news < len(told)
    page.evaluate("localStorage.clear()")

    # when somebody reads it for the first time, nothing is said,
    page.clock.set_fixed_time(told[0])
    page.reload()
    expect(line).to_be_hidden()
    # and when the same comes back after some days, what came since is marked,
    page.clock.set_fixed_time(told[-1] + DAY)
    for _ in range(2):  # also for who reloads the page at once
        page.reload()
        expect(line).to_contain_text(str(news))
        expect(marks).to_have_count(news)
    # and a day later nothing is new
    page.clock.set_fixed_time(told[-1] + 2 * DAY)
    page.reload()
    expect(line).to_be_visible()
    expect(marks).to_have_count(0)

    # and nobody was told of it
    assert context.cookies() == []
    assert {one for one in asked if "?" in one or not one.startswith("GET ")} == set()
