"""Which fields of a body's blocks hold HTML, and a way to go through them.

A value may be as we write it, or as Wagtail gives it back, where the parts of a list are
{"type": "item", "value", "id"}.
"""

from collections.abc import Callable, Iterator
from typing import Any

Change = Callable[[str, bool], str]

# By type of block: the fields with paragraphs and lists, then those with phrases only.
RICH = dict.fromkeys(["paragraph", "quotation", "aside", "correction"], ("text",))
PHRASES = {"picture": ("caption",), "gallery": ("caption",), "media": ("caption",)}


def change_html(block: dict[str, Any], change: Change) -> bool:
    """Let `change` (html, phrases only?) rewrite all rich text of a block; say whether it did.

    The "html" block is not rich text: it cannot hold links to pages.
    """
    changed = False
    for holder, key, phrases in list(_places(block)):
        before = holder[key]
        if isinstance(before, str) and before:
            holder[key] = change(before, phrases)
            changed |= bool(holder[key] != before)
    return changed


def _places(block: dict[str, Any]) -> Iterator[tuple[Any, Any, bool]]:
    """Yield where rich text is: in what, under which key, and whether it is phrases only."""
    kind, value = block["type"], block["value"]
    yield from ((value, name, False) for name in RICH.get(kind, ()) if name in value)
    yield from ((value, name, True) for name in PHRASES.get(kind, ()) if name in value)
    if kind == "paragraph":
        yield from _items(value.get("notes") or [])
    if kind == "gallery":
        yield from ((one, "caption", True) for one in pictures(block) if "caption" in one)
    if kind == "table":
        kinds = [column.get("type") for column in value.get("columns") or []]
        for row in value.get("rows") or []:
            cells = zip(range(len(row["values"])), kinds, strict=False)
            yield from ((row["values"], at, True) for at, kind in cells if kind == "rich")


def _items(parts: list[Any]) -> Iterator[tuple[Any, Any, bool]]:
    for at, part in enumerate(parts):
        yield (part, "value", True) if isinstance(part, dict) else (parts, at, True)


def _inner(part: Any) -> Any:
    return part["value"] if isinstance(part, dict) and part.get("type") == "item" else part


def pictures(block: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the values of the pictures of a block."""
    if block["type"] == "picture":
        return [block["value"]]
    if block["type"] == "gallery":
        return [_inner(one) for one in block["value"].get("pictures") or []]
    return []
