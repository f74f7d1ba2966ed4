"""Clean HTML as a tree, and its pieces one by one: for what is not shown by a browser."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from chronique.text.bounds import VOID

_TAG = re.compile(r"""<(/?)([a-zA-Z][\w-]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>""")


@dataclass
class Node:
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, *names: str) -> list["Node"]:
        """Return the elements of these names that are in it, in order, not one in another."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                found += [child] if child.name in names else child.all(*names)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].name == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Node:
    """Return clean HTML as a node without a name, its elements in it; comments are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.open[0]


def pieces(html: str) -> list[str]:
    """Cut clean HTML after each of its outermost elements; together they are the whole of it."""
    cuts, depth = [0], 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name not in VOID:
            depth += -1 if tag[1] else 1
        elif name != "hr":
            continue
        if depth == 0:
            cuts.append(tag.end())
    found = [html[start:end] for start, end in zip(cuts, [*cuts[1:], len(html)], strict=True)]
    return [piece for piece in found if piece.strip()]
