"""A writer who comes from WordPress writes, looks, sets a time, publishes."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.flows.pages import requests_elsewhere
from tests.flows.server import Server
from tests.flows.writing import Desk

# How readers see each kind of block.
BLOCKS = {
    "paragraph": ".prose > p b", "note": "sup.note-ref", "heading": "h2#le-quai",
    "pull_quote": ".pull-quote", "quotation": "blockquote", "aside": ".prose aside",
    "divider": ".prose hr", "picture": "figure.picture img", "gallery": ".gallery",
    "read_also": ".read-also a", "embed": ".embed", "media": "audio", "file": ".file a",
    "code": "pre code", "html": "dl", "table": "table td",
}  # fmt: skip
# Screens that a writer meets, the whole desk but for the forms of single things.
SCREENS = [
    "", "all-articles/", "pages/", "images/", "documents/", "snippets/articles/section/",
    "snippets/articles/tag/", "snippets/articles/author/", "snippets/articles/menu/add/",
    "settings/articles/publication/", "redirects/", "users/", "groups/", "sites/",
    "workflows/list/", "collections/", "account/", "reports/site-history/", "reports/aging-pages/",
    "images/add/", "documents/add/",
]  # fmt: skip


def test_an_article_with_every_block_looks_in_the_preview_as_readers_will_see_it(desk: Desk):
    # given a draft that nobody has published
    page = desk.page
    desk.begin("L'été à l'œuvre")
    write_every_block(desk)
    # when the writer looks at it, beside the text and on a tab of its own
    desk.open_panel("preview")
    panel = page.frame_locator("#w-preview-iframe")
    with page.expect_popup() as popup:
        page.locator("[data-w-preview-target=newTab]").click()
    # then both show the reader's page, every block on it
    for shown in (panel, popup.value):
        expect(shown.locator("h1")).to_have_text("L’été à l’œuvre")
        for selector in BLOCKS.values():
            expect(shown.locator(selector).first).to_be_attached()
        paragraph = shown.locator(".prose > p").first
        assert "Newsreader" in paragraph.evaluate("p => getComputedStyle(p).fontFamily")
    popup.value.close()


def write_every_block(desk: Desk) -> None:
    page = desk.page
    desk.write(0, "La grue attend ")
    page.keyboard.press("Control+b")
    page.keyboard.type("juin")
    page.keyboard.press("Control+b")
    page.keyboard.type(" depuis longtemps")
    desk.note(0, "Selon le port.")
    desk.fill(desk.add("heading"), text="Le quai", level="2")
    desk.fill(desk.add("pull_quote"), text="On ne commande pas à l'eau.", attribution="Un pilote")
    quotation = desk.add("quotation")
    desk.write(quotation, "L'eau monte.")
    desk.fill(quotation, source="Le Phare")
    desk.write(desk.add("aside"), "Le zéro des cartes.")
    desk.add("divider")
    desk.choose(desk.add("picture"), "Choisir une image", "Conteneurs")
    desk.choose(desk.add("gallery"), "Choisir une image", "Conteneurs")
    desk.choose(desk.add("read_also"), "Choisissez une page", "Deux mois")
    desk.fill(desk.add("embed"), url="https://vimeo.com/100000001", title="Une heure au quai")
    desk.choose(desk.add("media"), "Choisir un document", "La corne du Haut-Banc")
    desk.choose(desk.add("file"), "Choisir un document", "Escales au terminal")
    desk.fill(desk.add("code"), code="print(1)", language="python")
    desk.fill(desk.add("html"), html="<dl><dt>Fond</dt><dd>8 m</dd></dl>")
    desk.table(desk.add("table"), "Année", "1931")


def test_an_article_that_was_set_for_later_appears_by_itself(desk: Desk):
    # given an article that is to appear tomorrow
    page, server = desk.page, desk.server
    desk.begin("La marée de demain")
    desk.write(0, "Le coefficient sera de cent dix, dit l'annuaire zyxomarégraphique.")
    desk.schedule(datetime.now(UTC) + timedelta(days=2))
    page.goto(f"{server.url}/desk/")
    expect(page.locator("#scheduled-content")).to_contain_text("La marée de demain")
    found = page.request.get(f"{server.url}/search/?q=zyxomaregraphique").text()
    assert "La marée de demain" not in found
    # when tomorrow has come
    server.run("shell", "--no-imports", "-c", TOMORROW)
    # then readers find it: by search, in the feed, at its address
    found = page.request.get(f"{server.url}/search/?q=zyxomaregraphique").text()
    address = re.search(r'href="(/\d{4}/\d\d/\d\d/la-maree-de-demain/)"', found)
    assert address
    assert address[1] in page.request.get(f"{server.url}/feed/").text()
    page.goto(server.url + address[1])
    expect(page.locator("h1")).to_have_text("La marée de demain")


# The clock cannot be moved, so the hour is; the worker would look within a minute.
TOMORROW = """
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision
past = timezone.now() - timedelta(minutes=1)
for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
Page.objects.filter(go_live_at__isnull=False).update(go_live_at=past)
call_command("publish_scheduled")
"""


def test_a_writer_publishes_with_the_keyboard_alone(page: Page, server: Server):
    desk = Desk(page, server)
    page.goto(f"{server.url}/desk/login/")
    desk.tab_to(page.locator("[name=username]"))
    page.keyboard.type(server.name)
    desk.tab_to(page.locator("[name=password]"))
    page.keyboard.type(server.password)
    page.keyboard.press("Enter")
    new = page.locator("#main").get_by_role("link", name="Nouvel article")
    expect(new).to_be_visible()
    desk.tab_to(new)
    page.keyboard.press("Enter")
    desk.tab_to(page.locator("[name=title]"))
    page.keyboard.type("Sans souris")
    desk.tab_to(page.locator(".public-DraftEditor-content").first)
    # Saved by itself, the article has an address of its own, and the desk new buttons below it.
    desk.type_until_saved("Tout au clavier. ")
    expect(
        page.locator("[data-controller~=w-autosave][data-w-autosave-state-value=saved]")
    ).to_be_attached()
    desk.tab_to(page.locator("footer .w-dropdown__toggle").last)
    page.keyboard.press("Enter")
    desk.tab_to(page.get_by_role("button", name="Publier"))
    page.keyboard.press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("« Sans souris » a été publiée")
    page.goto(server.url)
    expect(page.get_by_role("link", name="Sans souris")).to_be_visible()


def test_no_screen_of_the_desk_asks_another_host_or_breaks_its_own_policy(desk: Desk):
    page, server = desk.page, desk.server
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    with requests_elsewhere(page) as found:
        for screen in SCREENS:
            answer = page.goto(f"{server.url}/desk/{screen}")
            assert answer and answer.status == 200, screen
    assert (found, said) == ([], [])
