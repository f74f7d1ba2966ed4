"""How fast letters may go, as the writer chose it, and how many went in an hour or on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chronique.mail.pace import Plan, read_rates


class Pacing(models.Model):
    """One row for all: servers and their limits are in CHRONIQUE_MAIL, the rest is here."""

    rates = models.TextField(
        _("letters a second"), blank=True,
        help_text=_("For one domain on each line, such as “example.org 20”. Others: no limit."),
    )  # fmt: skip
    warm_up_from = models.DateField(
        _("first day"), null=True, blank=True,
        help_text=_("Of a new server or domain, which others do not know yet. Empty: no warm-up."),
    )  # fmt: skip
    first_day = models.PositiveIntegerField(
        _("letters on the first day"), default=500, validators=[MinValueValidator(1)]
    )
    growth = models.FloatField(
        _("each day so many times more"), default=1.5,
        validators=[MinValueValidator(1.0), MaxValueValidator(10.0)],
    )  # fmt: skip
    enough = models.PositiveIntegerField(
        _("no limit from so many a day"), default=100_000, validators=[MinValueValidator(1)]
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(
        _("quiet until"), null=True, blank=True,
        help_text=_("Issues wait then. Confirmations and notices are sent at all hours."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("pace of sending")
        verbose_name_plural = _("pace of sending")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="mail_pacing_is_one")]

    def __str__(self) -> str:
        return gettext("pace of sending")

    @classmethod
    def current(cls) -> Pacing:
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def clean(self) -> None:
        super().clean()
        try:
            read_rates(self.rates)
        except ValueError as error:
            sentence = gettext("“%(line)s” is not a domain and a number, such as “example.org 20”.")
            raise ValidationError({"rates": sentence % {"line": error}}) from error
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValidationError({"quiet_until": gettext("Give both hours, or neither.")})

    def plan(self) -> Plan:
        chosen = Plan(
            rates=read_rates(self.rates), warm_up_from=self.warm_up_from,
            first_day=self.first_day, growth=self.growth, enough=self.enough,
        )  # fmt: skip
        if self.quiet_from is None or self.quiet_until is None:
            return chosen
        return replace(chosen, quiet_from=self.quiet_from, quiet_until=self.quiet_until)


class TallyQuerySet(models.QuerySet["Tally"]):
    @transaction.atomic
    def take(self, what: str, since: datetime, wanted: int, *, most: int) -> int:
        """Count up to so many more, of all processes never more than `most`; return how many."""
        self.get_or_create(what=what, since=since)
        row = self.select_for_update().get(what=what, since=since)
        got = max(0, min(wanted, most - row.count))
        if got:
            self.filter(pk=row.pk).update(count=F("count") + got)
        return got

    def give_back(self, what: str, since: datetime, count: int) -> None:
        # What was counted in the span before is not given back to this one.
        found = self.filter(what=what, since=since, count__gte=count)
        found.update(count=F("count") - count)

    def counted(self, what: str, since: datetime) -> int:
        return self.filter(what=what, since=since).values_list("count", flat=True).first() or 0


class Tally(models.Model):
    """How many letters something took in a span of time that began at `since`."""

    what = models.CharField(max_length=300)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "since"], name="mail_tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.since}: {self.count}"


class TurnQuerySet(models.QuerySet["Turn"]):
    def take(self, domains: Iterable[str]) -> dict[str, float]:
        """Lock the turns of these domains; return when each may get its next letter."""
        wanted = sorted(domains)
        if not wanted:
            return {}
        self.bulk_create([Turn(domain=domain) for domain in wanted], ignore_conflicts=True)
        rows = self.filter(domain__in=wanted).order_by("domain").select_for_update()
        return dict(rows.values_list("domain", "next_at"))

    def keep(self, turns: Mapping[str, float]) -> None:
        for domain, next_at in turns.items():
            self.filter(domain=domain).update(next_at=next_at)


class Turn(models.Model):
    """When a domain whose rate is limited may get its next letter, from whichever process."""

    domain = models.CharField(max_length=255, unique=True)
    # Seconds since 1970.
    next_at = models.FloatField(default=0.0)

    objects = TurnQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.domain}: {self.next_at}"
