"""What a dossier's feed tells beside its articles: where it stands, each time that was said."""

from __future__ import annotations

from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.rich_text import expand_db_html

from chronique.articles import showing
from chronique.articles import tags as pages
from chronique.articles.body import Body, feed_html
from chronique.articles.models import Publication
from chronique.dossiers import tags
from chronique.dossiers.marked import with_ranges
from chronique.dossiers.models import Dossier, Standing
from chronique.feeds.entries import Entry, Feed
from chronique.feeds.sources import LENGTH, root_of, whole
from chronique.text import html
from chronique.text.typography import typeset, typeset_html


def add_standings(feed: Feed, publication: Publication, dossier: Dossier) -> Feed:
    """Put what was said of a dossier among its articles, the newest first; two queries. The feed
    names all its articles, also those that readers cannot see yet.
    """
    root = root_of(publication)
    standings = list(dossier.standings.all()[:LENGTH])
    feed.entries += [_entry(standing, dossier, root) for standing in standings]
    feed.entries = sorted(feed.entries, key=lambda entry: entry.published, reverse=True)[:LENGTH]
    feed.names.add(tags.dossier(dossier.pk))
    feed.names.update(map(pages.title, dossier.parts.values_list("article", flat=True)))
    for standing in standings:
        feed.names.update(showing.of_words(standing.text))
    return feed


def _entry(standing: Standing, dossier: Dossier, root: str) -> Entry:
    url = whole(root, f"{dossier.path}#standing")
    said = expand_db_html(with_ranges(standing.text, dossier.language))
    words = html.safe(typeset_html(said, dossier.language))
    title = gettext("Where we stand, %(date)s") % {"date": date_format(standing.on, "DATE_FORMAT")}
    return Entry(
        # Its address may change.
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{root}/standing/{standing.pk}')}",
        url=url,
        title=typeset(title, dossier.language),
        language=dossier.language,
        published=_moment(standing),
        updated=standing.made_at,
        content=feed_html(Body(words), base=root, address=url),
        summary=typeset(str(standing), dossier.language),
    )


def _moment(standing: Standing) -> datetime:
    """Return when it was said; of what is said as of an earlier day, noon of that day."""
    day = timezone.localtime(standing.made_at).date()
    if day == standing.on:
        return standing.made_at
    return datetime.combine(standing.on, time(12), timezone.get_current_timezone())
