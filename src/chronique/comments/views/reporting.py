"""A reader reports a comment."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from chronique.articles.models import Publication
from chronique.comments import filtering, pace, trap
from chronique.comments.actions.reports import report_comment
from chronique.comments.devices import Device
from chronique.comments.forms import ReportForm
from chronique.comments.models import Discussion
from chronique.comments.views.answers import form_of_readers, network_behind, refusal, wants_json
from chronique.comments.views.finding import comments_of
from chronique.readers.daily import daily_mark
from chronique.spam.submissions import Submission


@form_of_readers
def report(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(comments_of(request).public(), pk=pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    context = {"comment": comment, "article": comment.article, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "comments/report.html", context, status=status)
    now, device = timezone.now(), Device.of(request)
    try:
        pace.REPORTS.keep(network_behind(request), now)
    except pace.TooMany as refused:
        return refusal(request, HTTPStatus.TOO_MANY_REQUESTS, str(refused))
    device.begin()
    browser = request.headers.get("User-Agent", "")[:300]
    discussion, words = (
        Discussion.of(Publication.for_request(request).site),
        form.cleaned_data["words"],
    )
    verdict = filtering.ask(
        Submission(
            text=words, language=comment.article.language, network=network_behind(request),
            honeypot=trap.filled_in(request.POST.dict(), timezone.localdate()),
        ),
        discussion=discussion, now=now,
    )  # fmt: skip
    report_comment(
        comment=comment, reason=form.cleaned_data["reason"], words=words, verdict=verdict,
        device=device.mark_for(f"report:{pk}"),
        network=daily_mark("report", str(pk), network_behind(request), browser, now=now),
        limit=discussion.reports_to_hide, now=now,
    )  # fmt: skip
    response: HttpResponse = (
        JsonResponse({"reported": True})
        if wants_json(request)
        else render(request, "comments/reported.html", context)
    )
    device.keep(response)
    return response
