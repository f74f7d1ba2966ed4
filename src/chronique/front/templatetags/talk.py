"""Comments in their places."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template.base import FilterExpression
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from chronique.articles.stencil import Stencil, Values
from chronique.comments.models import Commented
from chronique.comments.nesting import Node
from chronique.comments.templatetags.comments import Talk, light_markdown
from chronique.comments.trap import name_of
from chronique.front.moments import element_of_day
from chronique.text.html import safe

register = template.Library()

_COMMENT, _FORM = Stencil("comments/_comment.html"), Stencil("comments/_form.html")


class _Places(template.Node):
    """What stands between the two tags, filled in for each comment of a page."""

    def __init__(self, nodes: template.NodeList, asked: list[FilterExpression]) -> None:
        self.nodes, self.asked, self.stencil = nodes, asked, Stencil()

    def render(self, context: template.Context) -> str:
        threads, article, is_open = (one.resolve(context) for one in self.asked)
        seen = [node for node in threads.comments if node.is_seen]
        comments = _COMMENT.each(_values(seen, article, is_open=is_open))
        places = [
            {
                "opens": node.opens,
                "comment": next(comments) if node.is_seen else "",
                "branch": node.branch if node.beneath else "",
                "beneath": _answers(node.beneath) if node.beneath else "",
                "is_last": not node.has_replies,
                "closes": safe("</ol></li>" * len(node.closes)),
                "continues": node.continues,
                "more": _more(node.more) if node.continues else "",
            }
            for node in threads.comments
        ]
        return safe("".join(self.stencil.each(places, lambda given: self._cut(context, given))))

    def _cut(self, context: template.Context, given: dict[str, Any]) -> str:
        with context.push(**given):
            return self.nodes.render(context)


@register.tag
def places(parser: template.base.Parser, token: template.base.Token) -> _Places:
    """`{% places threads article is_open %}…{% endplaces %}`: each comment in its place. No query.

    A stencil. Inside stand `comment`; `opens`, `is_last` and `closes`, which make the lists;
    `beneath` with `branch`, and `more` with `continues`: words and where they lead.
    """
    asked = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodes = parser.parse(["endplaces"])
    parser.delete_first_token()
    return _Places(nodes, asked)


def _values(nodes: list[Node], article: Commented, *, is_open: bool) -> Iterator[Values]:
    """Yield what the stencil of a comment sees. `is_open`: whether readers may answer."""
    zone, language = timezone.get_current_timezone(), translation.get_language() or ""
    for node in nodes:
        comment, answered = node.comment, node.answered
        # What was taken for spam is not changed any more.
        is_own = node.is_mine and comment.is_standing
        is_public, is_removed = comment.is_public, node.is_removed
        written = comment.written_at.astimezone(zone)
        write = f"{article.address}comments/?parent={comment.pk}#write"
        yield {
            "anchor": comment.anchor,
            "number": str(comment.pk),
            "path": comment.path,
            "author": comment.author_name,
            "author_link": comment.author_link,
            "role": str(comment.get_role_display()) if comment.role else "",
            "is_answer": answered is not None,
            "answered": answered.author_name if answered else "",
            "answered_path": answered.path if answered else "",
            "is_apart": node.is_apart,
            "date": element_of_day(written, language, "dt-published"),
            "time": f"{written:%H:%M}",
            "is_edited": comment.edited_at is not None,
            "is_pinned": comment.is_pinned,
            "is_picked": comment.is_picked,
            "is_held": node.is_held,
            "is_asked": node.is_asked,
            "is_removed": is_removed,
            "is_public": is_public,
            "language": node.language,
            "words": "" if is_removed else node.html,
            "likes": str(comment.like_count or ""),
            "is_liked": node.is_liked,
            "answer_path": write if is_open and is_public else "",
            "is_mine": is_own,
            "is_editable": is_own and node.is_editable,
        }


def _answers(count: int) -> str:
    words = ngettext(
        "Continue this thread (%(answers)s answer)",
        "Continue this thread (%(answers)s answers)",
        count,
    )
    return words % {"answers": count}


def _more(count: int) -> str:
    words = ngettext(
        "Continue this thread (%(more)s more comment)",
        "Continue this thread (%(more)s more comments)",
        count,
    )
    return words % {"more": count}


@register.simple_tag
def comment_form(talk: Talk) -> str:
    """`{% comment_form talk %}`: bare, or with what this browser remembers."""
    page, rules = talk.article, talk.discussion.house_rules
    values: dict[str, str | bool] = {
        "address": page.address,
        "language": page.language,
        "rules": light_markdown(rules, page.language) if rules else "",
        "preview": "",
        "parent": False,
        "trap": name_of(timezone.localdate()),
    }
    if any(talk.device.form.values()):
        return render_to_string("comments/_form.html", {**values, "form": talk.form})
    return _FORM.filled(values, form=lambda: talk.form)
