"""Who wishes to be told of answers, and what they are to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chronique.articles.models.pages import specific
from chronique.comments.models.comment import Comment, Commented
from chronique.readers.models import Reader

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, *, page: int, comments: Collection[int]) -> FollowQuerySet:
        """Those who are told of what stands under this article, or answers one of these."""
        return self.filter(Q(page=page) | Q(comment__in=comments))

    def agreed(self) -> FollowQuerySet:
        return self.filter(agreed_at__isnull=False)

    def open(self) -> FollowQuerySet:
        """Those that somebody asked for who has not shown yet whose address it is."""
        return self.filter(agreed_at=None)

    def with_things(self) -> FollowQuerySet:
        """With what they follow, but for the words of it."""
        things = ["page", "comment__page"]
        deep = [f"{thing}__{kind}" for thing in things for kind in ("article", "staticpage")]
        words = [f"{each}__body" for each in deep]
        return self.select_related(*deep).defer(
            "comment__text", "comment__html", "comment__origin", *words
        )


class Follow(models.Model):
    """A reader is told of answers to one comment, or of all comments under one article.

    Anybody may type an address: it counts once its reader has agreed.
    """

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="follows")
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="follows"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, null=True, blank=True, related_name="follows"
    )
    since = models.DateTimeField(_("since"))
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=True) ^ Q(comment__isnull=True),
                name="comments_follow_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["reader", "comment"], condition=Q(comment__isnull=False),
                name="comments_follow_comment_once",
            ),
            models.UniqueConstraint(
                fields=["reader", "page"], condition=Q(page__isnull=False),
                name="comments_follow_page_once",
            ),
        ]  # fmt: skip

    @property
    def thing(self) -> Commented:
        """The article that it is, or that it stands under."""
        return self.comment.article if self.comment else specific(self.page)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> NoticeQuerySet:
        return self.filter(told_at=None)

    def made_before(self, moment: datetime) -> NoticeQuerySet:
        return self.filter(made_at__lte=moment)


class Notice(models.Model):
    """A reader is to be told of a comment. Written with the decision that made it public.

    It stays for some days, so that nobody is told of one comment twice.
    """

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="notices")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notices")
    made_at = models.DateTimeField()
    # When it went into a letter, or proved to be no news any more.
    told_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "comment"], name="comments_told_once")
        ]
        indexes = [
            models.Index(fields=["reader"], condition=Q(told_at=None), name="comments_to_tell")
        ]
