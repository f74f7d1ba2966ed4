"""What WordPress has no field for leaves as one piece of metadata, and is read back from it.

Anybody may have written an export: what is read is looked at, and what is odd is as if not there.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from chronique.articles.correcting import Correcting
from chronique.articles.corrections import WORDS, kind_of
from chronique.articles.models import Article, Authorship, Picture, Section
from chronique.articles.rules import LANGUAGES
from chronique.text.html import clean_rich, without_stray_characters

KEY = "_chronique"
# Where plugins keep the number of an article's main section, which changes when it moves.
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
# So many seconds late may a thing leave at most.
LATEST = 1_000_000
# What an article's lead picture says where the article says nothing else.
SILENT = {"lead_alt": "description", "lead_caption": "caption"}


@dataclass(frozen=True)
class Own:
    """Empty where nothing is known."""

    language: str = ""
    # The slug of its main section, where it is in several.
    section: str = ""
    # Logins and roles, in order.
    authors: tuple[tuple[str, str], ...] = ()
    comments: str = ""
    lead_alt: str = ""
    lead_caption: str = ""
    lead_credit: str = ""
    # Which of these are empty although the picture itself has such words.
    silent: tuple[str, ...] = ()
    # Of a picture itself.
    credit: str = ""
    # Days and rich text with whole addresses, as bodies are stored; where there is more to say, by
    # name behind them.
    corrections: tuple[tuple[Any, ...], ...] = ()
    # The number, in the same export, of the article that this one is a translation of.
    translation_of: str = ""
    seo_title: str = ""
    search_description: str = ""
    # By how many seconds its date was put off, so that WordPress does not take two for one.
    late: int = 0
    # Its date is made up: it has none.
    is_undated: bool = False
    # Of an entry of a menu: it only holds others.
    leads_nowhere: bool = False

    def written(self) -> str:
        known = {key: value for key, value in asdict(self).items() if value}
        return json.dumps(known, ensure_ascii=False) if known else ""


def read_own(meta: Iterable[tuple[str, str]]) -> Own:
    told = _object(dict(meta).get(KEY, ""))
    modes = {"language": dict(LANGUAGES), "comments": Article.Comments.values}
    words = {
        name: _words(told.get(name), Article._meta.get_field(name).max_length)
        for name in ("lead_alt", "lead_caption", "lead_credit", "seo_title", "search_description")
    }
    chosen = {name: _one_of(told.get(name), allowed) for name, allowed in modes.items()}
    longest = Section._meta.get_field("slug").max_length
    silent, late = told.get("silent"), told.get("late")
    return Own(
        section=_words(told.get("section"), longest),
        silent=tuple(name for name in SILENT if isinstance(silent, list) and name in silent),
        credit=_words(told.get("credit"), Picture._meta.get_field("credit").max_length),
        authors=tuple(
            (slug, role) for slug, role in _pairs(told.get("authors"))
            if role in Authorship.Role.values
        ),
        corrections=tuple(_corrections(told.get("corrections"))),
        translation_of=_words(told.get("translation_of"), 20),
        late=late if isinstance(late, int) and 0 < late <= LATEST else 0,
        is_undated=told.get("is_undated") is True,
        leads_nowhere=told.get("leads_nowhere") is True, **words, **chosen,
    )  # fmt: skip


def correction_told(value: dict[str, Any], text: str) -> tuple[Any, ...]:
    """Return what leaves of a correction; `text` has whole addresses."""
    named = {name: value[name] for name in WORDS if value.get(name)}
    kind = kind_of(value)
    more = named | ({"kind": str(kind)} if kind != Correcting.CORRECTION else {})
    return (value["date"], text, more) if more else (value["date"], text)


def correction_block(day: str, text: str, more: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the block that a correction becomes."""
    return {"type": "correction", "value": {"date": day, "text": text, **(more or {})}}


def _corrections(told: Any) -> Iterator[tuple[Any, ...]]:
    for row in told if isinstance(told, list) else []:
        more = row[2] if isinstance(row, list) and len(row) == 3 else {}
        for day, text in _pairs([row[:2]] if isinstance(row, list) and len(row) in (2, 3) else []):
            if _is_day(day):
                clean = clean_rich(text, inline="<p" not in text)
                named = _named(more)
                yield (day, clean, named) if named else (day, clean)


def _named(told: Any) -> dict[str, str]:
    if not isinstance(told, dict):
        return {}
    found = {name: _words(told.get(name), None) for name in WORDS}
    found["kind"] = _one_of(told.get("kind"), Correcting.values)
    return {name: words for name, words in found.items() if words}


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _pairs(told: Any) -> list[tuple[str, str]]:
    rows = told if isinstance(told, list) else []
    return [
        (without_stray_characters(row[0]), without_stray_characters(row[1]))
        for row in rows
        if isinstance(row, list) and len(row) == 2 and all(isinstance(one, str) for one in row)
    ]


def _words(told: Any, longest: int | None) -> str:
    return without_stray_characters(told)[:longest] if isinstance(told, str) else ""


def _one_of(told: Any, allowed: Iterable[str]) -> str:
    return told if isinstance(told, str) and told in allowed else ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
