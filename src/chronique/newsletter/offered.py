"""Which newsletters readers are offered on a site."""

from __future__ import annotations

from chronique.articles.prepared import Prepared
from chronique.dossiers.models import Dossier
from chronique.newsletter.models import Newsletter

_OFFERED = Prepared(
    lambda site: Newsletter.objects.filter(site=site).offered(), int, remembers=True
)


def offered_on(site: int) -> list[Newsletter]:
    """Return them in order; one query, which is put together once."""
    return _OFFERED.all(site)


def offered_in_box(site: int, dossier: Dossier | None) -> list[Newsletter]:
    """Return those that are offered beside something else: on the page of a dossier its own, then
    the general ones. One query.
    """
    own = dossier.pk if dossier else None
    found = [each for each in offered_on(site) if each.dossier_id in (None, own)]
    return sorted(found, key=lambda each: each.dossier_id is None)
