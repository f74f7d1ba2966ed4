"""Comments in their places."""

from django import template
from django.template.loader import render_to_string
from django.utils import timezone

from chronique.articles.stencil import Stencil
from chronique.comments.models import Commented
from chronique.comments.nesting import Node
from chronique.comments.templatetags.comments import Talk, light_markdown
from chronique.front.moments import time_element

register = template.Library()

_COMMENT, _FORM = Stencil("comments/_comment.html"), Stencil("comments/_form.html")


@register.simple_tag
def comment_in_place(node: Node, article: Commented, is_open: bool) -> str:
    """`{% comment_in_place node article is_open %}`: whether readers may answer. No query."""
    comment, answered = node.comment, node.answered
    is_mine, is_public = node.is_mine, comment.is_public
    write = f"{article.address}comments/?parent={comment.pk}#write"
    return _COMMENT.filled(
        {
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
            "date": time_element(comment.written_at, "dt-published"),
            "time": f"{timezone.localtime(comment.written_at):%H:%M}",
            "is_edited": comment.edited_at is not None,
            "is_pinned": comment.is_pinned,
            "is_picked": comment.is_picked,
            "is_held": node.is_held,
            "is_removed": node.is_removed,
            "is_public": is_public,
            "language": node.language,
            "words": "" if node.is_removed else node.html,
            "likes": str(comment.like_count or ""),
            "is_liked": node.is_liked,
            "answer_path": write if is_open and is_public else "",
            "is_mine": is_mine,
            "is_editable": is_mine and node.is_editable,
        }
    )


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
    }
    if any(talk.device.form.values()):
        return render_to_string("comments/_form.html", {**values, "form": talk.form})
    return _FORM.filled(values, form=lambda: talk.form)
