"""The search that readers use: what it knows of each page, and how it is asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Site

from chronique.articles.fulltext import Phrase, Terms, ranked_ids
from chronique.articles.models import Article, SearchEntry, StaticPage
from chronique.articles.models.pages import readable_pages
from chronique.articles.plain import plain_texts
from chronique.text.html import plain
from chronique.text.words import fold, highlight, passage, query_stems, stems

# Of a reader's query.
MAX_CHARACTERS = 200
MAX_WORDS = 12
# Pages that are in memory at a time when many are indexed.
BATCH = 100
# Of stems a column: PostgreSQL's index of one article holds one megabyte. A book has less.
MAX_BYTES = 300_000
# Of one stem, as long as a query can ask for. What is longer is data: an address, base64.
MAX_STEM = MAX_CHARACTERS

# In a text longer than the first, the passage is looked for near one line, so far as the second.
ROUGH_FROM, LONGEST_LOOK = 1_500, 10_000

# Where a block ends without a stop, as a heading or a cell of a table does.
LINE_END = re.compile(r"(?<=[\w)%»”])\n+")

# A phrase between quotes, or what stands between spaces; a hyphen before it excludes it.
PIECE = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|«([^»]*)»|(\S+))')
# A phrase is looked up as a French, an English and any other article holds it.
LANGUAGES = ("fr", "en", "")

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Hit:
    """What was found; title and passage in pieces, each with whether it matches."""

    page: Article | StaticPage
    title_pieces: Pieces
    passage_pieces: Pieces


@dataclass(frozen=True)
class Results:
    """One page of what was found, best first. `total` counts all; `loose` when no page has all the
    words and these have some of them.
    """

    total: int
    hits: list[Hit]
    loose: bool = False


def search(query: str, *, site: Site, limit: int = 10, offset: int = 0) -> Results:
    """Return the articles and static pages of a site that readers may see and that hold all words
    of the query.
    """
    words, terms = _read(query[:MAX_CHARACTERS])
    if not terms.wanted:
        return Results(0, [])
    among = readable_pages(site)
    found = ranked_ids(terms, among=among)
    loose = not found and len(terms.wanted) > 1
    if loose:
        found = ranked_ids(terms.any(), among=among)
    shown = found[offset : offset + limit]
    return Results(len(found), _hits(shown, words, terms), loose=loose and bool(found))


def _read(query: str) -> tuple[str, Terms]:
    """Return the words that are wanted, as text, and all that is asked for."""
    said: dict[str, list[str]] = {"": [], "-": []}
    phrases: dict[str, list[str]] = {"": [], "-": []}
    for sign, *quoted, word in PIECE.findall(query):
        (said if word else phrases)[sign].append(word or "".join(quoted))
    wanted = [_phrase(phrase) for phrase in phrases[""]] + _words(said[""])
    unwanted = [_phrase(phrase) for phrase in phrases["-"]] + _words(said["-"])
    bounded = [alternatives for alternatives in wanted if alternatives][:MAX_WORDS]
    terms = Terms(tuple(bounded), frozenset().union(*unwanted[:MAX_WORDS]))
    return " ".join(phrases[""] + said[""]), terms


def _words(said: list[str]) -> list[frozenset[Phrase]]:
    return [
        frozenset((stem,) for stem in alternatives) for alternatives in query_stems(" ".join(said))
    ]


def _phrase(text: str) -> frozenset[Phrase]:
    each = (tuple(stems(text, language)[:MAX_WORDS]) for language in LANGUAGES)
    return frozenset(phrase for phrase in each if phrase)


def _hits(shown: list[int], words: str, terms: Terms) -> list[Hit]:
    pages: dict[int, Article | StaticPage] = {}
    for found in (Article.objects.for_cards(), StaticPage.objects.all()):
        if rest := [pk for pk in shown if pk not in pages]:
            pages |= found.select_related("search_entry").in_bulk(rest)
    return [
        Hit(
            page,
            highlight(page.title, words),
            passage(LINE_END.sub(" · ", _promising(page.search_entry.plain, terms)), words),
        )
        for page in (pages[pk] for pk in shown)
    ]


def _promising(text: str, terms: Terms) -> str:
    """Return the lines around the one with most of the words, by a rough look.

    To cut a passage every word is stemmed, which is too slow for whole texts; to look for the
    beginnings of stems in folded text is not.
    """
    if len(text) <= ROUGH_FROM:
        return text
    beginnings = [{_beginning(stem) for stem in chain(*phrases)} for phrases in terms.wanted]
    lines = text.split("\n")
    folded = [fold(line) for line in lines]
    counts = [sum(any(map(line.__contains__, each)) for each in beginnings) for line in folded]
    best = counts.index(max(counts))
    return "\n".join(lines[max(0, best - 1) : best + 2])[:LONGEST_LOOK]


def _beginning(stem: str) -> str:
    return stem[:-1] if len(stem) > 4 else stem


def index_page(page: Article | StaticPage) -> None:
    """Let the search know a page as it is now, or forget it when readers may not see it."""
    index_pages([page.pk])


def unindex_page(page: Article | StaticPage) -> None:
    SearchEntry.objects.filter(page=page.pk).delete()


def index_pages(pages: Iterable[int] | QuerySet[Any]) -> int:
    """Do so for many, by their numbers or as a queryset; return how many the search now knows."""
    known = 0
    numbers = pages.values_list("pk", flat=True) if isinstance(pages, QuerySet) else pages
    waiting = list(numbers)
    for start in range(0, len(waiting), BATCH):
        known += _index_batch(waiting[start : start + BATCH])
    return known


@transaction.atomic
def _index_batch(numbers: list[int]) -> int:
    entries = [
        entry_of(page)
        for model in (Article, StaticPage)
        for page in model.objects.published().filter(pk__in=numbers)
    ]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["title", "standfirst", "body", "plain"],
    )
    seen = [entry.pk for entry in entries]
    SearchEntry.objects.filter(page__in=numbers).exclude(page__in=seen).delete()
    return len(entries)


def entry_of(page: Article | StaticPage) -> SearchEntry:
    """Return what the search is to know of a page, not yet written."""
    texts = list(plain_texts(page.body.get_prep_value()))
    if isinstance(page, Article):
        corrections = plain_texts(page.corrections.get_prep_value())
        texts = [(plain(page.lead_caption), ""), *texts, *corrections]
    return SearchEntry(
        page_id=page.pk,
        title=_joined(stems(page.title, page.language)),
        standfirst=_joined(stems(page.standfirst, page.language)),
        body=_joined(stem for text, own in texts for stem in stems(text, own or page.language)),
        plain="\n".join([page.standfirst, *(text for text, _ in texts if text)]),
    )


def _joined(many: Iterable[str]) -> str:
    """Return stems with spaces between, no more than the index can hold."""
    joined = " ".join(stem[:MAX_STEM] for stem in many)
    return joined.encode()[:MAX_BYTES].decode(errors="ignore")
