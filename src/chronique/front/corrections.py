"""All that a publication's articles say was wrong in them, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone

from chronique.articles import showing, tags
from chronique.articles.correcting import Correcting
from chronique.articles.corrections import as_blocks, corrections_of, render_corrections
from chronique.articles.models import Article, Correction, Publication
from chronique.articles.models.publication import CORRECTIONS
from chronique.articles.shelf import Shelf, Wanted
from chronique.dossiers.models import Dossier
from chronique.front.moments import element_of_date
from chronique.front.paging import Paged
from chronique.text import html

PER_PAGE = 20
# So many stand on a dossier's own page.
IN_DOSSIER = 5
# For so long a correction is told above the text, too.
RECENT = timedelta(days=30)


@dataclass
class Told:
    """One correction: of which article, and as HTML."""

    article: Article
    anchor: str
    html: str


@dataclass
class Corrections(Paged[Correction]):
    told: list[Told] = field(default_factory=list)
    # What is shown, as `articles.tags` names it.
    names: set[str] = field(default_factory=set)


def list_corrections(publication: Publication, number: int = 1) -> Corrections:
    """Return a page of the newest, in a number of queries that does not grow. Raises Http404."""
    paginator = Paginator(corrections_of(publication.site), PER_PAGE)
    if number < 1 or number > paginator.num_pages:
        raise Http404
    found = Corrections(paginator.page(number), CORRECTIONS)
    found.told, names = _tell(list(found.page.object_list))
    found.names = {tags.corrections(publication.site_id), *names}
    return found


def corrections_in(dossier: Dossier) -> tuple[list[Told], set[str]]:
    """Return the newest of a dossier's articles, and what a page names that shows them. Two queries
    and those for what the corrections' own words link to.
    """
    rows = corrections_of(dossier.site).filter(article__in=dossier.parts.values("article"))
    told, names = _tell(list(rows[:IN_DOSSIER]))
    return told, {tags.corrections(dossier.site_id), *names}


def _tell(rows: list[Correction]) -> tuple[list[Told], set[str]]:
    """Put some in HTML; return with them what a page names that shows them."""
    blocks: dict[int, list[dict[str, Any]]] = {
        row.pk: as_blocks([{"id": row.key, "value": row.value}]) for row in rows
    }
    wanted = Wanted().look([block for some in blocks.values() for block in some])
    shelf = Shelf(wanted)
    told = []
    for row in rows:
        language = row.article.language
        pieces = render_corrections(blocks[row.pk], language=language, shelf=shelf)
        told.append(Told(row.article, row.anchor, html.safe("".join(pieces))))
    titles = showing.of_titles(row.article for row in rows)
    return told, {*titles, *showing.of_body(wanted)}


@dataclass
class Recent:
    """The newest correction of an article, and until when it is told above the text."""

    kind: Correcting
    day: date
    anchor: str
    until: datetime

    @property
    def when(self) -> str:
        return element_of_date(self.day)


def recently_corrected(article: Article, *, today: date) -> Recent | None:
    """Return what readers who come back to an article should know first; additions are not told."""
    values = [block["value"] for block in as_blocks(article.corrections.get_prep_value())]
    told = [value for value in values if value["kind"] != Correcting.UPDATE]
    last = max(told, key=lambda value: value["day"], default=None)
    if last is None or last["day"] + RECENT < today:
        return None
    end = datetime.combine(last["day"] + RECENT + timedelta(days=1), time.min)
    return Recent(last["kind"], last["day"], last["anchor"], timezone.make_aware(end))
