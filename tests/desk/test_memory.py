"""The panel beside a text that is being written: what it says, and to whom."""

import pytest
from bs4 import BeautifulSoup

from chronique.dossiers.models import Source
from tests.desk.given import desk_of, writer
from tests.factories import NOON, make_article, paragraph, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
EARLIER = "The Panama works employed 17,000 labourers in October 1884."
SAID = {"text": EARLIER.replace("17,000", "19,000"), "language": "en", "page": ""}


def panel(**changes: str) -> BeautifulSoup:
    answer = desk_of(writer()).post("/desk/memory/", {**SAID, **changes})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_it_proposes_what_is_near_and_asks_about_what_disagrees():
    article = make_article(title="The isthmus", body=[paragraph(f"<p>{EARLIER}</p>")])
    source = Source.objects.create(site=the_site(), title="Panama Star", changed_at=NOON)
    found = panel()
    buttons = [(each["data-kind"], each["data-id"]) for each in found.select("button")]
    assert buttons == [("article", str(article.pk)), ("source", str(source.pk))]
    doubt = found.select_one(".memory-doubts")
    assert EARLIER in doubt.get_text() and "another number" in doubt.get_text()


def test_it_is_empty_where_nothing_was_written():
    article = make_article(body=[paragraph(f"<p>{EARLIER}</p>")])
    found = desk_of(writer("bo")).post("/desk/memory/", {**SAID, "page": str(article.pk)})
    assert found.content.strip() == b""


@pytest.mark.parametrize(
    "odd", [{"text": "\0 \0"}, {"page": "9" * 40}, {"language": "xx"}, {"text": "é" * 90_000}]
)
def test_odd_questions_are_answered(odd: dict[str, str]):
    panel(**odd)


def test_only_writers_ask():
    nobody = writer("nobody", group="Moderators of comments")
    assert desk_of(nobody).post("/desk/memory/", SAID).status_code == 302
    assert desk_of(writer()).get("/desk/memory/").status_code == 405
