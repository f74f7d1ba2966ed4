"""Tables: those that are plain become table blocks, those that only arrange things are undone."""

from collections.abc import Iterator
from dataclasses import dataclass

from chronique.exchange.bodies.conversion import BodyBlock
from chronique.exchange.bodies.flow import Flow
from chronique.exchange.bodies.markup import Element
from chronique.exchange.bodies.prose import kept_html, line, phrases

_ARRANGED = frozenset(
    ["img", "iframe", "video", "audio", "figure", "table", "pre", "blockquote", "h1", "h2", "h3"]
)
_ROWS = ("thead", "tbody", "tfoot", "tr")
_STRUCTURE = (*_ROWS, "td", "th", "caption", "colgroup", "col")
_GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}


@dataclass
class Row:
    cells: list[Element]
    is_head: bool


def table(flow: Flow, element: Element) -> None:
    if _has_strays(element):
        flow.container(Element("div", {}, element.children))
        return
    rows = [row for row in _rows(element) if row.cells]
    caption = next((child for child in element.elements() if child.name == "caption"), None)
    if _only_arranges(rows):
        _undo(flow, rows, caption)
    elif _is_plain(rows):
        _table(flow, rows, caption)
    else:
        # The foot may have stood before the body in HTML 4.
        element.children.sort(key=_rank)
        kept_html(flow, [element])


def _rank(child: Element | str) -> int:
    name = child.name if isinstance(child, Element) else ""
    return 1 if name == "tr" else _GROUPS.get(name, -1)


def _has_strays(element: Element) -> bool:
    """Say whether something stands outside of all cells: only in what was cut for its depth."""
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                return True
        elif child.name not in _STRUCTURE or (child.name in _ROWS and _has_strays(child)):
            return True
    return False


def _rows(element: Element) -> Iterator[Row]:
    """Yield the rows with the head first and the foot last, wherever they stood."""
    groups = [child for child in element.children if isinstance(child, Element)]
    for group in sorted(groups, key=lambda group: _GROUPS.get(group.name, 1)):
        rows = [group] if group.name == "tr" else group.children
        for row in rows:
            if isinstance(row, Element) and row.name == "tr":
                cells = [
                    c for c in row.children if isinstance(c, Element) and c.name in ("td", "th")
                ]
                only_heads = all(cell.name == "th" for cell in cells)
                yield Row(cells, is_head=only_heads or group.name == "thead")


def _only_arranges(rows: list[Row]) -> bool:
    """Say whether a table is no table: one cell, or pictures and headings put side by side."""
    cells = [cell for row in rows for cell in row.cells]
    if len(cells) <= 1:
        return True
    has_heads = any(cell.name == "th" for cell in cells)
    return not has_heads and any(
        part.name in _ARRANGED for cell in cells for part in cell.elements()
    )


def _is_plain(rows: list[Row]) -> bool:
    heads = [row.is_head for row in rows]
    spans = any(
        cell.get(name) not in ("", "1")
        for row in rows
        for cell in row.cells
        for name in ("colspan", "rowspan")
    )
    nested = any(
        part.name == "table" for row in rows for cell in row.cells for part in cell.elements()
    )
    return not spans and not nested and not any(heads[1:])


def _undo(flow: Flow, rows: list[Row], caption: Element | None) -> None:
    if caption:
        flow.container(caption)
    for row in rows:
        for cell in row.cells:
            flow.container(cell)
    if len(rows) > 1:
        flow.context.changed(
            "A table that only arranged pictures or text was undone, in its order."
        )


def _table(flow: Flow, rows: list[Row], caption: Element | None) -> None:
    rest: list[BodyBlock] = []

    def cell_html(cell: Element) -> str:
        html, blocks = phrases(flow, cell.children)
        rest.extend(blocks)
        return f"<b>{html}</b>" if cell.name == "th" and html else html

    def words(cell: Element, where: str) -> str:
        said, blocks = line(flow, cell.children, where)
        rest.extend(blocks)
        return said

    head, body = (rows[0].cells, rows[1:]) if rows[0].is_head else ([], rows)
    width = max(len(row.cells) for row in rows)
    headings = _filled([words(cell, "a table's heading") for cell in head], width)
    values = [_filled([cell_html(cell) for cell in row.cells], width) for row in body]
    value = {
        "columns": [{"type": "rich", "heading": text} for text in headings],
        "rows": [{"values": row} for row in values],
        "caption": words(caption, "a caption") if caption else "",
    }
    flow.add({"type": "table", "value": value}, *rest)
    if rest:
        flow.context.changed("What stood inside a table, and is not text, was put after it.")


def _filled(texts: list[str], width: int) -> list[str]:
    return texts + [""] * (width - len(texts))


HANDLERS = {"table": table}
