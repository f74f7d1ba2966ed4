"""A block of ours inside an export: what WordPress has no place for, and back.

What comes back may have been written by anybody: each value is cleaned by what its place may hold.
Pictures, files and articles go by their numbers and addresses in the export, never by our keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from chronique.articles.values import items
from chronique.text import html

Clean = Callable[[Any], Any]


@dataclass
class Places:
    """Where things are, for those outside: addresses by our numbers, and numbers there by ours."""

    page: Callable[[int], str]
    document: Callable[[int], str]
    picture: Callable[[int], str]
    picture_number: Callable[[int], str]
    document_number: Callable[[int], str]


class Resolver(Protocol):
    def picture(self, *, address: str, wp_id: str) -> int | None: ...
    def file(self, *, address: str, wp_id: str) -> int | None: ...


def _words(value: Any) -> str:
    return str(value)[:20_000] if isinstance(value, str) else ""


def _address(value: Any) -> str:
    text = _words(value).strip()[:2000]
    return text if text.lower().startswith(("http://", "https://", "/", "mailto:")) else ""


def _rich(value: Any) -> str:
    return html.clean_rich(_long(value))


def _inline(value: Any) -> str:
    return html.clean_rich(_long(value), inline=True)


def _long(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _one_of(*choices: str) -> Clean:
    return lambda value: value if value in choices else choices[0]


PICTURE: dict[str, Clean] = {
    "alt": _words, "decorative": bool, "caption": _inline, "credit": _words, "link": _address,
    "width": _one_of("text", "wide"), "address": _address,
}  # fmt: skip
# What each kind of block may hold, but for what names other rows.
FIELDS: dict[str, dict[str, Clean]] = {
    "pull_quote": {"text": _words, "attribution": _words},
    "quotation": {"text": _rich, "source": _words, "source_url": _address, "language": _words},
    "read_also": {"label": _words, "address": _address},
    "picture": PICTURE,
    "gallery": {"caption": _inline},
    "embed": {"url": _address, "title": _words, "author": _words, "text": _words},
    "table": {"caption": _words},
    "code": {"language": _words, "code": _long, "caption": _words},
    "aside": {"title": _words, "text": _rich},
    "file": {"title": _words, "address": _address},
    "media": {
        "kind": _one_of("audio", "video"),
        "title": _words,
        "caption": _inline,
        "address": _address,
    },
}


def carried(
    kind: str, value: dict[str, Any], *, rich: Callable[[str | None], str], places: Places
) -> dict[str, Any]:
    """Return what an export's block comment carries of a block."""
    fields = FIELDS[kind]
    told: dict[str, Any] = {
        name: rich(value[name]) if clean in (_rich, _inline) else value[name]
        for name, clean in fields.items()
        if value.get(name)
    }
    if kind == "picture":
        told |= _picture_out(value, places)
    elif kind == "gallery":
        told["pictures"] = [
            carried("picture", picture, rich=rich, places=places)["value"]
            for picture in items(value.get("pictures"))
        ]
    elif kind == "read_also" and value.get("article"):
        told["address"] = places.page(int(value["article"]))
    elif kind in ("file", "media") and value.get("file"):
        told["at"] = places.document(int(value["file"]))
        told["number"] = places.document_number(int(value["file"]))
    elif kind == "table":
        told |= _table_out(value, rich)
    return {"type": kind, "value": told}


def _picture_out(value: dict[str, Any], places: Places) -> dict[str, Any]:
    if not value.get("image"):
        return {}
    number = int(value["image"])
    return {"at": places.picture(number), "number": places.picture_number(number)}


def _table_out(value: dict[str, Any], rich: Callable[[str | None], str]) -> dict[str, Any]:
    columns = value.get("columns") or []
    return {
        "columns": [{"type": c.get("type"), "heading": c.get("heading") or ""} for c in columns],
        "rows": [
            [
                rich(cell) if c.get("type") == "rich" else cell
                for c, cell in zip(columns, row["values"], strict=False)
            ]
            for row in value.get("rows") or []
        ],
    }


def restored(told: Any, *, resolve: Resolver) -> dict[str, Any] | None:
    """Return the block that an export carries, cleaned; None when it is none of ours.

    A read-also card comes back with its address; the links' own pass finds the article.
    """
    if not isinstance(told, dict) or not isinstance(told.get("value"), dict):
        return None
    kind, value = told.get("type"), told["value"]
    if kind not in FIELDS:
        return None
    block = {name: clean(value.get(name)) for name, clean in FIELDS[kind].items()}
    if kind == "picture":
        block |= _picture_in(value, resolve)
    elif kind == "gallery":
        pictures = value.get("pictures") if isinstance(value.get("pictures"), list) else []
        block["pictures"] = [
            _whole_picture(picture, resolve) for picture in pictures if isinstance(picture, dict)
        ]
    elif kind == "read_also":
        block["article"] = None
    elif kind in ("file", "media"):
        block |= _file_in(value, resolve)
    elif kind == "table":
        block |= _table_in(value)
    return {"type": kind, "value": block}


def _whole_picture(value: dict[str, Any], resolve: Resolver) -> dict[str, Any]:
    return {name: clean(value.get(name)) for name, clean in PICTURE.items()} | _picture_in(
        value, resolve
    )


def _picture_in(value: dict[str, Any], resolve: Resolver) -> dict[str, Any]:
    at = _address(value.get("at"))
    row = resolve.picture(address=at, wp_id=_words(value.get("number"))) if at else None
    return {"image": row, "address": "" if row else at or _address(value.get("address"))}


def _file_in(value: dict[str, Any], resolve: Resolver) -> dict[str, Any]:
    at = _address(value.get("at"))
    row = resolve.file(address=at, wp_id=_words(value.get("number"))) if at else None
    return {"file": row, "address": "" if row else at or _address(value.get("address"))}


def _table_in(value: dict[str, Any]) -> dict[str, Any]:
    raw = [c for c in _list(value.get("columns")) if isinstance(c, dict)]
    columns = [
        {"type": _one_of("text", "rich")(c.get("type")), "heading": _words(c.get("heading"))}
        for c in raw
    ]
    rows = []
    for row in _list(value.get("rows")):
        cells = (_list(row) + [""] * len(columns))[: len(columns)]
        rows.append(
            {
                "values": [
                    _inline(cell) if c["type"] == "rich" else _words(cell)
                    for c, cell in zip(columns, cells, strict=True)
                ]
            }
        )
    return {"columns": columns, "rows": rows}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
