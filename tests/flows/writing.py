"""The desk in the hands of a writer: what one does there, as words for journeys."""

import re
from contextlib import suppress
from datetime import datetime

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.flows.server import Server

LABELS = {
    "paragraph": "Paragraphe", "heading": "Intertitre", "quotation": "Citation",
    "pull_quote": "Exergue", "aside": "Encadré", "divider": "Séparateur", "picture": "Image",
    "gallery": "Galerie", "read_also": "Lire aussi", "embed": "Venu d’ailleurs",
    "media": "Son ou vidéo", "file": "Fichier", "table": "Tableau", "code": "Code", "html": "HTML",
}  # fmt: skip

CALENDAR = ".xdsoft_datetimepicker:visible"


class Desk:
    """A writer at the desk, which speaks the publication's language: French."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server

    def sign_in(self) -> None:
        self.page.goto(f"{self.server.url}/desk/")
        self.page.locator("[name=username]").fill(self.server.name)
        self.page.locator("[name=password]").fill(self.server.password)
        self.page.locator("button[type=submit]").click()
        expect(self.page.get_by_role("link", name="Nouvel article").first).to_be_visible()

    def begin(self, title: str) -> None:
        self.page.get_by_role("link", name="Nouvel article").first.click()
        self.page.locator("[name=title]").fill(title)

    def block(self, number: int) -> Locator:
        return self.page.locator(f"[data-streamfield-child]:has(> [name=body-{number}-type])")

    def add(self, kind: str) -> int:
        """Add a block at the end; return its number."""
        count = self.page.locator("[name=body-count]")
        number = int(count.input_value())
        stream = self.page.locator("[data-streamfield-stream-container]").first
        stream.locator(":scope > div > button.c-sf-add-button").last.click()
        self.page.get_by_role("option", name=LABELS[kind], exact=True).click()
        expect(count).to_have_value(str(number + 1))
        return number

    def fill(self, number: int, **values: str) -> None:
        """Fill the simple fields of a block."""
        for name, value in values.items():
            field = self.page.locator(f"[name=body-{number}-value-{name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def editor(self, number: int, name: str = "text") -> Locator:
        """Return the rich text of a block."""
        field = self.block(number).locator(f"[data-contentpath={name}]").first
        return field.locator(".public-DraftEditor-content").first

    def write(self, number: int, text: str, name: str = "text") -> None:
        """Write into a block's rich text, all at once, as an input method does."""
        self.editor(number, name).click()
        self.page.keyboard.insert_text(text)

    def type_until_saved(self, text: str) -> None:
        """Go on writing a new article until the desk has kept it by itself.

        Wagtail takes what stands in the form two seconds after it was opened for unchanged: quick
        hands write all of it before, and only what comes later is a change.
        """
        for _ in range(30):
            self.page.keyboard.type(text)
            with suppress(TimeoutError):
                self.page.wait_for_url(re.compile("/edit/"), timeout=2_000, wait_until="commit")
                return
        raise AssertionError("the desk keeps nothing by itself")

    def paste(self, number: int, html: str) -> None:
        """Paste HTML as the clipboard would hold it, through the browser's own event."""
        self.editor(number).click()
        self.page.evaluate(
            """html => {
                const data = new DataTransfer();
                data.setData("text/html", html);
                data.setData("text/plain", "plain words");
                const event = { clipboardData: data, bubbles: true, cancelable: true };
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
            }""",
            html,
        )
        # The editor hands over what it holds a quarter of a second later.
        kept = self.page.locator(f"[name=body-{number}-value-text]")
        expect(kept).to_have_value(re.compile(r'"text":\s*"[^"]'))

    def choose(self, number: int, opener: str, name: str) -> None:
        """Choose something for a block in one of Wagtail's dialogs."""
        self.block(number).get_by_role("button", name=opener).click()
        dialog = self.page.locator(".modal-dialog:visible")
        dialog.get_by_text(name).first.click()
        expect(dialog).to_have_count(0)

    def open_panel(self, name: str) -> None:
        toggle = self.page.locator(f"[data-side-panel-toggle={name}]")
        # Wagtail remembers which one was open.
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()

    def save(self) -> None:
        self.page.get_by_role("button", name="Enregistrer le brouillon").click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def publish(self, name: str = "Publier") -> None:
        self.page.locator("footer .w-dropdown__toggle").last.click()
        self.page.get_by_role("button", name=name).click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def schedule(self, moment: datetime) -> None:
        """Set the hour in the panel of the article's state, then confirm it."""
        self.open_panel("status")
        self.page.get_by_role("button", name="Programmer").click()
        hour, calendar = self.page.locator("[name=go_live_at]"), self.page.locator(CALENDAR)
        # The calendar opens a moment after the field was entered: later than a quick hand leaves.
        hour.click()
        expect(calendar).to_be_visible()
        hour.fill(f"{moment:%Y-%m-%d %H:%M}")
        self.page.locator("[role=dialog]:visible .w-dialog__title").click()
        expect(calendar).to_be_hidden()
        self.page.get_by_role("button", name="Enregistrer la programmation").click()
        expect(self.page.locator(".messages .success")).to_be_visible()
        self.publish("Programmer")

    def correct(self, text: str) -> None:
        """Say below the article what was wrong, dated today."""
        panel = self.page.locator("[data-contentpath=corrections]").first
        panel.locator("button.c-sf-add-button").last.click()
        panel.locator(".public-DraftEditor-content").last.click()
        self.page.keyboard.insert_text(text)

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until the wanted thing has the focus."""
        for _ in range(120):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {wanted}")

    def note(self, number: int, text: str) -> None:
        """Write a note on the last word, with the editor's button."""
        self.page.keyboard.press("Control+Shift+ArrowLeft")
        self.page.locator("[name=NOTE]:visible").click()
        notes = self.block(number).locator("[data-contentpath=notes]")
        notes.locator(".public-DraftEditor-content").last.click()
        self.page.keyboard.insert_text(text)

    def table(self, number: int, heading: str, cell: str) -> None:
        """Fill a table of one column and one row."""
        block = self.block(number)
        block.get_by_role("button", name="Ajouter une colonne").click()
        self.page.get_by_role("button", name="Texte", exact=True).last.click()
        block.locator("[name$=-heading]").fill(heading)
        block.get_by_role("button", name="Ajouter une ligne").click()
        block.locator("tbody input[type=text]").last.fill(cell)
