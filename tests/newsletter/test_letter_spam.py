"""SpamAssassin finds nothing in our letters, an article and a digest."""

from dataclasses import replace
from pathlib import Path

import pytest

from chronique.mail.prepared import Prepared, Words
from chronique.newsletter.letter import Composed, compose
from tests.factories import make_article
from tests.newsletter.letters import issue_of, make_rich_article
from tests.newsletter.spamassassin import scores

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication"), pytest.mark.once]
HOST = "journal.example"
VALUES = {
    "leave": f"https://{HOST}/letters/leave/12-7-0123456789abcdef0123/", "since": "14/03/2026",
    "settings": f"https://{HOST}/letters/settings/eyJyZWFkZXIiOjEyMzQ1Njc4OX0/",
}  # fmt: skip


def sent(composed: Composed) -> bytes:
    """Return a letter as the mail room sends it, from a site as readers know them."""

    def there(text: str) -> str:
        return text.replace("http://localhost:8000", f"https://{HOST}").replace("localhost", HOST)

    words = Words(
        sender="Le Journal des marées", address=f"letters@{HOST}", subject=composed.subject,
        text=there(composed.text), html=there(composed.html), reply_to=f"ada@{HOST}",
        headers={name: there(value) for name, value in composed.headers.items()},
    )  # fmt: skip
    number = "<0123456789abcdef0123456789abcdef@journal.example>"
    date = "Sat, 14 Mar 2026 12:00:00 +0100"
    return Prepared(words).letter(
        to="bo@reader.example", message_id=number, date=date, slots=VALUES
    )


def test_spamassassin_finds_nothing_in_letters(tmp_path: Path):
    french, english = make_rich_article("fr"), make_article()
    digest = issue_of(None, kind="digest", articles=[french.pk, english.pk])
    # what it forgives to lists must not be needed: without their headers
    letters = [replace(compose(one), headers={}) for one in (issue_of(french), digest)]
    bad = Composed("FREE VIAGRA!!! MILLION dollars", "", "Click here\n", "<p>Click</p>")
    found = scores([sent(letter) for letter in (*letters, bad)], tmp_path)
    assert sorted(score <= 0.5 for score, _ in found) == [False, True, True], found
