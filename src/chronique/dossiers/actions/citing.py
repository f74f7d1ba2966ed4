"""Where something is cited: what others rest on is not deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, ReferenceIndex

from chronique.articles.models import Author
from chronique.base.errors import Refused
from chronique.dossiers.models import Actor, Dossier, Event, Source

# So many places are named; of the others it is said how many there are.
NAMED = 5
# Each kind of place, in a clause.
CLAUSES = {
    "article": gettext_lazy("the article “%(name)s”"),
    "event": gettext_lazy("the event “%(name)s”"),
    "dossier": gettext_lazy("the dossier “%(name)s”"),
    "matrix": gettext_lazy("the hypotheses of the dossier “%(name)s”"),
    "prediction": gettext_lazy("the prediction “%(name)s”"),
    "newsletter": gettext_lazy("the newsletter “%(name)s”"),
}


@dataclass(frozen=True)
class Place:
    """Something that cites: its kind, its number (that of the dossier for its matrix), its name."""

    kind: str
    number: int
    name: str

    def __str__(self) -> str:
        return str(CLAUSES[self.kind]) % {"name": self.name}


def places_of(thing: Any) -> list[Place]:
    """Return what rests on a source, an event, a person or body, a dossier, an author: each once;
    nothing for other things. At most seven queries.
    """
    find = PLACES.get(type(thing))
    return list(dict.fromkeys(find(thing))) if find else []


def refuse_if_cited(thing: Any) -> None:
    """Refused where something rests on it; the sentence names the places."""
    places = places_of(thing)
    if not places:
        return
    named = ", ".join(map(str, places[:NAMED]))
    if more := len(places) - NAMED if len(places) > NAMED else 0:
        named += ngettext(" and %(count)s more", " and %(count)s more", more) % {"count": more}
    sentence = _("“%(thing)s” cannot be deleted: it is cited in %(places)s.")
    raise Refused(sentence % {"thing": thing, "places": named})


def _of_source(source: Source) -> Iterator[Place]:
    yield from _places("article", source.references.values_list("article", "article__title"))
    yield from _places("article", _drafts(source))
    yield from _places("event", source.event_sources.values_list("event", "event__title"))
    yield from _places("dossier", source.listings.values_list("dossier", "dossier__title"))
    yield from _places("matrix", source.evidence.values_list("dossier", "dossier__title"))
    yield from _places("prediction", source.predictions.values_list("pk", "statement"))


def pages_with(thing: Any) -> list[int]:
    """Return the numbers of all pages whose text points at a thing, published or not, as Wagtail
    notes them.
    """
    known = ReferenceIndex.get_references_to(thing).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return sorted({int(one) for one in known.values_list("object_id", flat=True)})


def _drafts(thing: Any) -> Iterable[tuple[int, str]]:
    numbers = pages_with(thing)
    return Page.objects.filter(pk__in=numbers).values_list("pk", "title") if numbers else []


def _of_event(event: Event) -> Iterator[Place]:
    yield from _places("article", event.references.values_list("article", "article__title"))
    yield from _places("article", _drafts(event))
    yield from _places("matrix", event.evidence.values_list("dossier", "dossier__title"))
    dossiers = list(event.inclusions.values_list("dossier", "dossier__title"))
    # One is its own: what changed there says that it went. What serves several stays.
    if len(dossiers) > 1:
        yield from _places("dossier", dossiers)


def _of_actor(actor: Actor) -> Iterator[Place]:
    yield from _places("event", actor.involvements.values_list("event", "event__title"))


def _of_dossier(dossier: Any) -> Iterator[Place]:
    yield from _places("prediction", dossier.predictions.values_list("pk", "statement"))
    # Of a room above, which knows this one.
    yield from _places("newsletter", dossier.newsletters.values_list("pk", "name"))


def _of_author(author: Author) -> Iterator[Place]:
    yield from _places("prediction", author.predictions.values_list("pk", "statement"))


def _places(kind: str, rows: Iterable[tuple[int, str]]) -> Iterator[Place]:
    return (Place(kind, number, name) for number, name in rows)


PLACES: dict[type, Callable[[Any], Iterator[Place]]] = {
    Source: _of_source,
    Event: _of_event,
    Actor: _of_actor,
    Dossier: _of_dossier,
    Author: _of_author,
}
