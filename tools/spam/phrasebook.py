"""What a phrasebook holds: families of comments, written whole or as patterns with {slots}."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = {"honest": 0, "spam": 1}
SLOT = re.compile(r"\{(\w+)\}")
# How deep a slot may stand within a slot.
DEEPEST = 4
# Who signs where a row does not say: people, their own pages, and what spammers sell.
SIGNATURES = {"name", "blog", "shop"}
# No file of ours holds somebody's address, so rows write `name@{gmail}`.
MAIL = {
    "gmail": "gmail.com", "gmx": "gmx.de", "hotmail": "hotmail.com", "libero": "libero.it",
    "mailru": "mail.ru", "orange": "orange.fr", "outlook": "outlook.com",
    "proton": "protonmail.com", "sapo": "sapo.pt", "ukrnet": "ukr.net", "yahoo": "yahoo.com",
}  # fmt: skip


class BrokenPhrasebook(ValueError):
    """Says in which file, at which place, what is wrong."""


@dataclass(frozen=True)
class Comment:
    text: str
    # Drawn when None; "" is nobody, and no address.
    author: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Family:
    name: str
    label: int
    rows: tuple[Comment, ...]
    patterns: tuple[Comment, ...]


@dataclass(frozen=True)
class Phrasebook:
    lang: str
    families: tuple[Family, ...]
    slots: Mapping[str, tuple[str, ...]]


def read_phrasebook(path: Path) -> Phrasebook:
    """Read and check one language. Raises BrokenPhrasebook."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenPhrasebook(f"{path.name}: {error}") from error
    _only(tables, {*LABELS, "slots"}, path.name)
    slots = _slots(_table(tables.get("slots"), f"{path.name}: slots"), path.name)
    families = tuple(
        _family(name, label, content, f"{path.name}: {label}.{name}")
        for label in LABELS
        for name, content in _table(tables.get(label), f"{path.name}: {label}").items()
    )
    for family in families:
        for comment in family.patterns:
            for part in (comment.text, comment.author or "", comment.url or ""):
                _know(part, slots, f"{path.name}: {family.name}")
    return Phrasebook(path.stem, families, slots)


def _family(name: str, label: str, content: Any, where: str) -> Family:
    table = _table(content, where)
    _only(table, {"rows", "patterns"}, where)
    rows, patterns = (
        tuple(_comment(entry, where) for entry in _list(table.get(key, []), f"{where}.{key}"))
        for key in ("rows", "patterns")
    )
    if not rows:
        raise BrokenPhrasebook(f"{where}: has no rows")
    if plain := [comment.text for comment in patterns if not SLOT.search(comment.text)]:
        raise BrokenPhrasebook(f"{where}: a pattern without slots is a row: {plain[0][:60]!r}")
    return Family(name, LABELS[label], rows, patterns)


def _comment(entry: Any, where: str) -> Comment:
    table = {"text": entry} if isinstance(entry, str) else _table(entry, where)
    _only(table, {"text", "author", "url"}, where)
    if not all(isinstance(value, str) for value in table.values()):
        raise BrokenPhrasebook(f"{where}: text, author and url are strings: {table!r}")
    if not str(table.get("text", "")).strip():
        raise BrokenPhrasebook(f"{where}: a comment without text: {table!r}")
    return Comment(table["text"].strip(), table.get("author"), table.get("url"))


def _slots(table: Mapping[str, Any], where: str) -> dict[str, tuple[str, ...]]:
    if missing := SIGNATURES - table.keys():
        raise BrokenPhrasebook(f"{where}: lacks the slots {sorted(missing)}")
    slots: dict[str, tuple[str, ...]] = {name: (host,) for name, host in MAIL.items()}
    for name, values in table.items():
        words = _list(values, f"{where}: slots.{name}")
        if not words or not all(isinstance(word, str) for word in words):
            raise BrokenPhrasebook(f"{where}: slots.{name} is a list of strings, not empty")
        slots[name] = tuple(words)
    for name in slots:
        _reach(name, slots, f"{where}: slots.{name}")
    return slots


def _reach(name: str, slots: Mapping[str, tuple[str, ...]], where: str) -> None:
    """Refuse slots that are unknown, or stand too deep: in a circle, there is no end."""
    front = {name}
    for _ in range(DEEPEST):
        for inner in front:
            _know(" ".join(slots[inner]), slots, where)
        front = {found for inner in front for found in SLOT.findall(" ".join(slots[inner]))}
    if front:
        raise BrokenPhrasebook(f"{where}: stands in a circle, or deeper than {DEEPEST}")


def _know(text: str, slots: Mapping[str, object], where: str) -> None:
    if unknown := [name for name in SLOT.findall(text) if name not in slots]:
        raise BrokenPhrasebook(f"{where}: no slot is called {unknown[0]!r}")


def _only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(table.keys() - known):
        raise BrokenPhrasebook(f"{where}: {unknown[0]!r} is none of {sorted(known)}")


def _table(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BrokenPhrasebook(f"{where}: is not a table")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise BrokenPhrasebook(f"{where}: is not a list")
    return value
