"""All that is kept about one address, as its owner is shown it and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from chronique.comments.models import Block, Comment, Decision, Follow, Notice
from chronique.mail.models import Letter
from chronique.readers.elsewhere import kept_elsewhere
from chronique.readers.models import Erasure
from chronique.readers.rules import spellings

if TYPE_CHECKING:
    from chronique.comments.models import Commented
    from chronique.readers.models import Reader


def kept_about(reader: Reader) -> dict[str, Any]:
    """Return it as lists and texts; dates are datetimes. So many queries, whatever is kept.

    Likes and reports are not there: nobody can tell whose they are.
    """
    follows = Follow.objects.filter(reader=reader).with_things()
    notices = Notice.objects.filter(reader=reader).order_by("pk")
    letters = Letter.objects.filter(to=reader.address).order_by("pk")
    blocks = Block.objects.filter(kind=Block.Kind.ADDRESS, value__in=spellings(reader.address))
    erasure = Erasure.objects.filter(address=reader.address).first()
    return {
        "address": reader.address,
        "name": reader.name,
        "language": reader.language,
        "known_since": reader.made_at,
        "confirmed": reader.confirmed_at,
        "told_of_answers": reader.rhythm,
        "told_of_answers_in_words": reader.get_rhythm_display(),
        "comments": [_comment(comment) for comment in _comments(reader)],
        "follows": [_follow(follow) for follow in follows.order_by("since", "pk")],
        "told_of": list(notices.values("comment", "made_at", "told_at")),
        "letters": list(letters.values("kind", "subject", "state", "created_at", "sent_at")),
        "blocks": [_block(block) for block in blocks],
        "erasure": erasure and {"kind": erasure.kind, "due": erasure.due_at},
        **kept_elsewhere(reader),
    }


def _comments(reader: Reader) -> list[Comment]:
    decisions = Decision.objects.order_by("decided_at", "pk")
    rows = Comment.objects.of_address(reader.address).with_article().select_related("appeal")
    return list(rows.oldest_first().prefetch_related("versions", Prefetch("decisions", decisions)))


def _comment(comment: Comment) -> dict[str, Any]:
    appeal = getattr(comment, "appeal", None)
    return {
        "number": comment.pk,
        "article": _thing(comment.article),
        "address": comment.path,
        "answers": comment.parent_id,
        "state": comment.state,
        "can_be_removed": comment.is_standing,
        "state_in_words": comment.get_state_display(),
        "name": comment.author_name,
        "e-mail": comment.author_email,
        "web_address": comment.author_url,
        "written": comment.written_at,
        "public_since": comment.public_at,
        "edited": comment.edited_at,
        "likes": comment.like_count,
        "text": comment.text,
        "html": comment.html,
        "earlier_versions": [
            {"text": version.text, "replaced": version.replaced_at}
            for version in comment.versions.all()
        ],
        "objection": appeal and {"words": appeal.words, "made": appeal.made_at},
        "filter": comment.verdict,
        "decisions": [_decision(decision) for decision in comment.decisions.all()],
        "brought_along": comment.origin,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "what": decision.action,
        "by": decision.by,
        "when": decision.decided_at,
        "reason": decision.reason,
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "effect": block.effect,
        "effect_in_words": block.get_effect_display(),
        "since": block.made_at,
        "until": block.until,
        "reason": block.reason,
    }


def _follow(follow: Follow) -> dict[str, Any]:
    comment = follow.comment
    return {
        "article": _thing(follow.thing),
        "comment": comment and comment.path,
        "since": follow.since,
        "agreed": follow.agreed_at,
    }


def _thing(article: Commented) -> dict[str, str]:
    return {"title": article.title, "address": article.address}
