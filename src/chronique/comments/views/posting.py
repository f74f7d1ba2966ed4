"""A reader writes a comment."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused, Unreachable
from chronique.comments import trap
from chronique.comments.actions import posting
from chronique.comments.actions.posting import CommentsClosed, Draft, Posted
from chronique.comments.devices import Device
from chronique.comments.forms import CommentForm
from chronique.comments.models import Comment, Commented, Discussion
from chronique.comments.nesting import typeset
from chronique.comments.pace import TooMany
from chronique.comments.views.answers import (
    AWAY,
    form_of_readers,
    network_behind,
    not_saved,
    problem,
    wants_json,
    with_retry,
)
from chronique.comments.views.finding import article_at
from chronique.text import markdown_light


@dataclass
class Writing:
    """One request to the form of an article."""

    request: HttpRequest
    article: Commented
    discussion: Discussion
    device: Device

    def is_closed(self) -> bool:
        return posting.closed(self.article, self.discussion, timezone.now())

    def page(self, form: CommentForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """The form by itself, below what it answers."""
        context = {
            "article": self.article, "form": form, "discussion": self.discussion,
            "parent": self.answered(form), "preview": "", **more,
        }  # fmt: skip
        return render(self.request, "comments/write.html", context, status=status)

    def answered(self, form: CommentForm) -> Comment | None:
        raw = str(form["parent"].value() or "")
        if not (raw.isascii() and raw.isdecimal() and len(raw) < 19):
            return None
        return Comment.objects.public().words().under(self.article).filter(pk=raw).first()


@form_of_readers
def write(request: HttpRequest, path: str) -> HttpResponse:
    """The form by itself (GET, `?parent=12` for an answer), and what it sends (POST)."""
    article = article_at(request, path)
    discussion = Discussion.of(Publication.for_request(request).site)
    writing = Writing(request, article, discussion, Device.of(request))
    if request.method == "POST":
        return _post(writing)
    if article.address != f"/{path}":
        return redirect(f"{article.address}comments/", permanent=True)
    if writing.is_closed():
        return redirect(f"{article.address}#comments")
    asked = {"parent": request.GET.get("parent", "")}
    initial = writing.device.form | asked
    return writing.page(CommentForm(initial=initial, article=article, device=writing.device))


def _post(writing: Writing) -> HttpResponse:
    request, device = writing.request, writing.device
    form = CommentForm(request.POST, article=writing.article, device=device)
    is_valid = form.is_valid()
    if "preview" in request.POST:
        return _preview(writing, form)
    try:
        if writing.is_closed() or not isinstance(writing.article, Article):
            raise CommentsClosed(_("Comments on this article are closed."))
        if not is_valid:
            return _invalid(writing, form)
        posted = posting.post_comment(
            article=writing.article, draft=_draft(request, form, device),
            publication=Publication.for_request(request), discussion=writing.discussion,
            now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _refused(writing, form, refused)
    except AWAY as error:
        return _refused(writing, form, Unreachable(not_saved(error)))
    return _accepted(writing, form, posted)


def _draft(request: HttpRequest, form: CommentForm, device: Device) -> Draft:
    given = form.cleaned_data
    return Draft(
        name=given["name"], email=given["email"], website=given["website"], body=given["body"],
        parent=given["parent"], seconds_to_fill=given["took"], network=network_behind(request),
        honeypot=trap.filled_in(request.POST.dict(), timezone.localdate()),
        is_proven=device.has_proven(given["email"]), mine=tuple(device.mine),
        wants_answers=given["notify"],
    )  # fmt: skip


def _accepted(writing: Writing, form: CommentForm, posted: Posted) -> HttpResponse:
    """Lead to the comment, which the browser knows from now on to be its reader's.

    But not for sending somebody else's words again: that gives no right to them.
    """
    device, given, comment = writing.device, form.cleaned_data, posted.comment
    network = network_behind(writing.request)
    if posted.is_new or posting.is_from_there(comment, network=network, now=timezone.now()):
        device.remember_comment(comment.pk)
    if given["remember"]:
        device.remember_reader(name=given["name"], email=given["email"], website=given["website"])
    elif writing.request.POST.get("name"):
        device.forget_reader()
    response: HttpResponse
    if wants_json(writing.request):
        # Spam is not told that it was seen through.
        state = Comment.State.PUBLIC if comment.is_public else Comment.State.HELD
        said = {"id": comment.pk, "state": state, "url": comment.path}
        response = JsonResponse(said, status=HTTPStatus.CREATED)
        response.headers["Location"] = comment.path
    else:
        response = HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": comment.path})
    device.keep(response)
    return response


def _preview(writing: Writing, form: CommentForm) -> HttpResponse:
    """Show the words as they would stand. What else is missing is said when they are sent."""
    for name in form.errors.keys() - {"body"}:
        del form.errors[name]
    if form.errors:
        return _invalid(writing, form)
    shown = typeset(markdown_light.render(form.cleaned_data["body"]), writing.article.language)
    if wants_json(writing.request):
        return JsonResponse({"html": shown})
    return writing.page(form, preview=shown)


def _invalid(writing: Writing, form: CommentForm) -> HttpResponse:
    if wants_json(writing.request):
        errors = {name: str(found[0]) for name, found in form.errors.items()}
        return problem(422, _("The comment was not sent."), errors=errors)
    return writing.page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _refused(writing: Writing, form: CommentForm, refused: Refused | Unreachable) -> HttpResponse:
    """Say why not. What was written is still in the form, unless there is no form any more."""
    statuses = {
        CommentsClosed: HTTPStatus.CONFLICT, TooMany: HTTPStatus.TOO_MANY_REQUESTS,
        Unreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    }  # fmt: skip
    status = statuses.get(type(refused), HTTPStatus.UNPROCESSABLE_ENTITY)
    if wants_json(writing.request):
        return problem(status, str(refused))
    form.add_error(None, str(refused))
    return with_retry(writing.page(form, status=status))
