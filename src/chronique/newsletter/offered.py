"""Which newsletters readers are offered on a site."""

from __future__ import annotations

from chronique.articles.prepared import Prepared
from chronique.newsletter.models import Newsletter

_OFFERED = Prepared(
    lambda site: Newsletter.objects.filter(site=site).offered(), int, remembers=True
)


def offered_on(site: int) -> list[Newsletter]:
    """Return them in order; one query, which is put together once."""
    return _OFFERED.all(site)
