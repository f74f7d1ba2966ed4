"""A writer comes with a list: it is looked through, let in, and found again; without a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.flows.conftest import MakeContext
from tests.flows.server import Server
from tests.flows.shell import Shell
from tests.flows.walk import by_day_and_night

LIST = """Email Address,First Name,Status,CONFIRM_TIME,LEID
ondine@lettres.example,Ondine,subscribed,2024-02-03 10:00:00,1
pacome@lettres.example,Pacôme,unsubscribed,2024-02-04 10:00:00,2
quentin,Quentin,subscribed,2024-02-05 10:00:00,3
"""
LEAVE = """
from chronique.newsletter.actions.lists import throw_away
from chronique.newsletter.models import Arrival
from chronique.readers.models import Reader
Reader.objects.filter(address__endswith="@lettres.example").delete()
for arrival in Arrival.objects.all():
    throw_away(arrival)
"""


@pytest.fixture
def home(server: Server, shell: Shell) -> Iterator[str]:
    """Where the screens are; what the journey brought is gone after it."""
    yield f"{server.url}/desk/subscribers"
    shell.run(LEAVE)


def test_a_list_comes_in_and_its_readers_are_found(
    browser_context: MakeContext, signed_in: BrowserContext, home: str, tmp_path: Path
):
    (tmp_path / "audience.csv").write_text(LIST)
    state = signed_in.storage_state()
    page = browser_context(js=False, storage_state=state).new_page()
    page.goto(f"{home}/lists/")
    page.locator("[name=file]").set_input_files(tmp_path / "audience.csv")
    page.get_by_role("button", name="L’examiner").click()
    # nothing has changed when it tells what would come
    expect(page.get_by_text("Rien n’est encore changé")).to_be_visible()
    expect(page.get_by_text("On ne peut pas envoyer de courrier à cette adresse.")).to_be_visible()
    trial = page.url
    page.get_by_role("button", name="Les faire venir").click()
    expect(page.get_by_text("Elle est arrivée.")).to_be_visible()
    # then one is found by a part of the address, with the proof
    page.goto(f"{home}/")
    page.locator("[name=q]").fill("ondine@")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="ondine@lettres.example").click()
    expect(page.get_by_text("de Mailchimp")).to_be_visible()
    one = page.url
    page.locator("button[value=end]").click()
    expect(page.get_by_text("désabonné", exact=True)).to_be_visible()
    look_at([f"{home}/", f"{home}/growth/", f"{home}/add/", f"{home}/lists/", trial, one],
            browser_context, signed_in)  # fmt: skip


def look_at(addresses: list[str], browser_context: MakeContext, signed_in: BrowserContext) -> None:
    """See that the screens have no faults for axe, and fit, on a phone and on a table."""
    for width in (360, 1280):
        page = browser_context(width=width, storage_state=signed_in.storage_state()).new_page()
        for address in addresses:
            page.goto(address)
            assert (address, by_day_and_night(page)) == (address, [])
