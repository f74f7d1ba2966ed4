"""A reader's browser shows that a comment which waits for doubt alone is a person's."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from chronique.articles.models import Publication
from chronique.comments.actions import proving
from chronique.comments.devices import Device
from chronique.comments.models import Comment, Discussion
from chronique.comments.views.answers import form_of_readers, network_behind, problem
from chronique.comments.views.finding import comments_of


@form_of_readers
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    """A puzzle (GET), and its solution (POST `altcha`), both as ALTCHA's scripts know them."""
    device = Device.of(request)
    if pk not in device.mine:
        raise Http404
    comment = get_object_or_404(comments_of(request), pk=pk)
    try:
        if request.method != "POST":
            return JsonResponse(proving.puzzle_for(comment=comment, now=timezone.now()))
        proven = proving.take_solution(
            comment=comment, solution=request.POST.get("altcha", ""), device=device,
            discussion=Discussion.of(Publication.for_request(request).site),
            network=network_behind(request), now=timezone.now(),
        )  # fmt: skip
    except proving.NotAsked as refused:
        return problem(HTTPStatus.CONFLICT, str(refused))
    except proving.NoProof as refused:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(refused))
    return JsonResponse(_told(proven))


def _told(comment: Comment) -> dict[str, str]:
    """Say what became of it. Spam is not told that it was seen through."""
    if comment.is_public:
        return {"state": Comment.State.PUBLIC, "said": _("Thank you: everybody can read it now.")}
    return {
        "state": Comment.State.HELD,
        "said": _("Thank you. A moderator reads it first."),
    }
