"""What each change makes anew, as it should be: `table.toml`, and the same as owners read it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("table.toml")
DOCS = Path(__file__).resolve().parents[2] / "docs/kept-pages.md"

# Kinds of pages on the stage, by what owners call them.
FAMILIES = {
    "article pages": {"Tides", "Dunes", "Wind", "Marées", "Note 0", "Note 3"},
    "static pages": {"About", "Team"},
    "home page": {"home"},
    "lists": {
        "list 1", "list 2", "Sea", "Coast", "Land", "Empty", "Notes", "water", "sand", "Ada", "Bo",
        "archive", "2026", "2025", "2026-03", "2026-04",
    },
    "feeds of articles": {
        "feed", "feed as Atom", "feed as JSON", "feed of Sea", "feed of Land", "feed of water",
        "feed of Ada", "feed of harbour",
    },
    "dossiers": {
        "dossiers", "harbour", "weather", "changes of harbour", "changes since a part",
        "hypotheses",
    },
    "timelines and events": {
        "timeline", "timeline as JSON", "timeline as a calendar", "all events", "break", "calm",
    },
    "sources": {
        "sources of harbour", "sources as CSL", "sources as BibTeX", "sources as RIS",
        "sources of Wind", "minutes", "minutes as RIS", "ledger",
        "diary",
    },
    "predictions": {"predictions", "a prediction", "another prediction", "record of Bo"},
    "versions and corrections": {
        "versions of Wind", "first version of Wind", "second version of Wind", "changes of Wind",
        "map of versions", "corrections", "feed of corrections",
    },
    "pages that explain": {"likelihood", "reliability"},
    "books": {"books"},
    "feeds of comments": {
        "feed of comments", "comments of Tides as a feed", "comments of Wind as a feed",
        "a thread as a feed",
    },
    "pages of comments": {"newest comments", "liked comments", "a thread"},
    "map of the site": {"sitemap"},
    "privacy page": {"privacy"},
    "pages to subscribe": {"letters", "letters asked for"},
    "pages of programs": {"robots.txt", "security.txt", "favicon"},
    "redirects and pages that are not there": {
        "old form of the feed", "day", "a comment", "a held comment", "a comment to come",
        "comments as WordPress counted", "nothing", "a tag to come", "an article to come",
        "without slash", "redirect", "category", "feed of a category", "a dossier to come",
        "an event to come", "a prediction to come", "a version to come",
        "a source to come",
    },
}  # fmt: skip
FAMILY_OF = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}
# What stands for many kinds in the table.
GROUPS = {
    "all": set().union(*FAMILIES.values()),
    "addresses": {
        "day", "a held comment", "a comment to come", "nothing", "a tag to come",
        "an article to come", "without slash", "redirect", "category", "feed of a category",
        "a dossier to come", "an event to come", "a prediction to come", "a version to come",
        "a source to come",
    },
    "404": {
        "a held comment", "a comment to come", "nothing", "a tag to come", "an article to come",
        "a dossier to come", "an event to come", "a prediction to come", "a version to come",
        "a source to come",
    },
}  # fmt: skip
# All that has a head and a foot.
GROUPS["framed"] = (
    FAMILIES["article pages"] | FAMILIES["static pages"] | FAMILIES["home page"] | GROUPS["404"]
    | FAMILIES["lists"] | FAMILIES["pages of comments"] | FAMILIES["privacy page"]
    | FAMILIES["pages to subscribe"] | FAMILIES["dossiers"] | FAMILIES["predictions"]
    | FAMILIES["pages that explain"] | FAMILIES["books"]
    | FAMILIES["timelines and events"] - {"timeline as JSON", "timeline as a calendar"}
    | FAMILIES["versions and corrections"] - {"map of versions", "feed of corrections"}
    | {"sources of harbour", "minutes", "ledger", "diary"}
)  # fmt: skip
FEEDS = FAMILIES["feeds of articles"]
GROUPS["feeds"] = FEEDS & {"feed", "feed as Atom", "feed as JSON"}


@dataclass(frozen=True)
class Expected:
    """Pages that are others after a change, and such as are made anew although they are not."""

    others: frozenset[str]
    same: frozenset[str]

    @property
    def forgotten(self) -> frozenset[str]:
        return self.others | self.same


def read_table() -> dict[str, Expected]:
    rows = tomllib.loads(TABLE.read_text())
    return {
        name: Expected(_kinds(row["others"]), _kinds(row.get("same", "")) - _kinds(row["others"]))
        for name, row in rows.items()
    }


def _kinds(words: str) -> frozenset[str]:
    """Return the kinds that a cell names; "all", and the like, stand for many."""
    names = [name.strip() for name in words.split(",") if name.strip()]
    return frozenset().union(*(GROUPS.get(name, {name}) for name in names))


def in_words(others: Iterable[str], same: Iterable[str]) -> str:
    """Return what was found as the table has it, for who has to change it."""
    return f'others = "{_packed(set(others))}"\nsame = "{_packed(set(same) - set(others))}"'


def _packed(kinds: set[str]) -> str:
    found = []
    for name in ("all", "framed", "addresses", "404", "feeds"):
        if kinds >= GROUPS[name]:
            found.append(name)
            kinds = kinds - GROUPS[name]
    order = [kind for family in FAMILIES.values() for kind in sorted(family)]
    return ", ".join([*found, *sorted(kinds, key=order.index)])


def for_owners() -> str:
    """Return the table of docs/kept-pages.md."""
    lines = ["| change | pages that are made anew |", "|---|---|"]
    for name, expected in read_table().items():
        lines.append(f"| {name} | {_cell(expected.forgotten) or 'none'} |")
    return "\n".join(lines)


def _cell(kinds: frozenset[str]) -> str:
    if kinds == GROUPS["all"]:
        return "all"
    told = []
    for family, members in FAMILIES.items():
        if found := len(members & kinds):
            told.append(family if found == len(members) else f"{found} of {len(members)} {family}")
    return ", ".join(told)
