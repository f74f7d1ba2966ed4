"""What became of an issue's letters."""

from __future__ import annotations

from collections.abc import Iterable

from chronique.mail import actions as mail
from chronique.newsletter.models import Issue, Newsletter, Rhythm, Subscription

# Nothing is decided yet.
WAITING = ("due", "taken", "held", "uncertain")


def numbers_of(issue: Issue) -> dict[str, int]:
    """Return how many letters there are in each state, and of how many "bounced", "complained" and
    "left" is true; what is not named is 0.
    """
    if issue.mailing is None:
        return {}
    # Whose data were erased has left no row.
    left = max(issue.endings.count(), issue.numbers.get("left", 0))
    counted = {**mail.numbers_of(issue.mailing), "left": left}
    return {name: count for name, count in counted.items() if count}


def readers_of(newsletters: Iterable[Newsletter]) -> int:
    """Return how many get each article of these newsletters; who has two of them counts once."""
    wanted = Subscription.objects.active().filter(
        newsletter__in=[one.pk for one in newsletters], rhythm=Rhythm.EACH
    )
    return wanted.values("reader").distinct().count()
