"""What came back, and to whom nothing goes any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Case, Count, Q, Value, When

from chronique.mail.models.letters import Letter, LetterQuerySet


class ReturnQuerySet(models.QuerySet["Return"]):
    def numbers(self) -> dict[str, int]:
        """Of how many letters one came: "bounced" and "complained"."""
        complaint = Q(kind=Return.Kind.COMPLAINT)
        return self.aggregate(
            bounced=Count("letter", filter=~complaint, distinct=True),
            complained=Count("letter", filter=complaint, distinct=True),
        )

    def numbers_by_mailing(self, letters: LetterQuerySet) -> list[tuple[int, str, int]]:
        """Mailing, "bounced" or "complained", and of how many of these letters one came."""
        said = Case(
            When(kind=Return.Kind.COMPLAINT, then=Value("complained")), default=Value("bounced")
        )
        groups = self.filter(letter__in=letters, letter__mailing__isnull=False).order_by()
        numbers = groups.values_list("letter__mailing", said)
        return list(numbers.annotate(Count("letter", distinct=True)))


class Return(models.Model):
    """A mail that said that a letter did not arrive, or was not wanted."""

    class Kind(models.TextChoices):
        HARD = "hard"
        SOFT = "soft"
        COMPLAINT = "complaint"

    kind = models.CharField(max_length=10, choices=Kind)
    # In the one form of the readers' room.
    address = models.CharField(max_length=320)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="returns")
    # RFC 3463, such as 5.1.1; empty when the mail did not say.
    status = models.CharField(max_length=20, blank=True)
    # The other server's.
    words = models.TextField(blank=True)
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
        return set(self.filter(address__in=asked).values_list("address", flat=True))


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
