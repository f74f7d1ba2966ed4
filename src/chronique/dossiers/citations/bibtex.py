"""BibTeX, in UTF-8; dates as biblatex reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from chronique.dossiers.citations.items import Item, Name

TYPES = {
    "official": "techreport", "press": "article", "document": "misc", "interview": "misc",
    "leak": "misc", "social": "misc", "observation": "unpublished", "article": "misc",
}  # fmt: skip
PUBLISHED = {"official": "institution", "press": "journal"}
# What an address may hold as it is: braces not.
SAFE = "%:/?#[]@!$&'()*,;=-._~+"
# What TeX would take for its own. Braces count for BibTeX also behind a backslash.
_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: rf"\{sign}" for sign in "&%$#_"},
}  # fmt: skip
_SIGN = re.compile(r"[\\{}~^&%$#_]")
# In a name these would begin another name, or another part of it.
_PARTS = re.compile(r"\band\b|,", re.IGNORECASE)


def write_bibtex(items: Iterable[Item]) -> str:
    return "\n".join(_entry(item) for item in items)


def _entry(item: Item) -> str:
    fields = {
        "title": f"{{{_tex(item.title)}}}",
        "author": " and ".join(map(_name, item.names)),
        PUBLISHED.get(item.kind, "publisher"): _tex(item.publisher),
        "year": "" if item.issued.year is None else str(item.issued.year),
        "date": item.issued.written,
        "urldate": item.seen.isoformat() if item.seen else "",
        "url": quote(item.url, safe=SAFE),
        "langid": item.language,
        "note": _tex(item.note),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{TYPES[item.kind]}{{{item.key},\n{''.join(lines)}}}\n"


def _name(name: Name) -> str:
    """Return it so that it stays one name: what nobody took apart stands in braces."""
    if name.whole:
        return f"{{{_tex(name.whole)}}}"
    return f"{_part(name.family)}, {_part(name.given)}"


def _part(text: str) -> str:
    return f"{{{_tex(text)}}}" if _PARTS.search(text) else _tex(text)


def _tex(text: str) -> str:
    return _SIGN.sub(lambda match: _SIGNS[match[0]], text)
