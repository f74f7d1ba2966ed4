"""Clean HTML as the text of a letter: lines of some seventy signs, links numbered.

It is written for people: emphasis, quotations, lists and tables look as they do in letters that
somebody typed.
"""

import re
import textwrap
from collections.abc import Iterable
from itertools import zip_longest

from chronique.text.allowed import BLOCKS
from chronique.text.tree import Node, read

WIDTH = 72
_SPACES = re.compile(r"[ \t\n\r\f]+")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_NUMBER = re.compile(r"[0-9+-]+")
_MARKS = {
    "b": "*", "strong": "*", "em": "_", "i": "_", "dfn": "_", "code": "`",
    "kbd": "`", "samp": "`", "del": "~", "s": "~",
}  # fmt: skip
# What stands before each line of a block of that class.
_EDGES = {"pull": "    ", "notes": "    ", "card": "| ", "aside": "| ", "also": "| "}
_UNDERLINES = {"h1": "=", "h2": "-"}
_GAP = "  "

Block = list[str]


class PlainLetter:
    """Writes pieces of HTML as text; their links are numbered through all of them.

    `picture` stands before a picture's words, such as "Image:", in the letter's language.
    """

    def __init__(self, picture: str) -> None:
        self.picture = picture
        self.links: dict[str, int] = {}

    def written(self, html: str, *, width: int = WIDTH) -> str:
        return "\n\n".join("\n".join(block) for block in self._blocks(read(html), width))

    def list_of_links(self) -> str:
        return "\n".join(f"[{number}] {address}" for address, number in self.links.items())

    def _blocks(self, node: Node, width: int) -> list[Block]:
        """Return what is in a node; words that are in no block of their own are one together."""
        found: list[Block] = []
        loose = Node()
        for child in node.children:
            if isinstance(child, Node) and child.name in BLOCKS:
                found += self._wrapped(loose, width)
                loose = Node()
                found += self._block(child, width)
            else:
                loose.children.append(child)
        return found + self._wrapped(loose, width)

    def _block(self, node: Node, width: int) -> list[Block]:
        writer = getattr(self, f"_{node.name}", None)
        if writer is not None:
            found: list[Block] = writer(node, width)
            return found
        if edge := next((_EDGES[name] for name in node.classes if name in _EDGES), ""):
            return self._edged(node, width, edge)
        if node.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self._heading(node, width)
        return self._blocks(node, width)

    def _edged(self, node: Node, width: int, edge: str) -> list[Block]:
        inner = self._blocks(node, width - len(edge))
        lines = "\n\n".join("\n".join(block) for block in inner).split("\n")
        return [[f"{edge}{line}".rstrip() for line in lines]] if inner else []

    def _heading(self, node: Node, width: int) -> list[Block]:
        found = self._wrapped(node, width)
        sign = _UNDERLINES.get(node.name)
        if found and sign:
            found[0].append(sign * max(len(line) for line in found[0]))
        return found

    def _blockquote(self, node: Node, width: int) -> list[Block]:
        return self._edged(node, width, "    " if "pull" in node.classes else "> ")

    def _ul(self, node: Node, width: int) -> list[Block]:
        return self._items(node, width, [])

    def _ol(self, node: Node, width: int) -> list[Block]:
        first, count = node.attributes.get("start", ""), len(node.all("li"))
        step = -1 if "reversed" in node.attributes else 1
        start = 1 if step > 0 else count
        start = int(first) if re.fullmatch(r"-?[0-9]{1,5}", first) else start
        return self._items(node, width, list(range(start, start + step * count, step)))

    def _items(self, node: Node, width: int, numbers: list[int]) -> list[Block]:
        """Write a list, the numbers flush right; without a line between items that are short."""
        names = [f"{number}." for number in numbers]
        size = max(map(len, names), default=1)
        written: list[Block] = []
        for place, item in enumerate(node.all("li")):
            sign = (names[place] if names else "•").rjust(size)
            blocks = self._blocks(item, width - size - 1)
            lines = "\n".join("\n".join(block) for block in blocks).split("\n")
            indent = " " * (size + 1)
            written.append([f"{sign} {lines[0]}", *(f"{indent}{line}" for line in lines[1:])])
        return [[line.rstrip() for item in written for line in item]] if written else []

    def _dd(self, node: Node, width: int) -> list[Block]:
        return self._edged(node, width, "    ")

    def _pre(self, node: Node, width: int) -> list[Block]:
        lines = _words(node).strip("\n").split("\n")
        return [[f"    {line}".rstrip() for line in lines]]

    def _hr(self, node: Node, width: int) -> list[Block]:
        return [["* * *".center(width).rstrip()]]

    def _table(self, node: Node, width: int) -> list[Block]:
        caption = [block for one in node.all("caption") for block in self._wrapped(one, width)]
        rows = [row.all("td", "th") for row in node.all("tr")]
        if node.attributes.get("role") == "presentation":
            return [block for row in rows for cell in row for block in self._blocks(cell, width)]
        head = [self._inline(cell).replace("\n", " ") for cell in rows[0]] if rows else []
        has_head = bool(rows) and all(one.name == "th" or not _words(one) for one in rows[0])
        cells = [[self._inline(cell).replace("\n", " ") for cell in row] for row in rows[1:]]
        if not has_head:
            cells, head = [head, *cells] if head else cells, []
        right = {n for row in rows for n, cell in enumerate(row) if "number" in cell.classes}
        wide = _columns(head, cells, right)
        fits = all(len(line) <= width for line in wide)
        return [*caption, *([wide] if fits else self._records(head, cells, width))]

    def _records(self, head: list[str], rows: list[list[str]], width: int) -> list[Block]:
        """Write a table that is too wide row by row, each cell after its column's name."""
        found = []
        for row in rows:
            named = zip_longest(head[: len(row)], row, fillvalue="")
            said = [f"{name}: {cell}" if name else cell for name, cell in named]
            found.append([line for text in said for line in _lines(text, width, indent="  ")])
        return found

    def _wrapped(self, node: Node, width: int) -> list[Block]:
        text = self._inline(node)
        lines = [line for part in text.split("\n") for line in _lines(part, width)]
        return [lines] if any(lines) else []

    def _inline(self, node: Node) -> str:
        text = "".join(self._run(child) for child in node.children)
        return re.sub(r" *\n *", "\n", _SPACES.sub(" ", text).replace("\x00", "\n")).strip(" \n")

    def _run(self, child: Node | str) -> str:
        """Return words as they stand in a line. A zero is a line's end that must stay."""
        if isinstance(child, str):
            return child.replace("\x00", "")
        if child.name == "br":
            return "\x00"
        if child.name == "img":
            alt = child.attributes.get("alt", "").strip()
            return f"[{self.picture} {alt}]" if alt else ""
        inner = "".join(self._run(one) for one in child.children)
        if child.name in BLOCKS:
            return f" {inner} "
        return self._marked(child, inner)

    def _marked(self, node: Node, inner: str) -> str:
        words = inner.strip(" \n")
        if node.name == "a":
            return f"{inner}{self._link(node.attributes.get('href', ''), words)}"
        if node.name in ("sup", "sub"):
            signs = _RAISED if node.name == "sup" else _LOWERED
            return words.translate(signs) if _NUMBER.fullmatch(words) else inner
        if node.name == "q":
            return f"“{inner}”"
        mark = _MARKS.get(node.name, "")
        return inner.replace(words, f"{mark}{words}{mark}", 1) if mark and words else inner

    def _link(self, address: str, words: str) -> str:
        """Return the number of a link, to stand behind its words; they may be its address."""
        bare = words.replace("\u2060", "")
        if not address or not words or bare in (address, address.removeprefix("mailto:")):
            return ""
        return f"\u00a0[{self.links.setdefault(address, len(self.links) + 1)}]"


