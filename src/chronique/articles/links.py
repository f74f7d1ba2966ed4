"""Which article points to which: read-also cards and links in the text."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from chronique.articles.models import Article, Link

PAGE_LINK = re.compile(r'<a\b(?=[^>]*\slinktype="page")[^>]*\sid="(\d+)"')
# Those that a writer makes; the third kind is chosen by `related`.
WRITTEN = [Link.Kind.READ_ALSO, Link.Kind.TEXT]


def linked_ids(raw: Iterable[dict[str, Any]]) -> list[tuple[int, str]]:
    """Return (page id, kind) of what a raw body points to, in order, each once a kind."""
    found: dict[tuple[int, str], None] = {}
    for block in raw:
        value = block["value"]
        if block["type"] == "read_also":
            if value.get("article"):
                found[(int(value["article"]), Link.Kind.READ_ALSO)] = None
        else:
            for number in PAGE_LINK.findall(texts(value)):
                found[(int(number), Link.Kind.TEXT)] = None
    return list(found)


def texts(value: Any) -> str:
    """Return all texts that lie in a raw value, however deep."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(texts(part) for part in value.values())
    if isinstance(value, list):
        return " ".join(texts(part) for part in value)
    return ""


@transaction.atomic
def link_article(article: Article) -> None:
    """Note anew to which articles this one points, in its text and in its corrections."""
    raw = [*article.body.get_prep_value(), *article.corrections.get_prep_value()]
    wanted = [(pk, kind) for pk, kind in linked_ids(raw) if pk != article.pk]
    articles = Article.objects.filter(pk__in={pk for pk, _ in wanted})
    known = set(articles.values_list("pk", flat=True))
    links = Link.objects.filter(source=article, kind__in=WRITTEN)
    gone = [link.pk for link in links if (link.target_id, link.kind) not in wanted]
    links.filter(pk__in=gone).delete()
    Link.objects.bulk_create(
        [
            Link(source=article, target_id=pk, kind=kind, rank=rank)
            for rank, (pk, kind) in enumerate(wanted)
            if pk in known
        ],
        update_conflicts=True,
        unique_fields=["source", "target", "kind"],
        update_fields=["rank"],
    )
