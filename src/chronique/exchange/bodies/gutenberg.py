"""Reads the block comments that WordPress' editor leaves in an article into a tree.

The grammar is WordPress' own (`<!-- wp:name {"json"} -->…<!-- /wp:name -->`, `<!-- wp:name /-->`),
read more patiently: where WordPress gives up at the first marker without its partner, an opener
that is never closed counts as self-closing here, and a closer without opener is passed over, so
that what stands between them stays where it was.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Nobody nests groups deeper. Blocks beyond it become siblings of the deepest, in order.
DEEPEST = 40

_OPENING = re.compile(r"<!--\s+/?wp:")
_MARKER = re.compile(
    r"<!--\s+(?P<closer>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)"
    r"(?:\s+(?P<attributes>\{.*\}))?\s*(?P<void>/)?",
    re.DOTALL,
)


@dataclass(slots=True)
class Block:
    """A block by its full name ("core/list"); `content` is its HTML with its children in place."""

    name: str
    attributes: dict[str, Any]
    content: list["str | Block"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marker:
    """One block comment, from `start` to `end` in the document."""

    start: int
    end: int
    name: str
    attributes: dict[str, Any]
    closes: bool
    void: bool


def parse(document: str) -> list[str | Block]:
    """Return the blocks of a document, and between them as text what belongs to no block."""
    stack = [Block("", {})]
    names: Counter[str] = Counter()
    at = 0
    for marker in markers(document):
        _add(stack, document[at : marker.start])
        at = marker.end
        if marker.closes:
            _close(stack, names, marker.name)
            continue
        block = Block(marker.name, marker.attributes)
        _add(stack, block)
        if not marker.void:
            stack.append(block)
            names[block.name] += 1
    _add(stack, document[at:])
    _hand_down(stack, 1)
    return stack[0].content


def markers(document: str) -> Iterator[Marker]:
    """Yield the well-formed block comments in order; broken ones are passed over."""
    at, arrow = 0, -1
    while opening := _OPENING.search(document, at):
        start, at = opening.span()
        arrow = arrow if arrow >= at else document.find("-->", at)
        if arrow < 0:
            return
        if document.find("<!--", at, arrow) > 0:
            continue
        at = arrow = _end(document, start, arrow)
        if found := _MARKER.fullmatch(document, start, arrow):
            name = found["name"]
            yield Marker(
                start,
                arrow + len("-->"),
                name if "/" in name else f"core/{name}",
                _attributes(found["attributes"]),
                closes=bool(found["closer"]),
                void=bool(found["void"]),
            )


def _end(document: str, start: int, arrow: int) -> int:
    """Return where the comment ends: at this arrow, or the next when it was in its attributes."""
    brace = document.find("{", start, arrow)
    if brace < 0 or _is_whole(document[brace:arrow]):
        return arrow
    following = document.find("<!--", arrow)
    later = document.find("-->", arrow + 1, following if following > 0 else len(document))
    return later if later > 0 and _is_whole(document[brace:later]) else arrow


def _is_whole(attributes: str) -> bool:
    return attributes.rstrip(" \t\r\n/").endswith("}")


def _attributes(written: str | None) -> dict[str, Any]:
    """Return the attributes, none when they are not a JSON object."""
    try:
        value = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _add(stack: list[Block], what: str | Block) -> None:
    if what:
        stack[min(len(stack), DEEPEST) - 1].content.append(what)


def _close(stack: list[Block], names: Counter[str], name: str) -> None:
    """Close the innermost open block of that name; those inside it were never closed."""
    if not names[name]:
        return
    depth = next(at for at in reversed(range(len(stack))) if stack[at].name == name)
    _hand_down(stack, depth + 1)
    for block in stack[depth:]:
        names[block.name] -= 1
    del stack[depth:]


def _hand_down(stack: list[Block], depth: int) -> None:
    """Give what the unclosed blocks from `depth` on hold to the block below them."""
    for block in stack[depth:]:
        stack[depth - 1].content.extend(block.content)
        block.content = []
