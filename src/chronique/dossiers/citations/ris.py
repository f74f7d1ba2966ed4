"""RIS, as reference managers exchange it: a line a tag, with CR LF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chronique.dossiers.citations.items import Item

TYPES = {
    "official": "GOVDOC", "press": "NEWS", "document": "GEN", "interview": "PCOMM",
    "leak": "UNPB", "social": "BLOG", "observation": "GEN", "article": "ELEC",
}  # fmt: skip
# The name of what it stands in has a tag of its own.
CONTAINED = ("press", "social", "article")


def write_ris(items: Iterable[Item]) -> str:
    return "\r\n".join(line for item in items for line in _lines(item))


def _lines(item: Item) -> Iterator[str]:
    yield f"TY  - {TYPES[item.kind]}"
    for tag, value in _told(item):
        if value:
            yield f"{tag}  - {value}"
    # The last line is empty, and so ends the line before it.
    yield from ("ER  - ", "")


def _told(item: Item) -> Iterator[tuple[str, str]]:
    yield "ID", item.key
    yield "TI", item.title
    yield from (("AU", name.inverted) for name in item.names)
    yield "T2" if item.kind in CONTAINED else "PB", item.publisher
    for end in item.issued.ends[:1]:
        year, month, day = (f"{part:02}" for part in (*end, 0, 0)[:3])
        yield "PY", year.zfill(4)
        # Slashes part year, month, day and a word; what is not known is left empty.
        finer = [part if part != "00" else "" for part in (month, day)]
        yield "DA", "/".join([year.zfill(4), *finer, "circa" if item.issued.is_doubtful else ""])
    if item.issued.written and not item.issued.ends:
        yield "DA", f"///{item.issued.written.replace('/', ' – ')}"
    yield "UR", item.url
    yield "Y2", item.seen.strftime("%Y/%m/%d/") if item.seen else ""
    yield "LA", item.language
    yield "N1", item.note
