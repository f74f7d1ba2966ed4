"""Reads the menus of WordPress's block editor: links, and links below links. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chronique.exchange.bodies.gutenberg import Block, parse
from chronique.text import html

LINKS = ("core/navigation-link", "core/navigation-submenu")
HOME = "core/home-link"
DEEP = "Menus have two levels here: its third stands on the second."
# What a menu may hold beside links, and what becomes of it.
LISTS = {"core/page-list": "It listed all pages by itself: name those that the menu shall show."}


@dataclass
class Link:
    """`kind` is "post-type", "taxonomy", "custom" or ""; `number` is what it leads to there."""

    label: str
    address: str
    kind: str = ""
    number: str = ""
    below: list["Link"] = field(default_factory=list)


@dataclass
class Navigation:
    links: list[Link] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_navigation(content: str) -> Navigation:
    """Return the links in the text of a menu, in order; a third level stands on the second."""
    told = Navigation()
    for block in _blocks(parse(content)):
        if block.name in LISTS:
            told.remarks.append(LISTS[block.name])
        elif link := _link(block):
            below = list(_all_below(block, 1))
            link.below = [inner for one, _ in below if (inner := _link(one))]
            told.remarks += [DEEP for _, depth in below if depth > 1][:1]
            told.links.append(link)
    if not told.links:
        told.remarks.append("It names no links: the menu is empty.")
    return told


def _blocks(content: Iterable[str | Block]) -> Iterator[Block]:
    """Yield the links and lists in order; what only groups them is looked through."""
    for part in content:
        if isinstance(part, Block):
            is_told = part.name in (*LINKS, *LISTS, HOME)
            yield from [part] if is_told else _blocks(part.content)


def _all_below(block: Block, depth: int) -> Iterator[tuple[Block, int]]:
    for inner in _blocks(block.content):
        yield inner, depth
        yield from _all_below(inner, depth + 1)


def _link(block: Block) -> Link | None:
    said = {name: _text(block.attributes.get(name)) for name in ("label", "url", "kind", "id")}
    address = "/" if block.name == HOME else said["url"]
    if not address:
        return None
    label = html.plain(said["label"]).replace("\n", " ")
    return Link(label, address, said["kind"], said["id"])


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
