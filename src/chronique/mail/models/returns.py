"""What came back, and to whom nothing goes any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, Count, Q, Value, When

from chronique.mail.models.letters import Letter, LetterQuerySet, State
from chronique.mail.models.listed import listed_texts
from chronique.mail.models.mailings import Mailing

# So many letters of one address that did not arrive within so long, and nothing more goes there.
PATIENCE, WITHIN = 3, timedelta(days=14)


class ReturnQuerySet(models.QuerySet["Return"]):
    def about(self, address: str) -> ReturnQuerySet:
        """Those of an address, the newest first."""
        return self.filter(address=address.lower()).order_by("-at", "-pk")

    def of_mailing(self, mailing: Mailing) -> ReturnQuerySet:
        """Those of a mailing's letters, the newest first."""
        return self.filter(letter__mailing=mailing).order_by("-at", "-pk")

    def is_enough(self, address: str, now: datetime) -> bool:
        """Whether so many letters did not arrive lately that no more are to go there."""
        lately = self.soft_ones(address).filter(at__gt=now - WITHIN, at__lte=now)
        return lately.values("letter").distinct().count() >= PATIENCE

    def soft_ones(self, address: str) -> ReturnQuerySet:
        """Those that count, and have led to nothing yet."""
        soft = self.filter(address=address.lower(), kind=Return.Kind.SOFT, letter__isnull=False)
        return soft.filter(is_spent=False)

    def numbers(self) -> dict[str, int]:
        """Of how many letters one came: "bounced" and "complained"."""
        complaint = Q(kind=Return.Kind.COMPLAINT)
        # What was refused at once is counted among the letters.
        bounce = ~complaint & ~Q(letter__state=State.REFUSED)
        return self.aggregate(
            bounced=Count("letter", filter=bounce, distinct=True),
            complained=Count("letter", filter=complaint, distinct=True),
        )

    def numbers_by_mailing(self, letters: LetterQuerySet) -> list[tuple[int, str, int]]:
        """Mailing, "bounced" or "complained", and of how many of these letters one came."""
        said = Case(
            When(kind=Return.Kind.COMPLAINT, then=Value("complained")), default=Value("bounced")
        )
        came_back = self.exclude(letter__state=State.REFUSED)
        groups = came_back.filter(letter__in=letters, letter__mailing__isnull=False).order_by()
        numbers = groups.values_list("letter__mailing", said)
        return list(numbers.annotate(Count("letter", distinct=True)))


class Return(models.Model):
    """A mail that said that a letter did not arrive, or was not wanted."""

    class Kind(models.TextChoices):
        HARD = "hard"
        SOFT = "soft"
        COMPLAINT = "complaint"

    kind = models.CharField(max_length=10, choices=Kind)
    # In lower case.
    address = models.CharField(max_length=320)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="returns")
    # RFC 3463, such as 5.1.1; empty when the mail did not say.
    status = models.CharField(max_length=20, blank=True)
    # The other server's.
    words = models.TextField(blank=True)
    # A soft one that says nothing of the address, or led to an end: who comes back begins anew.
    is_spent = models.BooleanField(default=False)
    at = models.DateTimeField()
    # Of the mail: read twice, it counts once.
    fingerprint = models.CharField(max_length=64, unique=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["address", "at"], name="mail_return_address"),
            models.Index(fields=["at"], name="mail_return_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def for_good(self) -> SuppressionQuerySet:
        """Those that no mailbox which works again undoes."""
        return self.filter(reason__in=[Suppression.Reason.COMPLAINT, Suppression.Reason.WRITER])

    def among(self, addresses: Iterable[str]) -> set[str]:
        """Return those of the addresses that nothing goes to, in lower case."""
        asked = {address.lower() for address in addresses}
        found = self.filter(address__in=listed_texts(asked))
        return set(found.values_list("address", flat=True))


class Suppression(models.Model):
    """An address that no letter goes to, whoever asks; in lower case."""

    class Reason(models.TextChoices):
        HARD = "hard"
        SOFT = "soft"
        COMPLAINT = "complaint"
        WRITER = "writer"

    address = models.CharField(max_length=320, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.TextField(blank=True)
    since = models.DateTimeField()

    objects = SuppressionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"
