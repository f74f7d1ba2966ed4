"""What follows for dossiers when an article of theirs appears."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from chronique.articles.models import Article
from chronique.dossiers import tags
from chronique.dossiers.actions.changes import remember
from chronique.dossiers.models import Change, Dossier
from chronique.store.actions import forget


@transaction.atomic
def article_published(article: Article, *, now: datetime) -> None:
    """Note in its dossiers that there is another part to read: once for each of them."""
    for dossier in Dossier.objects.filter(parts__article=article).select_related("site"):
        tell_of_part(dossier, article, now=now)


def tell_of_part(dossier: Dossier, article: Article, *, now: datetime, by: Any = None) -> bool:
    """Note that an article can be read in a dossier; False where that is known."""
    if Change.objects.of_part(dossier, article.pk).exists():
        return False
    remember(
        thing=article, kind="part", site=dossier.site, now=now, by=by, dossier=dossier,
        after={"title": article.title},
    )  # fmt: skip
    Dossier.objects.filter(pk=dossier.pk).update(changed_at=now)
    forget(tags.dossier(dossier.pk), tags.dossiers(dossier.site_id))
    return True


def showing_place(article: int) -> set[str]:
    """Name what shows that an article is a part of its dossiers, on pages of others: those that
    share one with it, and the list of dossiers.
    """
    shared = Article.objects.filter(parts__dossier__parts__article=article)
    places = {tags.place_in(pk) for pk in shared.values_list("pk", flat=True)}
    own = Dossier.objects.filter(parts__article=article)
    return places | {tags.dossiers(site) for site in own.values_list("site", flat=True)}
