"""What the tests of readers begin with."""

import re
from datetime import datetime
from html import unescape

from chronique.articles.models import Publication
from chronique.comments.letterhead import letterhead_of
from chronique.mail.models import Letter
from chronique.readers.letters import Letterhead
from chronique.readers.models import Reader
from tests.factories import NOON, the_site

LINK = re.compile(r"http://localhost:8000(/reader/[^\s<>\"]+)")


def the_head() -> Letterhead:
    return letterhead_of(Publication.for_site(the_site()))


def make_reader(address: str = "bo@example.org", **fields: object) -> Reader:
    values = {"language": "en", "made_at": NOON, "confirmed_at": NOON, **fields}
    return Reader.objects.create(address=address, **values)


def links_in(letter: Letter) -> list[str]:
    """Return the paths of readers' own pages that stand in a letter's text; its HTML has them."""
    found = LINK.findall(letter.text)
    html = unescape(letter.html)
    assert all(path in html for path in found)
    return found


def moment(text: str) -> datetime:
    """Return a moment of UTC: "2026-03-14 11:00"."""
    return datetime.fromisoformat(f"{text}+00:00")
