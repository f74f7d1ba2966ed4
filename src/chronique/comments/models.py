"""What readers wrote under the articles."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chronique.articles.models import Article


class CommentQuerySet(models.QuerySet["Comment"]):
    def public(self) -> CommentQuerySet:
        return self.filter(state=Comment.State.PUBLIC)

    def kept_from_readers(self) -> CommentQuerySet:
        return self.exclude(state=Comment.State.PUBLIC)

    def oldest_first(self) -> CommentQuerySet:
        return self.order_by("written_at", "pk")

    def newest_first(self) -> CommentQuerySet:
        return self.order_by("-written_at", "-pk")


class Comment(models.Model):
    """One reader's words under an article, or another site's word that it points here.

    `text` is what was given, `html` what readers see of it: cleaned, not yet typeset. `thread` is the
    topmost comment above this one (itself at the top), so that a thread is read in one query.
    """

    class State(models.TextChoices):
        PUBLIC = "public", _("public")
        HELD = "held", _("held")
        SPAM = "spam", _("spam")
        REJECTED = "rejected", _("rejected")

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        PINGBACK = "pingback", _("pingback")
        TRACKBACK = "trackback", _("trackback")

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMENT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    author_name = models.CharField(_("name"), max_length=255, blank=True)
    author_email = models.CharField(_("e-mail"), max_length=320, blank=True)
    author_url = models.CharField(_("web address"), max_length=2000, blank=True)
    user = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("account at the desk"),
    )  # fmt: skip
    text = models.TextField(_("text"))
    html = models.TextField(_("as shown"))
    written_at = models.DateTimeField(_("written"))
    like_count = models.PositiveIntegerField(_("likes"), default=0)
    # The number that its old address ended with (#comment-ID); empty for those written here.
    old_number = models.CharField(max_length=40, blank=True)
    # What an import knew beside it: user agent, address, metadata. Never shown to readers.
    origin = models.JSONField(default=dict, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="comments_not_its_own_parent")
        ]
        indexes = [
            models.Index(fields=["article", "state", "written_at"], name="comments_of_article"),
            models.Index(fields=["thread", "written_at"], name="comments_of_thread"),
            models.Index(fields=["-written_at"], name="comments_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"

    @property
    def anchor(self) -> str:
        """The end of its address. What an old address ended with still leads to it."""
        return f"comment-{self.old_number}" if self.old_number else f"c{self.pk}"

    @property
    def path(self) -> str:
        """Its permanent address, which finds the page of the thread that it stands on."""
        return f"/comment/{self.pk}/"
