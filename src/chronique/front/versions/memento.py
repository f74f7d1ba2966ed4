"""What programs ask of articles' versions, and are told with them: RFC 7089."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chronique.articles import memento, tags
from chronique.articles.addresses import find_article
from chronique.articles.memento import Memento
from chronique.articles.models import Article, Edition, Publication
from chronique.store.shown import shows

# A whole address may have lost a slash on its way.
WHOLE = re.compile(r"https?:/+(?P<host>[^/]+)(?P<path>/.*)")


@require_safe
def time_gate(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to what an article said at the moment that `Accept-Datetime` names, or says now."""
    article = _article(request, address)
    asked = request.headers.get("Accept-Datetime", "")
    moment = memento.asked_for(asked) if asked else None
    if asked and moment is None:
        wrong = _("Accept-Datetime is no date as HTTP writes it.")
        return HttpResponse(f"{wrong}\n", status=400, content_type="text/plain; charset=utf-8")
    readable = Edition.objects.readable().filter(article=article).without_words()
    edition = readable.at(moment) if moment else readable.order_by("-number").first()
    if edition is None:
        raise Http404
    response = HttpResponse(status=302)
    response["Location"] = _memento(_root(request), article, edition).address
    response["Link"] = _links(request, article, edition)
    response["Vary"] = "accept-datetime"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def time_map(request: HttpRequest, address: str) -> HttpResponse:
    """All that an article said before, as a list for programs."""
    article = _article(request, address)
    shows(request, tags.versions(article.pk), tags.title(article.pk))
    root = _root(request)
    mementos = _mementos(root, article)
    if not mementos:
        raise Http404
    text = memento.time_map(root=root, path=iri_to_uri(article.address), mementos=mementos)
    return HttpResponse(text, content_type=memento.LINK_FORMAT)


def stamp(response: HttpResponse, request: HttpRequest, article: Article, edition: Edition) -> None:
    """Let a version say of when it is, and where the others are."""
    response["Memento-Datetime"] = memento.http_moment(edition.published_at)
    response["Link"] = _links(request, article, edition)


def _links(request: HttpRequest, article: Article, edition: Edition) -> str:
    root = _root(request)
    return memento.links_of_memento(
        root=root, path=iri_to_uri(article.address), mementos=_mementos(root, article),
        here=_memento(root, article, edition),
    )  # fmt: skip


def _mementos(root: str, article: Article) -> list[Memento]:
    rows = Edition.objects.readable().filter(article=article).in_order()
    return [_memento(root, article, one) for one in rows.only("number", "published_at", "article")]


def _memento(root: str, article: Article, edition: Edition) -> Memento:
    path = iri_to_uri(f"{article.address}versions/{edition.number}/")
    return Memento(f"{root}{path}", edition.published_at)


def _article(request: HttpRequest, address: str) -> Article:
    """Return the article at a path, or at a whole address of this site. Raises Http404."""
    site = Publication.for_request(request).site
    path = f"/{address}"
    if whole := WHOLE.fullmatch(address):
        if whole["host"].lower() != _root(request).partition("://")[2]:
            raise Http404
        path = whole["path"]
    article = find_article(path if path.endswith("/") else f"{path}/", site=site)
    if article is None:
        raise Http404
    return article


def _root(request: HttpRequest) -> str:
    return str(Publication.for_request(request).site.root_url)
