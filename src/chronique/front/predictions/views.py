"""Predictions as readers see them: all of them, one with its history, and somebody's record."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chronique.articles import showing
from chronique.articles import tags as of_pages
from chronique.articles.models import Author, Publication
from chronique.dossiers import tags
from chronique.dossiers.models import Prediction
from chronique.dossiers.models.predictions import PredictionQuerySet
from chronique.dossiers.records import forecast_of, record_of
from chronique.front.moments import tomorrow
from chronique.front.paging import Paged
from chronique.front.predictions import drawings
from chronique.front.predictions.history import history_of
from chronique.store.shown import shows

PER_PAGE = 30


@require_safe
def predictions(request: HttpRequest, number: int = 1) -> HttpResponse:
    publication = Publication.for_request(request)
    shows(request, tags.predictions(publication.site_id), until=tomorrow())
    found = Prediction.objects.on(publication.site).public().told_in(publication.language)
    pages = _pages(request, found, address="/predictions/", number=number)
    context = {"pages": pages, "today": timezone.localdate()}
    return render(request, "predictions/list.html", context)


@require_safe
def prediction(request: HttpRequest, pk: int) -> HttpResponse:
    publication = Publication.for_request(request)
    shows(request, tags.prediction(pk), until=tomorrow())
    rows = Prediction.objects.on(publication.site).public().for_page()
    row = get_object_or_404(rows, pk=pk)
    shows(request, of_pages.author(row.author_id), *names_of_places(row))
    others = Prediction.objects.public().versions_of(row).exclude(pk=row.pk)
    is_scored = row.outcome in (Prediction.Outcome.YES, Prediction.Outcome.NO)
    context = {
        "one": row, "today": timezone.localdate(), "history": history_of(row),
        "steps": drawings.of_steps(row), "others": others.order_by("pk"),
        "forecast": forecast_of(row) if is_scored else None,
    }  # fmt: skip
    return render(request, "predictions/one.html", context)


@require_safe
def record(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    author = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    publication = Publication.for_request(request)
    names = (*showing.of_author(author), tags.foretold_by(author.pk))
    shows(request, *names, until=tomorrow())
    found = Prediction.objects.on(publication.site).public().filter(author=author)
    told = found.told_in(publication.language)
    pages = _pages(request, told, address=f"{author.path}record/", number=number)
    record = record_of(author, publication.site, timezone.localdate())
    context = {
        "author": author, "record": record, "plot": drawings.of_calibration(record.groups),
        "pages": pages, "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "predictions/record.html", context)


def names_of_places(row: Prediction) -> list[str]:
    """Name what is said of where a prediction hangs."""
    return [
        *([of_pages.title(row.article_id)] if row.article_id else []),
        *([tags.called(row.dossier_id)] if row.dossier_id else []),
        *([tags.source(row.source_id)] if row.source_id else []),
    ]


def _pages(
    request: HttpRequest, found: PredictionQuerySet, *, address: str, number: int
) -> Paged[Prediction]:
    """Raises Http404 past the end."""
    paginator = Paginator(found.soonest_first().for_lists(), PER_PAGE)
    if number < 1 or number > paginator.num_pages:
        raise Http404
    page = paginator.page(number)
    shows(request, *{of_pages.author(one.author_id) for one in page.object_list})
    return Paged(page, address)
