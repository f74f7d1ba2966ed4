"""What this room keeps about one address, and of all readers."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from chronique.comments.kept import Kept
from chronique.newsletter.models import Asking, Subscription
from chronique.newsletter.models.askings import LIFE
from chronique.readers.elsewhere import KEEPERS, Keeper
from chronique.readers.models import Reader

# For the page on privacy, which prints it: `jobs.sweep_askings` enforces what has days.
KEPT = (
    Kept(
        "subscriptions",
        _("Which newsletters you get, how often and since when; and how you agreed: the words that"
          " you were shown, on which page, and when"),
        _("So that letters come to you, and so that we can show that you wanted them. After you"
          " left it says that nobody is to write to you."),
        until=_("Until you have it erased"),
    ),
    Kept(
        "askings",
        _("An e-mail address that a newsletter was asked for, and the letter that asks to confirm"),
        _("So that the letter is sent once a day at most, and its link works once."),
        days=LIFE.days,
    ),
)  # fmt: skip


def kept_about(reader: Reader) -> dict[str, Any]:
    """Return it as lists and texts; dates are datetimes."""
    rows = Subscription.objects.filter(reader=reader).select_related("newsletter", "ended_by")
    askings = Asking.objects.filter(address=reader.address).order_by("pk")
    return {
        "subscriptions": [_subscription(row) for row in rows.order_by("made_at", "pk")],
        "requests": list(askings.values("asked_at", "sent_at", "used_at", "consent_page")),
    }


def _subscription(row: Subscription) -> dict[str, Any]:
    return {
        "newsletter": row.newsletter.name,
        "state": row.state,
        "state_in_words": row.get_state_display(),
        "rhythm": row.rhythm,
        "rhythm_in_words": row.get_rhythm_display(),
        "since": row.since,
        "ended": row.ended_at,
        "left_by_the_letter": row.ended_by and row.ended_by.subject,
        "consent": {
            "basis": row.basis,
            "basis_in_words": row.get_basis_display(),
            "text_shown": row.consent_text,
            "page": row.consent_page,
            "given": row.consent_at,
            "how": row.consent_how,
        },
    }


def forget(address: str) -> None:
    """Erase what stands on an address, and not on its reader."""
    Asking.objects.filter(address=address).delete()


def subscribed() -> Q:
    """Return who subscribed, or did: they stay known though they never confirmed to us."""
    return Q(Exists(Subscription.objects.filter(reader=OuterRef("pk"))))


def say_so() -> None:
    """Let the readers' room know."""
    KEEPERS.append(Keeper("newsletters", kept_about, forget, subscribed))
