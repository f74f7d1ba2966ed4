"""What tests of issues begin with: a newsletter, who wants it, an issue that is due."""

from datetime import datetime, timedelta
from typing import Any

from chronique.articles.models import Article
from chronique.mail.models import Letter
from chronique.newsletter.actions.issues import plan_issue
from chronique.newsletter.actions.queueing import queue_some
from chronique.newsletter.models import Issue, Newsletter, Subscription
from chronique.readers.models import Reader
from tests.factories import NOON, number, the_site

# As soon as an issue that was planned at noon goes out.
THEN = NOON + timedelta(minutes=5)


def make_newsletter(**fields: Any) -> Newsletter:
    n = next(number)
    values = {"site": the_site(), "name": f"Letter {n}", "slug": f"letter-{n}", "language": "en"}
    return Newsletter.objects.create(**{**values, **fields})


def subscribe(newsletter: Newsletter, count: int = 1, **fields: Any) -> list[Subscription]:
    """Let so many new readers want it, since the day before."""
    numbers = [next(number) for _ in range(count)]
    readers = Reader.objects.bulk_create(
        Reader(address=f"reader{n}@example.org", language="en", made_at=NOON, confirmed_at=NOON)
        for n in numbers
    )
    return [also_subscribe(reader, newsletter, **fields) for reader in readers]


def also_subscribe(reader: Reader, newsletter: Newsletter, **fields: Any) -> Subscription:
    values: dict[str, Any] = {
        "state": "active", "made_at": NOON, "since": NOON - timedelta(days=1), "basis": "form",
    }  # fmt: skip
    return Subscription.objects.create(newsletter=newsletter, reader=reader, **{**values, **fields})


def plan(article: Article, newsletter: Newsletter, **changes: Any) -> Issue:
    values: dict[str, Any] = {
        "form": Newsletter.Form.FULL, "when": NOON, "subject": "High water", "now": NOON,
    }  # fmt: skip
    return plan_issue(article=article, newsletter=newsletter, **{**values, **changes})


def letters_of(issue: Issue) -> list[Letter]:
    return list(Letter.objects.filter(mailing__issue=issue).order_by("pk"))


def arrive(issue: Issue, count: int, *, at: datetime = THEN) -> list[Letter]:
    """Let the mail server have taken so many of its letters."""
    letters = letters_of(issue)[:count]
    for letter in letters:
        letter.state, letter.sent_at, letter.next_offer = Letter.State.SENT, at, None
        letter.text = letter.html = ""
        letter.save()
    return letters


def queue(issue: Issue, **changes: Any) -> Issue:
    """Queue all that is due."""
    while queue_some(issue, **{"now": THEN, **changes}) is not None:
        pass
    issue.refresh_from_db()
    return issue
