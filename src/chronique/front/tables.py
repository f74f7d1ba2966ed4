"""Tables of figures: columns of numbers stand flush right, under each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chronique.text import html

# A number as tables have it: with sign, unit, spaces in it; or a dash where there is none.
NUMBER = re.compile(
    r"[+\-\u2212±~≈<>]?\s?[$€£]?\s?\d[\d\s.,'’:/]*\s?(?:%|‰|°C?|[$€£]|[kMGT]?[a-zA-Zµ²³/]{1,4})?|[-–—]"
)

Cell = tuple[str, bool]


@dataclass(frozen=True)
class Table:
    """Each cell with whether it stands in a column of numbers."""

    head: list[Cell]
    rows: list[list[Cell]]


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    width = max((len(row) for row in (headings, *rows)), default=0)
    numbers = [_are_numbers([row[n] for row in rows if n < len(row)]) for n in range(width)]
    return Table(
        list(zip(headings, numbers, strict=False)),
        [list(zip(row, numbers, strict=False)) for row in rows],
    )


def _are_numbers(cells: Sequence[str]) -> bool:
    said = [text for cell in cells if (text := html.plain(str(cell)).strip())]
    return any(any(c.isdigit() for c in text) for text in said) and all(
        NUMBER.fullmatch(text) for text in said
    )
