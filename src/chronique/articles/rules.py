"""Addresses and languages, said without a database."""

import re
from collections.abc import Iterable
from datetime import datetime

DEFAULT_PATTERN = "/{yyyy}/{mm}/{dd}/{slug}/"

# The parts a pattern may name, and what each looks like in an address.
PARTS = {
    "yyyy": r"(?P<yyyy>\d{4})",
    "mm": r"(?P<mm>\d{2})",
    "dd": r"(?P<dd>\d{2})",
    "section": r"(?P<section>[^/]+)",
    "id": r"(?P<id>\d+)",
    "slug": r"(?P<slug>[^/]+)",
}
NO_SECTION = "articles"

# Languages of content; the interface speaks the first two.
LANGUAGES = [
    ("fr", "Français"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("pt", "Português"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("he", "עברית"),
    ("el", "Ελληνικά"),
    ("tr", "Türkçe"),
    ("ro", "Română"),
    ("ca", "Català"),
    ("eu", "Euskara"),
    ("br", "Brezhoneg"),
    ("zh", "中文"),
    ("ja", "日本語"),
]
RIGHT_TO_LEFT = frozenset({"ar", "he"})


# First words of readers' addresses: a page that is called so could not be reached.
RESERVED = frozenset([
    "_util", "akismet", "appeal", "archive", "atom", "author", "books", "category", "comment",
    "comments",
    "corrections", "desk", "documents", "dossiers", "events", "feed", "letters", "likelihood",
    "media", "moderate", "page", "pictures", "predictions", "privacy", "reader", "reliability",
    "rss", "search", "section", "sources", "static", "tag", "timegate", "timemap", "transparency",
    "wp-content", "wp-json",
])  # fmt: skip


def is_reserved(slug: str) -> bool:
    """Whether an address that begins with this word leads elsewhere already; years do."""
    return slug.lower() in RESERVED or bool(re.fullmatch(r"[0-9]{4}", slug))


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue; whoever shows it translates it."""
    return sentence


def wrong_with_pattern(pattern: str) -> tuple[str, dict[str, str]] | None:
    """Return what is wrong with a pattern of addresses: a sentence and what to fill it with."""
    names = re.findall(r"\{(\w*)\}", pattern)
    unknown = [name for name in names if name not in PARTS]
    if not pattern.startswith("/") or not pattern.endswith("/"):
        return gettext_noop("The pattern must begin and end with a slash."), {}
    if unknown:
        sentence = gettext_noop("The pattern names {%(unknown)s}; it may name %(known)s.")
        return sentence, {"unknown": unknown[0], "known": ", ".join(PARTS)}
    if not {"slug", "id"} & set(names):
        return gettext_noop("Name {slug} or {id}, or two articles would share an address."), {}
    if len(names) != len(set(names)):
        return gettext_noop("The pattern names the same part twice."), {}
    if not re.fullmatch(r"[a-z0-9/_-]*", re.sub(r"\{\w+\}", "", pattern)):
        return gettext_noop("Between its parts: small letters, digits, - and / only."), {}
    return None


def address(pattern: str, *, date: datetime, slug: str, section: str, pk: int) -> str:
    """Return an article's path. `date` is in the publication's time zone."""
    return pattern.format(
        yyyy=f"{date:%Y}", mm=f"{date:%m}", dd=f"{date:%d}",
        slug=slug, section=section or NO_SECTION, id=pk,
    )  # fmt: skip


def parts_of(pattern: str, path: str) -> dict[str, str] | None:
    """Return the named parts of `path` ("2026/07/05/slug/") if it has the pattern's shape."""
    shape = "".join(
        PARTS[piece[1:-1]] if piece.startswith("{") else re.escape(piece)
        for piece in re.split(r"(\{\w+\})", pattern.strip("/"))
    )
    match = re.fullmatch(shape, path.strip("/"))
    return match.groupdict() if match else None


def free_anchors(wanted: Iterable[str]) -> list[str]:
    """Return one anchor for each that is wanted, none twice: the later ones get a number."""
    taken: dict[str, None] = {}
    for anchor in wanted:
        free, n = anchor, 1
        while free in taken:
            n += 1
            free = f"{anchor}-{n}"
        taken[free] = None
    return list(taken)
