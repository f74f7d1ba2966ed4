"""Who likes what, without knowing who it is.

A like keeps two marks, of which neither can be turned back into a person: `device`, of the random
number in the browser's signed cookie, and `network`, of the network's address, the browser's name
and a key that is thrown away after two days. Both are made for this one thing: nobody can tell
which things one reader likes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chronique.comments.models.comment import Comment


class Like(models.Model):
    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, null=True, blank=True, related_name="likes"
    )
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="likes"
    )
    device = models.CharField(max_length=32)
    # Emptied each night.
    network = models.CharField(max_length=32, blank=True)
    liked_at = models.DateTimeField(_("liked"))

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=True) ^ Q(comment__isnull=True),
                name="comments_like_of_one_thing",
            ),
            # The marks are made for the thing, so they need not be told apart by it.
            models.UniqueConstraint(fields=["device"], name="comments_like_once_a_device"),
            models.UniqueConstraint(
                fields=["network"], condition=~Q(network=""), name="comments_like_once_a_network"
            ),
        ]
        indexes = [models.Index(fields=["liked_at"], name="comments_likes_of_day")]


class PageLikesQuerySet(models.QuerySet["PageLikes"]):
    def to_tell(self, before: datetime) -> PageLikesQuerySet:
        """Those with likes that no page shows, where none was told of since `before`."""
        return self.filter(is_waiting=True, told_at__lte=before)


class PageLikes(models.Model):
    """How often an article is liked: counted as likes come, not by counting them.

    Also when the pages that show likes of it, or of its comments, were last forgotten for them.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", models.CASCADE, primary_key=True, related_name="like_count"
    )
    count = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    # Whether likes came since that no page shows yet.
    is_waiting = models.BooleanField(default=False)

    objects = PageLikesQuerySet.as_manager()
