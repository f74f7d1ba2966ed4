"""COinS: a source in a page, as Zotero finds it (OpenURL 1.0, key/value, Dublin Core)."""

from __future__ import annotations

from urllib.parse import urlencode

from chronique.dossiers.citations.items import Item

TYPES = {
    "official": "report", "press": "newspaperArticle", "document": "document",
    "interview": "interview", "leak": "document", "social": "forumPost",
    "observation": "manuscript", "article": "webpage",
}  # fmt: skip


def write_coins(item: Item) -> str:
    """Return what stands in the title of the span, not yet escaped."""
    told = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", TYPES[item.kind]),
        ("rft.title", item.title),
        *(("rft.au", name.inverted) for name in item.names),
        ("rft.publisher", item.publisher),
        ("rft.date", item.issued.written),
        ("rft.identifier", item.url),
        ("rft.language", item.language),
    ]
    return urlencode([(name, value) for name, value in told if value])
