"""What a reader does with a comment of their own: change it, take it back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.comments import rules
from chronique.comments.actions import posting
from chronique.comments.devices import Device
from chronique.comments.forms import BodyForm
from chronique.comments.models import Comment, Discussion
from chronique.comments.views.answers import form_of_readers, refusal, see
from chronique.comments.views.finding import comments_of


@form_of_readers
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _own(request, pk)
    article = comment.article
    is_late = not rules.is_editable(comment.written_at, timezone.now())
    if is_late or not isinstance(article, Article):
        return refusal(request, 403, posting.too_late())
    given = request.POST if request.method == "POST" else None
    form = BodyForm(given, initial={"body": comment.text})
    if request.method == "POST" and form.is_valid():
        try:
            posting.edit_comment(
                comment=comment, body=form.cleaned_data["body"], article=article,
                discussion=Discussion.of(Publication.for_request(request).site),
                device=Device.of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return see(comment.path)
    status = 422 if form.errors else 200
    context = {"comment": comment, "article": article, "form": form}
    return render(request, "comments/edit.html", context, status=status)


@form_of_readers
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _own(request, pk)
    if request.method == "POST":
        posting.remove_comment(comment=comment, now=timezone.now())
        return see(f"{comment.article.address}#comments")
    return render(request, "comments/remove.html", {"comment": comment, "article": comment.article})


def _own(request: HttpRequest, pk: int) -> Comment:
    """Return a comment that was written in this browser and still stands, or 404."""
    if pk not in Device.of(request).mine:
        raise Http404
    return get_object_or_404(comments_of(request).standing(), pk=pk)
