"""Readers who proved that an address is theirs, and what they wish for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Of each kind, so many letters go to an address that did not ask for them itself: one a day.
PAUSE = timedelta(days=1)


class ReaderQuerySet(models.QuerySet["Reader"]):
    def confirmed(self) -> ReaderQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self, *, before: datetime) -> ReaderQuerySet:
        """Those whose question was asked, and their data shown, before that and no answer came."""
        return self.filter(
            Q(asked_at=None) | Q(asked_at__lt=before),
            Q(data_asked_at=None) | Q(data_asked_at__lt=before),
            confirmed_at=None,
            made_at__lt=before,
        )

    def to_be_told(self) -> ReaderQuerySet:
        return self.confirmed().exclude(rhythm=Reader.Rhythm.NEVER)

    def told_at_once(self) -> ReaderQuerySet:
        return self.confirmed().filter(rhythm=Reader.Rhythm.AT_ONCE)

    def told_daily(self) -> ReaderQuerySet:
        return self.confirmed().filter(rhythm=Reader.Rhythm.DAILY)

    def to_be_asked(self) -> ReaderQuerySet:
        """Those to whom a letter is to go that asks for confirmation."""
        return self.filter(ask_for__isnull=False).order_by("pk")

    def let_ask(self, *, address: str, name: str, language: str, site: int, now: datetime) -> None:
        """Note that somebody gave this address on a site; `address` in its one form, or "".

        One statement, for it comes with each comment. The worker asks; see `ask_to_confirm`.
        """
        moment = connection.ops.adapt_datetimefield_value
        values = [address, name[:255], language, moment(now), site, moment(now - PAUSE)]
        if address:
            with connection.cursor() as cursor:
                cursor.execute(_LET_ASK, values)

    def take_turn_to_ask(self, reader: Reader, now: datetime) -> bool:
        """Whether a letter may ask this reader for confirmation now; of two who ask, one may."""
        asked = Q(asked_at=None) | Q(asked_at__lte=now - PAUSE)
        return self.filter(asked, pk=reader.pk).update(asked_at=now) == 1

    def take_turn_to_show(self, reader: Reader, now: datetime) -> bool:
        """Whether a link to all that is kept may be sent now; of two who ask, one gets it."""
        asked = Q(data_asked_at=None) | Q(data_asked_at__lte=now - PAUSE)
        return self.filter(asked, pk=reader.pk).update(data_asked_at=now) == 1


_LET_ASK = """
INSERT INTO readers_reader (address, name, language, rhythm, made_at, ask_for_id)
  VALUES (%s, %s, %s, 'at_once', %s, %s)
  ON CONFLICT (address) DO UPDATE SET ask_for_id = excluded.ask_for_id
  WHERE readers_reader.asked_at IS NULL OR readers_reader.asked_at <= %s
"""


class Reader(models.Model):
    """An address that was given to us, and since when we know that it is whose it says.

    A row without `confirmed_at` is a question that was asked by mail: it goes after some days.
    """

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        NEVER = "never", _("never")

    # Lower case throughout: `rules.one_form`.
    address = models.CharField(_("e-mail"), max_length=320, unique=True)
    name = models.CharField(_("name"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=8, default="fr")
    rhythm = models.CharField(
        _("told of answers"), max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE
    )
    made_at = models.DateTimeField(_("since"))
    # The last mail that asked for confirmation: at most one a day.
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    # The last mail with a link to all that is kept: likewise.
    data_asked_at = models.DateTimeField(_("data asked for"), null=True, blank=True)
    # The site for which the next such mail is to be written.
    ask_for = models.ForeignKey(
        "wagtailcore.Site", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")

    def __str__(self) -> str:
        return self.address

    @property
    def group(self) -> str:
        """By which the letters that concern the address itself are found."""
        return f"reader:{self.pk}"

    @property
    def group_of_answers(self) -> str:
        """By which the letters that tell of answers are found."""
        return f"answers:{self.pk}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def due(self, now: datetime) -> ErasureQuerySet:
        return self.filter(due_at__lte=now).order_by("due_at", "pk")


class Erasure(models.Model):
    """Somebody asked for their words, or their name, to go. It is done when `due_at` has come."""

    class Kind(models.TextChoices):
        ERASE = "erase", _("erase everything")
        ANONYMISE = "anonymise", _("keep the words, without the name")

    address = models.CharField(_("e-mail"), max_length=320, unique=True)
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("due"))

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")


class DailyKey(models.Model):
    """A random key for the marks of one day. Without it, nobody can tell what they were made of."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    @classmethod
    def of(cls, day: date, fresh: bytes) -> bytes:
        """Return the day's key; `fresh` becomes it when there is none yet."""
        row, _made = cls.objects.get_or_create(day=day, defaults={"key": fresh})
        return bytes(row.key)
