"""What readers see of events: timelines, as pages and as files, and each event's own page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from chronique.articles.models import Publication
from chronique.dossiers import tags
from chronique.dossiers.models import Dossier, Event
from chronique.dossiers.models.events import EventQuerySet
from chronique.front.dossiers.reading import find_dossier
from chronique.front.events.asked import Asked
from chronique.front.events.reading import read_event
from chronique.front.events.taking import as_calendar, as_json
from chronique.front.events.timeline import read_timeline
from chronique.store.shown import shows


def _site(request: HttpRequest) -> Site:
    return Publication.for_request(request).site


def _dossier(request: HttpRequest, slug: str) -> Dossier:
    found = find_dossier(_site(request), slug)
    shows(request, tags.called(found.pk), tags.timeline(found.pk))
    return found


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    told = read_event(_site(request), pk)
    shows(request, *(told.names if told else [tags.event(pk)]))
    if told is None or not told.is_public:
        raise Http404
    return render(request, "events/event.html", {"event": told.event, "told": told})


@require_safe
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of a dossier."""
    dossier = _dossier(request, slug)
    shows(request, tags.asks(dossier.pk))
    context = {"dossier": dossier, "address": f"{dossier.path}timeline/"}
    return _page(request, Event.objects.of(dossier), context)


@require_safe
def all_events(request: HttpRequest) -> HttpResponse:
    """The events of all dossiers, or of one of them."""
    site = _site(request)
    shows(request, tags.events(site.pk), tags.catalogue(site.pk))
    dossiers = Dossier.objects.on(site).public().order_by("title")
    chosen = request.GET.get("dossier", "")
    context = {"dossier": None, "address": "/events/", "dossiers": dossiers}
    return _page(request, _of_all(site, chosen), context)


def _of_all(site: Site, dossier: str) -> EventQuerySet:
    events = Event.objects.on(site).public()
    if dossier:
        chosen = Dossier.objects.on(site).public().filter(slug=dossier)
        events = events.filter(inclusions__dossier__in=chosen)
    return events


def _page(request: HttpRequest, events: EventQuerySet, context: dict[str, Any]) -> HttpResponse:
    asked = Asked.of(request.GET)
    found = read_timeline(events, asked, get_language() or "en")
    if found is None:
        raise Http404
    shows(request, *found.names)
    return render(request, "events/timeline.html", {"timeline": found, **context})


@require_safe
def timeline_as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole timeline: files are made once and kept, whatever stands behind their address."""
    if request.GET:
        return redirect(request.path)
    dossier = _dossier(request, slug)
    root = dossier.site.root_url
    events = as_json(_events(request, dossier), root=root, language=get_language() or "en")
    said = {
        "title": dossier.title, "url": f"{root}{dossier.path}timeline/",
        "language": dossier.language, "events": events,
    }  # fmt: skip
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def timeline_as_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    if request.GET:
        return redirect(request.path)
    dossier = _dossier(request, slug)
    name = _("%(dossier)s: timeline") % {"dossier": dossier.title}
    calendar = as_calendar(
        _events(request, dossier), name=name, root=dossier.site.root_url,
        language=get_language() or "en",
    )  # fmt: skip
    response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{dossier.slug}.ics"'
    return response


def _events(request: HttpRequest, dossier: Dossier) -> list[Event]:
    """Return the events of a dossier, and name who is named."""
    events = list(Event.objects.of(dossier).in_order().with_people())
    shows(request, *{tags.actor(one.actor_id) for event in events for one in event.people})
    return events
