"""What readers wrote under the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from chronique.articles.models.pages import Article, StaticPage, specific
from chronique.comments.models.threads import SEEMING_HELD, ThreadQuerySet, seen
from chronique.comments.rules import Place, anchor, place_below, web_address, without_details
from chronique.readers.rules import spellings

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from chronique.articles.models.readable import ReadableQuerySet

Commented = Article | StaticPage


class CommentQuerySet(ThreadQuerySet["Comment"]):
    def public(self) -> CommentQuerySet:
        return self.filter(state=Comment.State.PUBLIC)

    def kept_from_readers(self) -> CommentQuerySet:
        return self.exclude(state=Comment.State.PUBLIC)

    def hidden(self) -> CommentQuerySet:
        """As `kept_from_readers`, by each state: so an index finds them."""
        others = [state for state in Comment.State.values if state != Comment.State.PUBLIC]
        return self.filter(state__in=others)

    def standing(self) -> CommentQuerySet:
        """Public or held: what its writer may still change or take back."""
        return self.filter(state__in=[Comment.State.PUBLIC, Comment.State.HELD])

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def seen_by(self, mine: Collection[int]) -> CommentQuerySet:
        """What readers see; and one's own comments that a moderator has yet to look at."""
        return self.filter(seen(mine))

    def as_seen(self, comment: Comment) -> CommentQuerySet:
        """The comment, unless somebody has decided about it, or edited it, since it was read."""
        return self.filter(
            pk=comment.pk, state=comment.state, edited_at=comment.edited_at,
            is_pinned=comment.is_pinned, is_picked=comment.is_picked,
        )  # fmt: skip

    def words(self) -> CommentQuerySet:
        """What readers wrote; not what other sites' programs announced."""
        return self.filter(kind=Comment.Kind.COMMENT)

    def mentions(self) -> CommentQuerySet:
        """What other sites' programs announced; by each kind, so that an index finds them."""
        others = [kind for kind in Comment.Kind.values if kind != Comment.Kind.COMMENT]
        return self.filter(kind__in=others)

    def of_address(self, address: str) -> CommentQuerySet:
        """Those with an e-mail address of one form, however it is spelled."""
        return self.alias(lower_email=Lower("author_email")).filter(
            lower_email__in=spellings(address)
        )

    def gone(self, *, before: datetime) -> CommentQuerySet:
        """Those that went before that by a decision taken here, the newest first."""
        return self.filter(gone_at__lt=before).order_by("-pk")

    def under(self, article: Commented) -> CommentQuerySet:
        return self.filter(page=article.pk)

    def under_any(self, pages: ReadableQuerySet) -> CommentQuerySet:
        return self.filter(page__in=pages.values("pk"))

    def with_article(self) -> CommentQuerySet:
        """With their article but for its text."""
        return self.select_related("page__article", "page__staticpage").defer(
            "page__article__body", "page__article__corrections", "page__staticpage__body"
        )

    def with_parent(self) -> CommentQuerySet:
        """With what each answers, of which only the name and the place are shown."""
        hidden = [
            "text", "origin", "author_email", "verdict", "submission", "wording", "network",
            "public_at", "gone_at", "told_at",
        ]  # fmt: skip
        shown = {"id", "page", "state", "author_name", "old_number"}
        of_parent = {field.name for field in Comment._meta.concrete_fields} - shown
        return self.select_related("parent").defer(
            *hidden, *(f"parent__{name}" for name in of_parent)
        )

    def seeming_held(self) -> CommentQuerySet:
        """Those that their writers are told to wait for."""
        return self.filter(state__in=SEEMING_HELD)

    def undecided(self) -> CommentQuerySet:
        """Those about which nobody but the filter and their writers has decided anything."""
        return self.exclude(decisions__by__in=["moderator", "readers", "clock"])

    def newest_first(self) -> CommentQuerySet:
        return self.order_by("-written_at", "-pk")


