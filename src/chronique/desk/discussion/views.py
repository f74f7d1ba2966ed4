"""The queue and the log. Each button of the queue is a form; a script sends it without leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.comments import queue as queues
from chronique.comments import record
from chronique.comments.actions import alarms, blocking, moderating, undoing
from chronique.comments.actions.notices import MODERATE
from chronique.comments.models import Block, Comment, Decision
from chronique.desk.discussion import chart, log
from chronique.desk.discussion.forms import BlockingForm, LogForm, QueueForm

PER_PAGE, LOG_PER_PAGE = 25, 50
# So long the last decision is offered to be undone.
RECENT = timedelta(hours=1)
BULK = [Decision.Action.APPROVE, Decision.Action.REJECT, Decision.Action.SPAM]
ONE = [
    *BULK, Decision.Action.HOLD, Decision.Action.PIN, Decision.Action.UNPIN,
    Decision.Action.PICK, Decision.Action.UNPICK,
]  # fmt: skip

moderators_only = permission_required(MODERATE)
Done = tuple[str, Sequence[Comment]]


@moderators_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    form = QueueForm(request.GET)
    wanted, number = form.wanted(), _number(request)
    comments, has_more = queues.page_of(wanted, number=number, per_page=PER_PAGE)
    context = {
        "form": form, "wanted": wanted, "entries": queues.entries(comments), "tab": "queue",
        "list": request.get_full_path(), **_pages(request, number, has_more=has_more),
        "total": wanted.comments().count(), "last": _last(request),
        "article": Article.objects.filter(pk=wanted.article or 0).first(),
        "keys": _wants_keys(request), "everywhere": _everywhere(request, wanted), **_slow(request),
    }  # fmt: skip
    return render(request, "desk/comments/queue.html", context)


@moderators_only
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Any button of one comment."""
    comment = get_object_or_404(Comment.objects.with_article(), pk=pk)
    name = request.POST.get("action", "")
    act = ACTS.get(name, _decide)
    try:
        return _answer(request, *act(request, comment, name))
    except Refused as refusal:
        return _refuse(request, str(refusal), [pk])


@moderators_only
@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    action = _action(request.POST.get("action", ""), BULK)
    numbers = [int(one) for one in request.POST.getlist("comment")[:500] if one.isdecimal()]
    comments = list(Comment.objects.with_article().filter(pk__in=numbers))
    done = moderating.decide_many(
        comments=comments, action=action, user=_me(request), now=timezone.now()
    )
    missed = len(comments) - len(done)
    if not done:
        return _refuse(request, _("Nothing was decided: choose comments first."), numbers)
    sentence = ngettext(
        "%(count)s comment: %(what)s.", "%(count)s comments: %(what)s.", len(done)
    ) % {"count": len(done), "what": action.label}
    if missed:
        sentence += " " + _("Of %(count)s others somebody had decided.") % {"count": missed}
    return _answer(request, sentence, comments)


@moderators_only
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    numbers = [int(one) for one in request.POST.getlist("decision")[:500] if one.isdecimal()]
    mine = Decision.objects.undoable().filter(pk__in=numbers).select_related("comment")
    decisions = list(mine)
    pks = [decision.comment_id for decision in decisions if decision.comment_id]
    try:
        if not decisions:
            raise Refused(_("There is nothing to undo."))
        undoing.undo_many(decisions=decisions, now=timezone.now(), user=_me(request))
    except Refused as refusal:
        return _refuse(request, str(refusal), pks)
    comments = list(Comment.objects.with_article().filter(pk__in=pks))
    return _answer(request, _("Undone."), comments)


@moderators_only
@require_POST
def slow(request: HttpRequest) -> HttpResponse:
    """Slow mode, on or off."""
    publication, now = Publication.for_request(request), timezone.now()
    lasts = request.POST.get("lasts", "")
    if lasts == "end":
        alarms.end_slow_mode(publication=publication, now=now)
        messages.success(request, _("Slow mode is off."))
    elif lasts in alarms.LASTS:
        alarms.slow_down(publication=publication, lasts=lasts, user=_me(request), now=now)
        messages.success(request, _("Slow mode is on."))
    else:
        raise Http404
    return redirect("comments_queue")