def wrapped(text: str, width: int = WIDTH) -> str:
    """Return plain text in lines of that width; its own line breaks stay."""
    return "\n".join(line for part in text.split("\n") for line in _lines(part, width))


def _lines(text: str, width: int, *, indent: str = "") -> list[str]:
    wrapper = textwrap.TextWrapper(
        width, break_long_words=False, break_on_hyphens=False, subsequent_indent=indent
    )
    return wrapper.wrap(text.strip(" ")) or [""]


def _words(node: Node) -> str:
    return "".join(one if isinstance(one, str) else _words(one) for one in node.children)


def _columns(head: list[str], rows: Iterable[list[str]], right: set[int]) -> list[str]:
    """Set cells in columns, those of numbers flush right, a line below the head."""
    table = [head, *rows] if head else list(rows)
    count = max(map(len, table), default=0)
    sizes = [max(len(row[n]) if n < len(row) else 0 for row in table) for n in range(count)]

    def line(row: list[str]) -> str:
        cells = [
            cell.rjust(size) if n in right else cell.ljust(size)
            for n, (cell, size) in enumerate(zip(row, sizes, strict=False))
        ]
        return _GAP.join(cells).rstrip()

    lines = [line(row) for row in table]
    if head:
        lines.insert(1, _GAP.join("-" * size for size in sizes))
    return lines
