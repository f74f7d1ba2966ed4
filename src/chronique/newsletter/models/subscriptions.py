"""Who gets a newsletter, how often, and how we know that they want it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.newsletter.models.newsletters import Newsletter
from chronique.readers.models import Reader


class Rhythm(models.TextChoices):
    EACH = "each", _("each article")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class State(models.TextChoices):
    ASKED = "asked", _("not confirmed yet")
    ACTIVE = "active", _("subscribed")
    LEFT = "left", _("left")
    BOUNCED = "bounced", _("does not arrive")
    COMPLAINED = "complained", _("called it spam")
    BLOCKED = "blocked", _("blocked")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> SubscriptionQuerySet:
        return self.filter(state=State.ACTIVE)

    def blocked(self) -> SubscriptionQuerySet:
        return self.filter(state=State.BLOCKED)

    def not_blocked(self) -> SubscriptionQuerySet:
        return self.exclude(state=State.BLOCKED)

    def that_ends(self, state: str) -> SubscriptionQuerySet:
        """Those that may end so: a block ends all, also what ended; a complaint all but a block."""
        if state == State.BLOCKED:
            return self.not_blocked()
        if state == State.COMPLAINED:
            return self.exclude(state__in=[State.COMPLAINED, State.BLOCKED])
        return self.filter(state__in=[State.ASKED, State.ACTIVE])

    def on(self, site: Site) -> SubscriptionQuerySet:
        return self.filter(newsletter__site=site)

    def of(self, words: str) -> SubscriptionQuerySet:
        """Those of whose reader the address, or the name, holds these words."""
        address, name = Q(reader__address__contains=words.lower()), Q(reader__name__icontains=words)
        return self.filter(address | name) if words else self


class Subscription(models.Model):
    """One reader's of one newsletter, with the proof that they asked for it.

    A row that ended is kept as long as the reader's is: it says when and why, and that an import
    must not bring it back.
    """

    Rhythm = Rhythm
    State = State

    class Basis(models.TextChoices):
        """Why we may write to them."""

        FORM = "form", _("asked on the site and confirmed by mail")
        IMPORT = "import", _("came with a list from another system")
        WRITER = "writer", _("added at the desk")

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="subscriptions")
    reader = models.ForeignKey(Reader, models.CASCADE, related_name="subscriptions")
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm, default=Rhythm.EACH)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    made_at = models.DateTimeField(_("made"))
    # When it was confirmed; of an imported one, when it was elsewhere.
    since = models.DateTimeField(_("since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # The issue whose letter it was left by.
    ended_by = models.ForeignKey(
        "newsletter.Issue", models.SET_NULL, null=True, blank=True, related_name="endings"
    )
    # The proof of consent: why, the words that were shown, on which page, when, and how.
    basis = models.CharField(_("consent"), max_length=10, choices=Basis)
    consent_text = models.TextField(_("text shown"), blank=True)
    consent_page = models.TextField(_("page"), blank=True)
    consent_how = models.TextField(_("how"), blank=True)
    consent_at = models.DateTimeField(_("consent given"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "reader"], name="newsletter_subscription_once"
            ),
            models.CheckConstraint(
                condition=Q(state=State.ASKED, since=None)
                | ~Q(state__in=[State.ASKED, State.ACTIVE])
                | Q(state=State.ACTIVE, since__isnull=False, ended_at=None),
                name="newsletter_subscription_active_since",
            ),
        ]
        indexes = [
            models.Index(
                fields=["newsletter", "rhythm", "reader"],
                condition=Q(state=State.ACTIVE),
                name="newsletter_to_be_written_to",
            ),
            models.Index(fields=["newsletter", "state", "-since"], name="newsletter_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.newsletter_id}: {self.state}"
