"""Screens that letters lead to: a moderator's decision, the answer to a refusal.

The link is the key: whoever has it has the mailbox, and no other site can make a browser send it.
So these forms need neither a session nor a token. To open them changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chronique.base.errors import Refused
from chronique.comments import links, queue
from chronique.comments.actions import moderating, undoing
from chronique.comments.actions.appeals import appeal as make_appeal
from chronique.comments.actions.notices import MODERATE
from chronique.comments.models import Comment, Decision
from chronique.store.shown import is_not_kept

# What the buttons of the page do.
BUTTONS = {
    "approve": Decision.Action.APPROVE,
    "reject": Decision.Action.REJECT,
    "spam": Decision.Action.SPAM,
}


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """One comment, and a button for each decision, or what was decided already."""
    is_not_kept(request)
    try:
        comment, user = _comment_and_moderator(token)
        if request.method == "POST":
            _act(request, comment, user)
            return redirect(request.path)
    except links.BadLink as refusal:
        return _refusal(request, refusal, 410)
    except Refused as refusal:
        return _decision_page(request, comment, user, problem=str(refusal), status=409)
    return _decision_page(request, comment, user)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """The one answer that whoever wrote a refused comment may give."""
    is_not_kept(request)
    words, problem = request.POST.get("words", ""), ""
    try:
        comment = _comment(links.numbers_in(token, links.APPEAL)[0])
        if request.method == "POST":
            make_appeal(comment=comment, words=words, now=timezone.now())
            return redirect(request.path)
    except links.BadLink as refusal:
        return _refusal(request, refusal, 410)
    except Refused as refusal:
        problem = str(refusal)
    context = {
        "comment": comment, "article": comment.article, "words": words, "problem": problem,
        "entry": queue.entry(comment), "longest": 2000,
    }  # fmt: skip
    return render(request, "comments/appeal.html", context, status=422 if problem else 200)


def _act(request: HttpRequest, comment: Comment, user: User) -> None:
    now, name = timezone.now(), request.POST.get("action", "")
    if name == "undo":
        mine = Decision.objects.undoable().filter(comment=comment, user=user).newest_first()
        for decision in mine[:1]:
            undoing.undo(decision=decision, now=now, user=user)
        return
    if name not in BUTTONS:
        raise Http404
    moderating.decide(
        comment=comment, action=BUTTONS[name], by=Decision.By.MODERATOR, user=user, now=now,
        seen=request.POST.get("seen", ""),
        reason=request.POST.get("reason", "")[:500] if name == "reject" else "",
    )  # fmt: skip


def _decision_page(
    request: HttpRequest, comment: Comment, user: User, *, problem: str = "", status: int = 200
) -> HttpResponse:
    entry = queue.entry(comment)
    context: dict[str, Any] = {
        "entry": entry, "comment": comment, "article": comment.article, "problem": problem,
        "waits": comment.state == Comment.State.HELD or (entry.appeal and entry.appeal.is_open),
        "is_mine": entry.last is not None and entry.last.user_id == user.pk,
    }  # fmt: skip
    return render(request, "comments/moderate.html", context, status=status)


def _comment_and_moderator(token: str) -> tuple[Comment, User]:
    """Return whom and what a link names. Raises BadLink, also when they may not any more."""
    number, who = links.numbers_in(token, links.MODERATION)
    user = User.objects.filter(pk=who, is_active=True).first()
    if user is None or not user.has_perm(MODERATE):
        raise links.BadLink(links.no_more())
    return _comment(number), user


def _comment(number: int) -> Comment:
    comment = Comment.objects.with_article().select_related("parent").filter(pk=number).first()
    if comment is None:
        raise links.BadLink(links.gone())
    return comment


def _refusal(request: HttpRequest, refusal: Refused, status: int) -> HttpResponse:
    return render(request, "comments/refusal.html", {"sentence": str(refusal)}, status=status)
