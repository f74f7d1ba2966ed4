"""What moderators decide, and what they decide by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from chronique.comments.models.comment import Comment

if TYPE_CHECKING:
    from datetime import datetime


# By these a moderator says what a comment is.
SETTLING = ("approve", "answer", "hold", "reject", "spam")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> DecisionQuerySet:
        """Those that nobody undid, without the undoing itself."""
        return self.filter(undone_at=None).exclude(action=Decision.Action.UNDO)

    def received(self) -> DecisionQuerySet:
        """The coming of comments that the filter looked at."""
        return self.filter(action=Decision.Action.RECEIVE, by=Decision.By.FILTER)

    def settling(self) -> DecisionQuerySet:
        """What moderators decided about a comment's state, and nobody undid."""
        return self.filter(by=Decision.By.MODERATOR, undone_at=None, action__in=SETTLING)

    def after(self, decision: Decision) -> DecisionQuerySet:
        """What was decided about the same comment since."""
        return self.standing().filter(comment=decision.comment_id, pk__gt=decision.pk)

    def undoable(self) -> DecisionQuerySet:
        return self.standing().filter(by=Decision.By.MODERATOR).exclude(undo={})

    def newest_first(self) -> DecisionQuerySet:
        return self.order_by("-decided_at", "-pk")


class Decision(models.Model):
    """One line of the log: what was done with a comment, by whom, why, and what the filter said.

    It outlives the comment, and holds neither its words nor anybody's address.
    """

    class Action(models.TextChoices):
        RECEIVE = "receive", _("received")
        APPROVE = "approve", _("approved")
        HOLD = "hold", _("held")
        REJECT = "reject", _("rejected")
        SPAM = "spam", _("marked as spam")
        REMOVE = "remove", _("removed")
        EDIT = "edit", _("edited")
        ANSWER = "answer", _("answered")
        PIN = "pin", _("pinned")
        UNPIN = "unpin", _("no longer pinned")
        PICK = "pick", _("picked")
        UNPICK = "unpick", _("no longer picked")
        UNDO = "undo", _("undone")
        PURGE = "purge", _("deleted for good")

    class By(models.TextChoices):
        FILTER = "filter", _("the filter")
        MODERATOR = "moderator", _("a moderator")
        READERS = "readers", _("readers’ reports")
        WRITER = "writer", _("whoever wrote it")
        CLOCK = "clock", _("the time limit")

    comment = models.ForeignKey(
        Comment, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    # Its number, also when it is gone.
    number = models.BigIntegerField(_("comment"))
    page = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action = models.CharField(_("decision"), max_length=10, choices=Action)
    by = models.CharField(_("by"), max_length=10, choices=By)
    user = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("moderator"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("when"))
    before = models.CharField(_("state before"), max_length=10, blank=True)
    after = models.CharField(_("state after"), max_length=10, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    verdict = models.JSONField(_("verdict then"), default=dict, blank=True)
    # What the filter said, out of the verdict: to open thousands of them takes a second.
    said = models.GeneratedField(
        expression=KT("verdict__decision"), output_field=models.CharField(max_length=10, null=True),
        db_persist=True,
    )  # fmt: skip
    # What brings back what was before, beside the state: texts, marks.
    undo = models.JSONField(default=dict, blank=True, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["-decided_at"], name="comments_decisions_newest"),
            models.Index(fields=["number"], name="comments_decisions_about"),
        ]
        permissions = [("moderate_comments", _("Can moderate comments"))]

    @property
    def who(self) -> str:
        """The moderator's name, or what decided in nobody's name."""
        if self.user:
            return self.user.get_full_name() or self.user.get_username()
        return self.get_by_display()


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        """Those that no moderator has looked at."""
        return self.filter(settled_at=None)

    def counted(self) -> ReportQuerySet:
        """Those that hide a comment when there are enough of them."""
        return self.open().filter(is_counted=True)


class Report(models.Model):
    """A reader's word that a comment should not stand there."""

    class Reason(models.TextChoices):
        INSULT = "insult", _("It insults or threatens somebody")
        HATE = "hate", _("It stirs up hatred")
        SPAM = "spam", _("It is advertising")
        FALSE = "false", _("It states something false")
        PRIVATE = "private", _("It shows somebody’s private affairs")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    words = models.TextField(_("in the reader’s words"), blank=True, max_length=1000)
    # As those of likes: one report a reader, who is not known.
    device = models.CharField(max_length=32)
    network = models.CharField(max_length=32, blank=True)
    reported_at = models.DateTimeField(_("when"))
    # Whether it counts towards hiding the comment: not where the filter doubts who reports.
    is_counted = models.BooleanField(default=True, editable=False)
    # When a moderator has decided about the comment since.
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["device"], name="comments_report_once_a_device"),
            models.UniqueConstraint(
                fields=["network"], condition=~Q(network=""), name="comments_report_once_a_network"
            ),
        ]


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> AppealQuerySet:
        return self.filter(settled_at=None)


class Appeal(models.Model):
    """The one answer that whoever wrote a refused comment may give."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="appeal")
    words = models.TextField(_("words"), max_length=2000)
    made_at = models.DateTimeField(_("when"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    @property
    def is_open(self) -> bool:
        return self.settled_at is None


class BlockQuerySet(models.QuerySet["Block"]):
    def holding(self, now: datetime) -> BlockQuerySet:
        """Those that have not ended."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now))


class Block(models.Model):
    """Somebody, or a place, whose comments are trusted, held or refused."""

    class Kind(models.TextChoices):
        ADDRESS = "address", _("e-mail address")
        DOMAIN = "domain", _("domain")
        NETWORK = "network", _("network")
        # Of a comment no address is kept, only what stands for it until its key goes.
        MARK = "mark", _("network of a comment, for a day")

    class Effect(models.TextChoices):
        TRUST = "trust", _("Trust")
        HOLD = "hold", _("Hold")
        REFUSE = "refuse", _("Refuse")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(
        _("value"), max_length=320,
        help_text=_("bo@example.org, example.org or 192.0.2.0/24."),
    )  # fmt: skip
    effect = models.CharField(_("what happens"), max_length=10, choices=Effect)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    made_at = models.DateTimeField(_("since"), auto_now_add=True)
    user = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("person or place")
        verbose_name_plural = _("people and places")
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="comments_block_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display() if self.kind == self.Kind.MARK else self.value

    def holds(self, now: datetime) -> bool:
        return self.until is None or self.until > now


class WordList(models.Model):
    """Words that make a comment wait, or keep it away."""

    class Effect(models.TextChoices):
        HOLD = "hold", _("Hold")
        SPAM = "spam", _("Spam")
        REFUSE = "refuse", _("Refuse")

    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(
        _("language"), max_length=8, blank=True,
        help_text=_("Of the articles for which it holds: fr, en …; empty: of all."),
    )  # fmt: skip
    effect = models.CharField(_("what happens"), max_length=10, choices=Effect, default=Effect.HOLD)
    words = models.TextField(
        _("words"),
        help_text=_("One word or phrase a line; whole words, accents and case do not matter;"
                    " a star at the end stands for any ending: casino*."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