class Comment(models.Model):
    """One reader's words under an article, or another site's word that it points here.

    `text` is what was given, `html` what readers see of it: cleaned, not yet typeset. `thread` is
    the topmost comment above this one, `branch` the nearest on whose page this one is shown; none
    at the top. With them a page of a thread is read in one query, however deep the thread is.
    """

    class State(models.TextChoices):
        PUBLIC = "public", _("public")
        HELD = "held", _("held")
        SPAM = "spam", _("spam")
        REJECTED = "rejected", _("rejected")
        # By whoever wrote it. Where something answers it, readers see that it was there.
        REMOVED = "removed", _("removed")

    class Role(models.TextChoices):
        """Who writes from the desk, as readers are told."""

        READER = "", _("reader")
        AUTHOR = "author", _("author")
        STAFF = "staff", _("editorial staff")

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        PINGBACK = "pingback", _("pingback")
        TRACKBACK = "trackback", _("trackback")

    # An article, or a static page: WordPress has comments under both.
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    # Both are looked for by indexes below, from which the branches of a thread are counted.
    thread = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    branch = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # From 1, counting what readers may not see.
    level = models.PositiveIntegerField(default=1, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMENT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    author_name = models.CharField(_("name"), max_length=255, blank=True)
    author_email = models.CharField(_("e-mail"), max_length=320, blank=True)
    author_url = models.CharField(_("web address"), max_length=2000, blank=True)
    user = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("account at the desk"),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.READER, blank=True)
    text = models.TextField(_("text"))
    html = models.TextField(_("as shown"))
    written_at = models.DateTimeField(_("written"))
    public_at = models.DateTimeField(_("public since"), null=True, blank=True)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    # Since when it is spam, rejected or removed by a decision taken here: its days are counted.
    gone_at = models.DateTimeField(_("gone since"), null=True, blank=True)
    # When moderators were told by mail that it waits.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_picked = models.BooleanField(_("author’s pick"), default=False)
    like_count = models.PositiveIntegerField(_("likes"), default=0)
    # What the filter said: {"decision", "score", "probability", "reasons": [{"name", "detail"}]}.
    verdict = models.JSONField(_("verdict"), default=dict, blank=True)
    # The same for the same form sent twice. Empty after some days, once it was removed, and for
    # imported ones.
    submission = models.CharField(max_length=32, blank=True, editable=False)
    # The same for the same words, whoever sends them and wherever; for as many days.
    wording = models.CharField(max_length=32, blank=True, editable=False)
    # A mark of the network it came from, which nobody can undo, and which lasts for a day.
    network = models.CharField(max_length=32, blank=True, editable=False)
    # The number that its old address ended with (#comment-ID); empty for those written here.
    old_number = models.CharField(max_length=40, blank=True)
    # What an import knew beside it: user agent, address, metadata. Never shown to readers.
    origin = models.JSONField(default=dict, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="comments_not_its_own_parent"
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=~Q(submission=""), name="comments_sent_once"
            ),
        ]
        indexes = [
            models.Index(fields=["page", "state", "written_at"], name="comments_of_article"),
            models.Index(fields=["thread", "branch", "state"], name="comments_in_thread"),
            models.Index(fields=["branch", "state", "written_at"], name="comments_of_branch"),
            # Of the next two the first page of an article's threads is read: see `listing`.
            models.Index(
                fields=["page", "state", "thread", "kind", "level", "branch"],
                name="comments_counted",
            ),
            models.Index(
                fields=["page", "state", "kind", "-is_pinned", "written_at", "id"],
                name="comments_at_the_top",
                condition=Q(branch=None),
            ),
            models.Index(fields=["-written_at"], name="comments_newest"),
            models.Index(fields=["state", "written_at"], name="comments_queue"),
            models.Index(Lower("author_email"), "state", name="comments_of_address"),
            models.Index(
                fields=["wording", "written_at"],
                name="comments_of_wording",
                condition=~Q(wording=""),
            ),
            models.Index(
                fields=["network", "written_at"],
                name="comments_of_network",
                condition=~Q(network=""),
            ),
            models.Index(
                fields=["gone_at"], name="comments_gone", condition=Q(gone_at__isnull=False)
            ),
            models.Index(
                fields=["told_at"], name="comments_told", condition=Q(told_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"

    @property
    def article(self) -> Commented:
        """What it stands under, as what it is."""
        return specific(self.page)

    @article.setter
    def article(self, article: Commented) -> None:
        self.page = article

    @property
    def is_public(self) -> bool:
        return self.state == self.State.PUBLIC

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def seems_held(self) -> bool:
        """As its own writer is told: who is taken for spam learns nothing, and may be honest."""
        return self.state in SEEMING_HELD

    @property
    def is_standing(self) -> bool:
        return self.state in (self.State.PUBLIC, self.State.HELD)

    @property
    def is_mention(self) -> bool:
        return self.kind != self.Kind.COMMENT

    @property
    def place(self) -> Place:
        """Where it stands among the others."""
        return Place(self.thread_id, self.branch_id, self.level)

    @place.setter
    def place(self, place: Place) -> None:
        self.thread_id, self.branch_id, self.level = place

    @property
    def top(self) -> int:
        """The number by which its thread goes: of the topmost comment above it, or its own."""
        return self.pk if self.branch_id is None else self.thread_id or self.branch_id

    @property
    def anchor(self) -> str:
        """The end of its address. What an old address ended with still leads to it."""
        return anchor(self.pk, self.old_number)

    @property
    def path(self) -> str:
        """Its permanent address, which finds the page of the thread that it stands on."""
        return f"/comment/{self.pk}/"

    @property
    def author_link(self) -> str:
        """Its author's own address, if it is one that a link may lead to; or else empty."""
        return web_address(self.author_url)

    @property
    def is_refused(self) -> bool:
        return self.state in (self.State.REJECTED, self.State.SPAM)

    @property
    def stamp(self) -> str:
        """What tells whether a moderator decides about what they saw."""
        edited = f"{self.edited_at:%Y%m%d%H%M%S%f}" if self.edited_at else ""
        return f"{self.state}-{int(self.is_pinned)}{int(self.is_picked)}-{edited}"

    def hang_below(self, parent: Comment) -> None:
        """Make it an answer; to something elsewhere it stands at the top of what is said here."""
        self.parent = parent
        is_here = parent.page_id == self.page_id
        self.place = place_below(parent.pk, parent.place) if is_here else Place()

    def make_public(self, now: datetime) -> None:
        """Let readers see it; who follows is told once, when it is public for the first time."""
        self.state, self.gone_at = self.State.PUBLIC, None
        self.public_at = self.public_at or now

    def empty(self) -> None:
        """Take everything that somebody wrote, and all that says who it was."""
        self.text = self.html = ""
        self.forget_author()

    def forget_author(self) -> None:
        """Take all that says who wrote it. An import knows by `origin` to leave it so."""
        self.author_name = self.author_email = self.author_url = ""
        self.network = self.wording = self.submission = ""
        self.user = None
        self.verdict = without_details(self.verdict)
        self.origin = {"forgotten": True} if self.origin or self.old_number else {}

    def take_away(self, state: str, now: datetime) -> None:
        """Make it spam, rejected or removed: out of readers' sight, and gone after some days."""
        self.state, self.gone_at = self.State(state), now


class Version(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    text = models.TextField(_("text"))
    html = models.TextField(_("as shown"))
    replaced_at = models.DateTimeField(_("replaced"))
    # A moderator; nobody when its author did.
    user = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["replaced_at", "pk"]
