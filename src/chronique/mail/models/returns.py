"""What came back, and to whom nothing goes any more."""

from __future__ import annotations

from django.db import models

from chronique.mail.models.letters import Letter


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

    class Meta:
        indexes = [
            models.Index(fields=["address", "at"], name="mail_return_address"),
            models.Index(fields=["at"], name="mail_return_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class Suppression(models.Model):
    """An address that no letter goes to, whoever asks."""

    class Reason(models.TextChoices):
        HARD = "hard"
        SOFT = "soft"
        COMPLAINT = "complaint"
        WRITER = "writer"

    address = models.CharField(max_length=320, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.TextField(blank=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"
