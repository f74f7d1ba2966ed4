"""A block of ours inside an export: what WordPress has no place for, and back.

What comes back may have been written by anybody: each value is cleaned by what its place may hold.
Pictures, files and articles go by their addresses in the export, never by our keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from chronique.articles.rules import LANGUAGES
from chronique.articles.values import items
from chronique.exchange.bodies.finishing import address
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
    # What a text points at beside pages and files, by kind and name: it stays here, and can be read
    # from elsewhere.
    thing: Callable[[str, str], str] = lambda kind, name: ""


class Resolver(Protocol):
    def picture(self, *, address: str, wp_id: str) -> int | None: ...
    def file(self, *, address: str, wp_id: str) -> int | None: ...


def _words(value: Any) -> str:
    return html.without_stray_characters(value[:20_000]) if isinstance(value, str) else ""


def _line(value: Any) -> str:
    return " ".join(_words(value).split())[:255]


def _address(value: Any) -> str:
    """Return an address of the web, or a path of its site."""
    text = address(value) if isinstance(value, str) else ""
    return text if text.lower().startswith(("http://", "https://", "/")) else ""


def _language(value: Any) -> str:
    return value if isinstance(value, str) and value in dict(LANGUAGES) else ""


def _rich(value: Any) -> str:
    return html.clean_rich(_long(value))


def _inline(value: Any) -> str:
    return html.clean_rich(_long(value), inline=True)


def _kept(value: Any) -> str:
    return html.clean(_long(value))


def _long(value: Any) -> str:
    return html.without_stray_characters(value) if isinstance(value, str) else ""


def _one_of(*choices: str) -> Clean:
    return lambda value: value if isinstance(value, str) and value in choices else choices[0]


PICTURE: dict[str, Clean] = {
    "alt": _words, "decorative": bool, "caption": _inline, "credit": _line, "link": _address,
    "width": _one_of("text", "wide"), "address": _address,
}  # fmt: skip
# What each kind of block may hold, but for what names other rows.
FIELDS: dict[str, dict[str, Clean]] = {
    "pull_quote": {"text": _words, "attribution": _line},
    "quotation": {"text": _rich, "source": _line, "source_url": _address, "language": _language},
    "read_also": {"label": _line, "address": _address},
    "picture": PICTURE,
    "gallery": {"caption": _inline},
    "embed": {"url": _address, "title": _line, "author": _line, "text": _words},
    "table": {"caption": _line},
    "code": {"language": _line, "code": _long, "caption": _line},
    "aside": {"title": _line, "text": _rich},
    "file": {"title": _line, "address": _address},
    "media": {
        "kind": _one_of("audio", "video"),
        "title": _line,
        "caption": _inline,
        "address": _address,
    },
    "html": {"html": _kept},
}
# What a block must say, one of these at least, to be one.
NEEDED = {
    "pull_quote": ("text",), "quotation": ("text",), "read_also": ("address",),
    "picture": ("image", "address"), "gallery": ("pictures",), "embed": ("url",),
    "table": ("columns",), "code": ("code",), "aside": ("text",), "file": ("file", "address"),
    "media": ("file", "address"), "html": ("html",),
}  # fmt: skip
# Short rows are filled, so that a few characters could make a table of millions of cells.
MOST_COLUMNS = 50


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
    """Return the block that an export carries, cleaned; None when it is none of ours, or empty.

    A read-also card comes back with its address; the links' own pass finds the article.
    """
    if not isinstance(told, dict) or not isinstance(told.get("value"), dict):
        return None
    kind, value = told.get("type"), told["value"]
    if not isinstance(kind, str) or kind not in FIELDS:
        return None
    block = {name: clean(value.get(name)) for name, clean in FIELDS[kind].items()}
    if kind == "picture":
        block |= _picture_in(value, resolve)
    elif kind == "gallery":
        block["pictures"] = _pictures_in(value, resolve)
    elif kind == "read_also":
        block["article"] = None
    elif kind in ("file", "media"):
        block |= _file_in(value, resolve)
    elif kind == "table":
        block |= _table_in(value)
    return {"type": kind, "value": block} if any(block[name] for name in NEEDED[kind]) else None


def _pictures_in(value: dict[str, Any], resolve: Resolver) -> list[dict[str, Any]]:
    told = [one for one in _list(value.get("pictures")) if isinstance(one, dict)]
    pictures = [
        {name: clean(one.get(name)) for name, clean in PICTURE.items()} | _picture_in(one, resolve)
        for one in told
    ]
    return [one for one in pictures if one["image"] or one["address"]]


def _picture_in(value: dict[str, Any], resolve: Resolver) -> dict[str, Any]:
    """Find a picture by its address; numbers change on the way through another WordPress."""
    at = _address(value.get("at")) or _address(value.get("address"))
    row = resolve.picture(address=at, wp_id="") if at else None
    return {"image": row, "address": "" if row else at}


def _file_in(value: dict[str, Any], resolve: Resolver) -> dict[str, Any]:
    at = _address(value.get("at")) or _address(value.get("address"))
    row = resolve.file(address=at, wp_id="") if at else None
    return {"file": row, "address": "" if row else at}


def _table_in(value: dict[str, Any]) -> dict[str, Any]:
    raw = [column for column in _list(value.get("columns")) if isinstance(column, dict)]
    if len(raw) > MOST_COLUMNS:
        return {"columns": [], "rows": []}
    columns = [
        {"type": _one_of("text", "rich")(c.get("type")), "heading": _line(c.get("heading"))}
        for c in raw
    ]
    return {
        "columns": columns,
        "rows": [_row_in(columns, _list(row)) for row in _list(value.get("rows"))],
    }


def _row_in(columns: list[dict[str, str]], told: list[Any]) -> dict[str, Any]:
    cells = (told + [""] * len(columns))[: len(columns)]
    values = [
        _inline(cell) if column["type"] == "rich" else _words(cell)
        for column, cell in zip(columns, cells, strict=True)
    ]
    return {"values": values}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
