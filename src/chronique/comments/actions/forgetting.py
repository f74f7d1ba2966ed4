"""What readers see of comments changed: what showed it is forgotten, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chronique.comments import tags
from chronique.store.actions import forget

if TYPE_CHECKING:
    from chronique.comments.models import Comment


def forget_comments(comments: Iterable[Comment], *, entirely: bool = False) -> None:
    """Forget the pages that show these comments, or are going to.

    `entirely`: words that were there are to be seen no more, not even while a page is made anew.
    """
    names = {name for one in comments for name in _names(one)}
    if names:
        forget(tags.ALL, *sorted(names), entirely=entirely)


def forget_change(comment: Comment, *, before: str, has_other_words: bool = False) -> None:
    """Forget a comment whose state was `before`, if readers saw it, or see it now."""
    was_public = before == comment.State.PUBLIC
    if was_public or comment.is_public:
        is_gone = was_public and (has_other_words or not comment.is_public)
        forget_comments([comment], entirely=is_gone)


def _names(comment: Comment) -> list[str]:
    return [
        tags.comments(comment.page_id), tags.thread(comment.top), tags.comment(comment.pk)
    ]  # fmt: skip
