"""What the room keeps. Each file has one subject."""

from chronique.comments.models.alarms import Alarm, AlarmQuerySet
from chronique.comments.models.comment import (
    Comment,
    Commented,
    CommentQuerySet,
    Version,
)
from chronique.comments.models.digests import Digest
from chronique.comments.models.discussion import Discussion
from chronique.comments.models.following import Follow, Notice
from chronique.comments.models.likes import Like, PageLikes
from chronique.comments.models.moderation import Appeal, Block, Decision, Report, WordList
from chronique.comments.models.queue import QueueQuerySet, to_moderate

__all__ = [
    "Alarm",
    "AlarmQuerySet",
    "Appeal",
    "Block",
    "Comment",
    "CommentQuerySet",
    "Commented",
    "Decision",
    "Digest",
    "Discussion",
    "Follow",
    "Like",
    "Notice",
    "PageLikes",
    "QueueQuerySet",
    "Report",
    "Version",
    "WordList",
    "to_moderate",
]
