"""What an analysis rests on, of which a WordPress export has no notion."""

from __future__ import annotations

from wagtail.models import Site

from chronique.articles.models import Article, Edition
from chronique.dossiers.models import Dossier, Event, Hypothesis, Prediction, Source


def left_behind(site: Site) -> dict[str, int]:
    """Return how many of each kind do not leave with an export, by their names; none of those of
    which there are none.
    """
    articles = Article.objects.on(site).values("pk")
    counts = {
        "dossiers": Dossier.objects.on(site).count(),
        "events": Event.objects.on(site).count(),
        "sources": Source.objects.on(site).count(),
        "hypotheses": Hypothesis.objects.filter(dossier__site=site).count(),
        "predictions": Prediction.objects.on(site).count(),
        "versions of articles": Edition.objects.filter(article__in=articles).count(),
    }
    return {kind: count for kind, count in counts.items() if count}
