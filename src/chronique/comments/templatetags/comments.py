"""Comments in other rooms' templates."""

from dataclasses import dataclass
from datetime import timedelta

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.functional import cached_property

from chronique.articles.models import Article, Publication
from chronique.comments import trap
from chronique.comments.actions import posting
from chronique.comments.actions.likes import mark_liked
from chronique.comments.actions.proving import mark_asked
from chronique.comments.devices import Device
from chronique.comments.forms import CommentForm
from chronique.comments.models import Commented, Discussion
from chronique.comments.nesting import typeset
from chronique.comments.tags import rules
from chronique.comments.threads import ThreadPage, count_of, names_of, page_of_threads
from chronique.store.shown import shows_too
from chronique.text.markdown_light import render

register = template.Library()


@dataclass
class Talk:
    """What stands under an article, and the form below it."""

    article: Commented
    threads: ThreadPage
    discussion: Discussion
    device: Device
    likes: int
    is_open: bool
    is_liked: bool = False

    @cached_property
    def form(self) -> CommentForm:
        known = self.device.form
        return CommentForm(
            initial=known, article=self.article, device=self.device, auto_id="write-%s"
        )

    @property
    def was_open(self) -> bool:
        """Whether readers may be told that it was closed: static pages were never open."""
        return isinstance(self.article, Article) and not self.is_open

    @property
    def is_shown(self) -> bool:
        return bool(self.threads.total or self.threads.total_mentions or self.is_open)


@register.simple_tag(takes_context=True)
def talk_of(context: Context, article: Commented) -> Talk:
    """`{% talk_of article as talk %}`: the first page of the threads, likes, and the form.

    Three queries; in a browser that has taken part one more, and it sees what is held of it, with
    one more. Show it with
    `{% include "comments/_thread.html" with talk=talk article=article only %}`.
    """
    request = context["request"]
    device, now = Device.of(request), timezone.now()
    discussion = Discussion.of(Publication.for_request(request).site, article.pk)
    talk = Talk(
        article=article,
        threads=page_of_threads(article, 1, mine=device.mine),
        discussion=discussion,
        device=device,
        likes=discussion.likes,
        is_open=not posting.closed(article, discussion, now),
    )
    shows_too(
        request, *names_of(article, discussion), until=posting.closes_at(article, discussion, now)
    )
    if talk.is_open:
        # The name of its trap goes with the day, and is good for twice as long.
        name = rules(discussion.site_id)
        shows_too(request, name, until=now + timedelta(days=trap.DAYS // 2))
    mark_asked(talk.threads, device)
    talk.is_liked = mark_liked(article, talk.threads, device)
    return talk


@register.filter
def light_markdown(text: str, language: str) -> str:
    """What a person wrote in light Markdown, as HTML in the typography of its language."""
    return typeset(render(text), language)


@register.simple_tag
def comment_count(article: Commented) -> int:
    """How many public comments there are, mentions apart; one query, so not for lists."""
    return count_of(article)
