"""CSL-JSON 1.0.2, which Zotero and citation processors read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from chronique.dossiers.citations.issued import Issued
from chronique.dossiers.citations.items import Item, Name

TYPES = {
    "official": "report", "press": "article-newspaper", "document": "document",
    "interview": "interview", "leak": "document", "social": "post", "observation": "manuscript",
    "article": "webpage",
}  # fmt: skip
# Newspapers and networks contain what they publish; others publish it.
CONTAINED = ("press", "social", "article")


def write_csl(items: Iterable[Item]) -> str:
    return json.dumps([_item(item) for item in items], ensure_ascii=False, indent=2) + "\n"


def _item(item: Item) -> dict[str, Any]:
    thing: dict[str, Any] = {"id": item.key, "type": TYPES[item.kind], "title": item.title}
    told = {
        "author": [_name(name) for name in item.names],
        "container-title" if item.kind in CONTAINED else "publisher": item.publisher,
        "issued": _issued(item.issued),
        "accessed": _day(item.seen),
        "URL": item.url, "language": item.language, "note": item.note,
    }  # fmt: skip
    return thing | {name: value for name, value in told.items() if value}


def _name(name: Name) -> dict[str, str]:
    return {"literal": name.whole} if name.whole else {"family": name.family, "given": name.given}


def _issued(issued: Issued) -> dict[str, Any]:
    if not issued.ends:
        return {"literal": issued.written} if issued.written else {}
    said: dict[str, Any] = {"date-parts": [list(end) for end in issued.ends]}
    if issued.season:
        said["season"] = issued.season
    if issued.is_doubtful:
        said["circa"] = True
    return said


def _day(day: date | None) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}
