"""One sending of a newsletter: an article, a digest, or a correction, to all who want it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from chronique.articles.models import Article
from chronique.mail.models import Letter, Mailing
from chronique.newsletter.models.newsletters import Newsletter
from chronique.newsletter.models.subscriptions import Rhythm


class IssueQuerySet(models.QuerySet["Issue"]):
    def due(self, now: datetime) -> IssueQuerySet:
        """Those to queue now, and those whose queueing was interrupted; the oldest first."""
        states = [Issue.State.PLANNED, Issue.State.QUEUEING]
        return self.filter(state__in=states, send_at__lte=now).order_by("send_at", "pk")

    def of_article(self, article: Article) -> IssueQuerySet:
        """Those that bring this article, and not a correction of it or a digest."""
        return self.filter(article=article, kind=Issue.Kind.ARTICLE)

    def together_with(self, issue: Issue) -> IssueQuerySet:
        """An issue, and the others that bring its article."""
        same = Q(pk=issue.pk)
        if issue.kind == Issue.Kind.ARTICLE and issue.article_id:
            same |= Q(article=issue.article_id, kind=Issue.Kind.ARTICLE)
        return self.filter(same)

    def taken_back(self) -> IssueQuerySet:
        return self.filter(state=Issue.State.UNDONE)

    def standing(self) -> IssueQuerySet:
        """Those that were not taken back."""
        return self.exclude(state=Issue.State.UNDONE)

    def for_publication(self, article: Article) -> IssueQuerySet:
        """Those that wait for an article to appear."""
        return self.of_article(article).filter(state=Issue.State.PLANNED, send_at=None)

    def planned(self) -> IssueQuerySet:
        return self.filter(state=Issue.State.PLANNED)

    def queued(self) -> IssueQuerySet:
        """Those whose letters all have a row, and are on their way."""
        return self.filter(state=Issue.State.SENDING)

    def running(self) -> IssueQuerySet:
        """Those that may be stopped."""
        return self.filter(state__in=[Issue.State.QUEUEING, Issue.State.SENDING])

    def to_go_on(self) -> IssueQuerySet:
        return self.filter(state=Issue.State.STOPPED)

    def stopped_by_program(self) -> IssueQuerySet:
        """Those that wait because of what their writer has to see."""
        said = Q(state=Issue.State.STOPPED) & ~Q(stopped_because="")
        held = Q(state__in=[Issue.State.QUEUEING, Issue.State.SENDING, Issue.State.STOPPED])
        return self.filter(said | (held & Q(mailing__is_held=True) & ~Q(mailing__held_because="")))

    def in_doubt(self) -> IssueQuerySet:
        """Those that have letters of which nobody knows whether they arrived."""
        letters = Letter.objects.uncertain().filter(mailing=OuterRef("mailing"))
        return self.filter(Exists(letters))

    def begun(self) -> IssueQuerySet:
        """Those that have rows of letters, or had some."""
        return self.filter(mailing__isnull=False)

    def newest_first(self) -> IssueQuerySet:
        return self.order_by("-made_at", "-pk")


class Issue(models.Model):
    """It is PLANNED (for `send_at`, or for its article's publication when that is None), then
    QUEUEING, SENDING, and DONE; meanwhile it may be STOPPED, and UNDONE before or while queued.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        DIGEST = "digest", _("digest")
        CORRECTION = "correction", _("correction")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        QUEUEING = "queueing", _("being queued")
        SENDING = "sending", _("being sent")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("sent")
        UNDONE = "undone", _("taken back")

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="issues")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # Of an article or a correction; a digest has several, named in `articles`.
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="issues"
    )
    articles = models.JSONField(default=list, blank=True)
    # Whose subscribers a digest is for.
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.EACH)
    form = models.CharField(
        _("brings"), max_length=10, choices=Newsletter.Form, default=Newsletter.Form.FULL
    )
    corrects = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="corrections"
    )
    subject = models.CharField(_("subject"), max_length=255)
    preheader = models.CharField(_("preview line"), max_length=255, blank=True)
    # The words above the article: what a correction says was wrong.
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    send_at = models.DateTimeField(_("to be sent"), null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mailing = models.OneToOneField(
        Mailing, models.SET_NULL, null=True, blank=True, related_name="issue"
    )
    # The last reader who was queued: where an interrupted queueing goes on.
    # A correction goes on by letter: there it is the last letter of the issue that it corrects.
    queued_up_to = models.BigIntegerField(default=0)
    # Since when all its letters have rows.
    queued_at = models.DateTimeField(null=True, blank=True)
    # Why the program stopped it, as a sentence; empty when somebody did.
    stopped_because = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # What became of its letters, once their rows are gone: `{"sent": n, …}`.
    numbers = models.JSONField(default=dict, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            # One article goes out once in a newsletter; what was taken back may be sent again.
            models.UniqueConstraint(
                fields=["newsletter", "article"],
                name="newsletter_issue_once",
                condition=Q(kind="article") & ~Q(state="undone"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"],
                condition=Q(state__in=["planned", "queueing"]),
                name="newsletter_issue_due",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.QUEUEING, self.State.SENDING)

    @property
    def is_stopped(self) -> bool:
        """Stopped by somebody, or its letters by the program."""
        return self.state == self.State.STOPPED or bool(
            self.is_running and self.mailing and self.mailing.is_held
        )

    @property
    def is_taken_back(self) -> bool:
        return self.state == self.State.UNDONE

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.UNDONE)

    @property
    def why_stopped(self) -> str:
        held = self.mailing.held_because if self.mailing and self.mailing.is_held else ""
        return held or self.stopped_because
