"""All dossiers of a site, by how they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Subquery
from wagtail.models import Site

from chronique.articles.models import Article
from chronique.dossiers.models import Dossier, Standing


@dataclass
class Group:
    """The dossiers of one state; each knows `count` of its parts and what was `said` of it last."""

    state: str
    label: str
    dossiers: list[Dossier] = field(default_factory=list)


def list_dossiers(site: Site) -> list[Group]:
    """Return those that readers may see, those that changed last first; one query."""
    said = Standing.objects.filter(dossier=OuterRef("pk")).values("text")[:1]
    readable = Article.objects.published().exclude(address="").order_by()
    count = (
        readable.filter(parts__dossier=OuterRef("pk"))
        .values("parts__dossier")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found = (
        Dossier.objects.on(site)
        .public()
        .last_changed_first()
        .annotate(said=Subquery(said), count=Subquery(count))
    )
    groups = {state.value: Group(state.value, str(state.label)) for state in Dossier.State}
    for dossier in found:
        groups[dossier.state].dossiers.append(dossier)
    return [group for group in groups.values() if group.dossiers]
