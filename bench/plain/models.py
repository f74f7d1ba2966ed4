"""A page as Wagtail's tutorial makes it: title, headings and paragraphs, a template.

And one with comments, as they are usually added to it: a table, a template that includes itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page

if TYPE_CHECKING:
    from django.http import HttpRequest


class PlainPage(Page):
    body = StreamField([("heading", CharBlock()), ("paragraph", RichTextBlock())])

    template = "plain/page.html"


class DiscussedPage(Page):
    body = StreamField([("heading", CharBlock()), ("paragraph", RichTextBlock())])

    template = "plain/discussed.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the comments: one query, and the answers of each beside it."""
        comments = list(self.plain_comments.filter(is_public=True).select_related("parent"))
        answers: dict[int | None, list[PlainComment]] = defaultdict(list)
        for comment in comments:
            answers[comment.parent_id].append(comment)
        for comment in comments:
            comment.answers = answers[comment.pk]
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "comments": answers[None], "count": len(comments)}


class PlainComment(models.Model):
    page = models.ForeignKey(DiscussedPage, models.CASCADE, related_name="plain_comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True)
    author = models.CharField(max_length=255)
    text = models.TextField()
    date = models.DateTimeField()
    likes = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[PlainComment]] = models.Manager()

    # Set where they are read.
    answers: list[PlainComment]

    class Meta:
        ordering = ["date", "pk"]