@moderators_only
@require_safe
def show_log(request: HttpRequest) -> HttpResponse:
    form, number = LogForm(request.GET), _number(request)
    start = (number - 1) * LOG_PER_PAGE
    rows = list(log.decisions(form)[start : start + LOG_PER_PAGE + 1])
    context = {
        "form": form, "tab": "log", "query": request.GET.urlencode(),
        "rows": [(row, log.said_then(row)) for row in rows[:LOG_PER_PAGE]],
        **_pages(request, number, has_more=len(rows) > LOG_PER_PAGE),
    }  # fmt: skip
    return render(request, "desk/comments/log.html", context)


@moderators_only
@require_safe
def show_record(request: HttpRequest) -> HttpResponse:
    """How the filter did."""
    found = record.record_of(timezone.now())
    context = {
        "record": found, "plot": chart.plot(found.bins), "most": record.MOST,
        "enough": record.ENOUGH, "tab": "filter",
    }  # fmt: skip
    return render(request, "desk/comments/filter.html", context)


@moderators_only
@require_safe
def export_log(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    found = log.decisions(LogForm(request.GET))
    lines = log.as_csv(found) if kind == "csv" else log.as_json(found)
    media = "text/csv" if kind == "csv" else "application/json"
    answer = StreamingHttpResponse(lines, content_type=f"{media}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="decisions.{kind}"'
    return answer


def _decide(request: HttpRequest, comment: Comment, name: str) -> Done:
    action = _action(name, ONE)
    moderating.decide(
        comment=comment, action=action, by=Decision.By.MODERATOR, user=_me(request),
        now=timezone.now(), seen=request.POST.get("seen", ""),
        reason=request.POST.get("reason", "")[:500] if name == "reject" else "",
        note=request.POST.get("note", "")[:2000],
    )  # fmt: skip
    return _said(comment, action), [comment]


def _edit(request: HttpRequest, comment: Comment, name: str) -> Done:
    moderating.edit_by_moderator(
        comment=comment, text=request.POST.get("text", ""), user=_me(request),
        note=request.POST.get("note", "")[:2000], now=timezone.now(),
        seen=request.POST.get("seen", ""),
    )  # fmt: skip
    return _said(comment, Decision.Action.EDIT), [comment]


def _reply(request: HttpRequest, comment: Comment, name: str) -> Done:
    moderating.answer(
        comment=comment, text=request.POST.get("text", ""), user=_me(request),
        now=timezone.now(), seen=request.POST.get("seen", ""),
    )  # fmt: skip
    return _said(comment, Decision.Action.ANSWER), [comment]


def _block(request: HttpRequest, comment: Comment, name: str) -> Done:
    form = BlockingForm(request.POST)
    if not form.is_valid():
        if form.errors.keys() <= {"last_day", "reason"}:
            raise Refused(_("This is not a day, or the reason is longer than 500 characters."))
        raise Http404
    said = form.cleaned_data
    block = blocking.block_writer(
        comment=comment, kind=Block.Kind(said["kind"]), lasts=said["lasts"],
        last_day=said["last_day"], reason=said["reason"], user=_me(request), now=timezone.now(),
    )  # fmt: skip
    if block.kind == Block.Kind.MARK:
        return _("Until midnight nothing is taken from its network."), [comment]
    return _("%(value)s is blocked.") % {"value": block.value}, [comment]


ACTS: dict[str, Callable[[HttpRequest, Comment, str], Done]] = {
    "edit": _edit, "answer": _reply, "block": _block,
}  # fmt: skip


def _action(name: str, among: Iterable[Decision.Action]) -> Decision.Action:
    action = next((one for one in among if one.value == name), None)
    if action is None:
        raise Http404
    return action


def _me(request: HttpRequest) -> User:
    user: Any = request.user
    return user


def _said(comment: Comment, action: Decision.Action) -> str:
    name = comment.author_name or _("Anonymous")
    return _("%(name)s: %(what)s.") % {"name": name, "what": action.label}


def _answer(request: HttpRequest, sentence: str, comments: Sequence[Comment]) -> HttpResponse:
    """Say what was done: to a script as JSON, to a browser on the page that it came from."""
    if not request.accepts("text/html"):
        return _json(request, sentence, [comment.pk for comment in comments])
    messages.success(request, sentence)
    return redirect(_list(request))


def _refuse(request: HttpRequest, sentence: str, numbers: Sequence[int]) -> HttpResponse:
    if not request.accepts("text/html"):
        return _json(request, sentence, numbers, status=409)
    messages.error(request, sentence)
    return redirect(_list(request))


def _json(
    request: HttpRequest, sentence: str, numbers: Sequence[int], status: int = 200
) -> HttpResponse:
    """`entries`: what stands on the list now, by number; None for what does not any more."""
    wanted = QueueForm(QueryDict(_list(request).partition("?")[2])).wanted()
    rows = list(wanted.queued().filter(pk__in=numbers))
    context = {"list": _list(request), "last": _last(request)}
    shown: dict[int, str | None] = dict.fromkeys(numbers)
    for entry in queues.entries(rows):
        shown[entry.comment.pk] = render_to_string(
            "desk/comments/_entry.html", {**context, "entry": entry}, request=request
        )
    last = render_to_string("desk/comments/_last.html", context, request=request)
    total = wanted.comments().count()
    counted = ngettext("%(total)s comment", "%(total)s comments", total) % {"total": total}
    values = {"sentence": sentence, "entries": shown, "last": last, "counted": counted}
    return JsonResponse(values, status=status)


def _last(request: HttpRequest) -> list[Decision]:
    """Return what this moderator decided last, together; nothing when that is long ago."""
    mine = Decision.objects.undoable().filter(user=request.user.pk).select_related("comment")
    first = mine.filter(decided_at__gte=timezone.now() - RECENT).newest_first().first()
    return list(mine.filter(decided_at=first.decided_at)) if first else []


def _list(request: HttpRequest) -> str:
    """Return the list that a button was pressed on; the queue itself when it says no such."""
    home, given = reverse("comments_queue"), request.POST.get("list", "")
    return given if given.partition("?")[0] == home else home


def _slow(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    lately = alarms.alarms_of_today(Publication.for_request(request), now)
    running = [alarm for alarm in lately if alarm.slow_until and alarm.slow_until > now]
    return {"alarms": lately, "slow_until": alarms.until_of(running)}


def _number(request: HttpRequest) -> int:
    given = request.GET.get("p", "")
    return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1


def _pages(request: HttpRequest, number: int, *, has_more: bool) -> dict[str, Any]:
    return {
        "number": number,
        "next": _with_page(request, number + 1) if has_more else "",
        "previous": _with_page(request, number - 1) if number > 1 else "",
    }


def _wants_keys(request: HttpRequest) -> bool:
    """Whether this account wishes for keys at the desk; it may have said no."""
    profile: Any = getattr(request.user, "wagtail_userprofile", None)
    return profile is None or profile.keyboard_shortcuts


def _everywhere(request: HttpRequest, wanted: queues.Wanted) -> str:
    """Return where the words are looked for in every state; empty where they are already."""
    query = request.GET.copy()
    query["state"] = queues.ALL
    query.pop("p", None)
    is_more = bool(wanted.words.strip()) and wanted.state != queues.ALL
    return f"{request.path}?{query.urlencode()}" if is_more else ""


def _with_page(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["p"] = str(number)
    return f"{request.path}?{query.urlencode()}"
