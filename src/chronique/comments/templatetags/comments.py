"""Comments in other rooms' templates."""

from django import template

from chronique.comments.models import Commented
from chronique.comments.threads import ThreadPage, count_of, page_of_threads

register = template.Library()


@register.simple_tag
def comments_of(article: Commented) -> ThreadPage:
    """`{% comments_of article as threads %}`: the first page of the threads; two queries.

    Show it with `{% include "comments/_thread.html" with threads=threads article=article only %}`.
    """
    return page_of_threads(article, 1)


@register.simple_tag
def comment_count(article: Commented) -> int:
    """How many public comments there are, mentions apart; one query, so not for lists."""
    return count_of(article)
