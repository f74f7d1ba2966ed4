"""Somebody gave an address: it is asked by mail whether they may have letters sent there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.readers.models import PAUSE, Reader

# How long the link in the letter is good, and the row kept.
LIFE = timedelta(days=7)


class Trust(models.TextChoices):
    """How far we believe that a person asked."""

    DOUBTED = "doubted", _("doubted")
    PLAIN = "plain", _("no doubt")
    PROVEN = "proven", _("proven")


class AskingQuerySet(models.QuerySet["Asking"]):
    def waiting(self) -> AskingQuerySet:
        """Those to which no letter went yet."""
        return self.filter(sent_at=None)

    def since(self, moment: datetime) -> AskingQuerySet:
        return self.filter(asked_at__gt=moment)

    def without_doubt(self) -> AskingQuerySet:
        return self.exclude(trust=Trust.DOUBTED)

    def proven(self) -> AskingQuerySet:
        return self.filter(trust=Trust.PROVEN)

    def unproven(self) -> AskingQuerySet:
        return self.exclude(trust=Trust.PROVEN)

    def outdated(self, now: datetime) -> AskingQuerySet:
        return self.filter(Q(sent_at__lt=now - LIFE) | Q(sent_at=None, asked_at__lt=now - LIFE))

    def had_letter(self, address: str, now: datetime) -> bool:
        """Whether one of these letters went to an address within a day."""
        return self.filter(address=address, sent_at__gt=now - PAUSE).exists()

    def use(self, asking: Asking, now: datetime) -> bool:
        """Use the link of a letter up. False when somebody did before."""
        return self.filter(pk=asking.pk, used_at=None).update(used_at=now) == 1

    def ask(self, asking: Asking) -> int:
        """Keep what somebody asked for, in one statement that is the same for every address; return
        the number of its row.

        What is asked for an address that waits takes the place of what was asked before; that a
        person proved to be one stays.
        """
        moment = connection.ops.adapt_datetimefield_value
        values: list[str | int | None] = [
            asking.site_id, asking.address, asking.language, asking.choices, asking.moves_id,
            asking.consent_text, asking.consent_page, moment(asking.asked_at), asking.trust,
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_ASK, values)
            return int(cursor.fetchone()[0])


_ASK = """
INSERT INTO newsletter_asking
  (site_id, address, language, choices, moves_id, consent_text, consent_page, asked_at, trust)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
  ON CONFLICT (address) WHERE sent_at IS NULL DO UPDATE SET
    site_id = excluded.site_id, language = excluded.language, choices = excluded.choices,
    moves_id = excluded.moves_id, consent_text = excluded.consent_text,
    consent_page = excluded.consent_page, asked_at = excluded.asked_at,
    trust = CASE WHEN newsletter_asking.trust = 'proven' THEN 'proven' ELSE excluded.trust END
  RETURNING id
"""


class Asking(models.Model):
    """It waits until the worker has dealt with it; then it is what the link of the letter names.

    It holds the address, not a reader: as long as nobody confirms, there is none.
    """

    Trust = Trust

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    # In its one form: `readers.rules.one_form`.
    address = models.CharField(max_length=320)
    language = models.CharField(max_length=8)
    # Which newsletters, and how often: `rules.as_text`.
    choices = models.TextField(blank=True)
    # Whose letters are to come to this address from now on; None: it is asked for anew.
    moves = models.ForeignKey(Reader, models.CASCADE, null=True, related_name="+")
    # The proof of consent: the words that were shown, and on which page.
    consent_text = models.TextField(blank=True)
    consent_page = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    trust = models.CharField(max_length=10, choices=Trust, default=Trust.PLAIN)
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to subscribe")
        verbose_name_plural = _("requests to subscribe")
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(sent_at=None), name="newsletter_asking_waits_once"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "asked_at"], name="newsletter_asked"),
            models.Index(fields=["address", "sent_at"], name="newsletter_asked_address"),
            models.Index(
                fields=["trust"], condition=Q(sent_at=None), name="newsletter_asking_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.trust}"


class RushQuerySet(models.QuerySet["Rush"]):
    def slow(self, site: int, now: datetime) -> RushQuerySet:
        """Those by which letters go slowly now."""
        return self.filter(site=site, slow_until__gt=now)


class Rush(models.Model):
    """So many asked at once that somebody may be abusing it. Nothing in it is of a reader."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    # How many asked in the minutes before.
    count = models.PositiveIntegerField()
    raised_at = models.DateTimeField()
    # Until then those who have not shown that they are people wait.
    slow_until = models.DateTimeField()

    objects = RushQuerySet.as_manager()

    class Meta:
        verbose_name = _("rush")
        verbose_name_plural = _("rushes")
        ordering = ["-raised_at", "-pk"]
        indexes = [models.Index(fields=["site", "slow_until"], name="newsletter_slow")]

    def __str__(self) -> str:
        return f"{self.count}, {self.raised_at}"
