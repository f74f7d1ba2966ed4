"""Which article points to which: read-also cards and links in the text."""

import re
from typing import Any

from chronique.articles.models import Article, Link

PAGE_LINK = re.compile(r'<a\b(?=[^>]*\blinktype="page")[^>]*\bid="(\d+)"')


def linked_ids(raw: Any) -> list[tuple[int, str]]:
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
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(texts(part) for part in value.values())
    if isinstance(value, list):
        return " ".join(texts(part) for part in value)
    return ""


def link_article(article: Article) -> None:
    """Note anew to which articles this one points."""
    wanted = linked_ids(article.body.get_prep_value())
    known = set(Article.objects.filter(pk__in=[pk for pk, _ in wanted]).values_list("pk", flat=True))
    Link.objects.filter(source=article, kind__in=[Link.Kind.READ_ALSO, Link.Kind.TEXT]).delete()
    Link.objects.bulk_create(
        Link(source=article, target_id=pk, kind=kind, rank=rank)
        for rank, (pk, kind) in enumerate(wanted)
        if pk in known and pk != article.pk
    )
