"""An article as somebody else would cite it."""

from __future__ import annotations

from django.utils import timezone

from chronique.articles.models import Article, Authorship, Publication
from chronique.articles.reading import Reading
from chronique.dossiers.citations import Item, Name
from chronique.dossiers.citations.issued import Issued
from chronique.dossiers.citations.items import one_line


def item_of_article(publication: Publication, article: Article, reading: Reading) -> Item:
    root, first = publication.site.root_url, article.first_published_at
    names = [
        Name(whole=one_line(each.author.name))
        for each in reading.authorships
        if each.role == Authorship.Role.AUTHOR
    ]
    return Item(
        number=article.pk or 0,
        kind="article",
        title=one_line(article.title),
        names=tuple(names),
        publisher=one_line(publication.title),
        url=f"{root}{article.address}",
        language=article.language,
        issued=Issued(timezone.localdate(first).isoformat() if first else ""),
    )
