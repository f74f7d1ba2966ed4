"""What the full-text index (migrations 0002, 0006) is asked, as SQLite or PostgreSQL says it.

A phrase is a tuple of stems that follow each other; most have one. Stems are quoted, so that
nothing of them is read as an operator.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """What to look for: articles with one phrase of each of `wanted`, and none of `unwanted`."""

    wanted: tuple[frozenset[Phrase], ...]
    unwanted: frozenset[Phrase] = frozenset()

    def any(self) -> "Terms":
        """Return them such that one of the wanted is enough."""
        return Terms((frozenset().union(*self.wanted),), self.unwanted)


# Both weigh a title ten times as much as the body, a standfirst four times. PostgreSQL's letters
# are D, C (body), B (standfirst), A (title); its 1 makes long texts weigh less, as bm25 does. Its
# OFFSET hides the query from the planner, which would read all rows for a frequent word: it does
# not count that the words of each lie outside the table.
SQLITE_FOUND = """
    SELECT rowid AS id, -bm25(articles_words, 10.0, 4.0, 1.0) AS weight
    FROM articles_words WHERE articles_words MATCH %s
"""
POSTGRESQL_FOUND = """
    SELECT page_id AS id, ts_rank('{0, 0.1, 0.4, 1}', words, query, 1) AS weight
    FROM (SELECT to_tsquery('simple', %s) AS query OFFSET 0) AS asked, articles_searchentry
    WHERE words @@ query
"""
SQLITE_YEARS = "(julianday(max(dated) OVER ()) - julianday(dated)) / 365.25"
POSTGRESQL_YEARS = "extract(epoch FROM max(dated) OVER () - dated) / 31557600"

# The newest of the articles found gains a fifth, one a year older a tenth, one of ten years nothing
# to speak of.
RANKED = """
    WITH found AS MATERIALIZED ({found}), dated AS (
        SELECT found.id, weight, page.first_published_at AS dated
        FROM found JOIN wagtailcore_page page ON page.id = found.id
        WHERE found.id IN ({among})
    )
    SELECT id, weight FROM dated
    ORDER BY weight * (1 + 0.2 / (1 + coalesce({years}, 100))) DESC, dated DESC, id DESC
"""


def ranked_ids(terms: Terms, *, among: QuerySet[Any]) -> list[int]:
    """Return the numbers of the pages that hold the terms, best first. One query."""
    sqlite = connection.vendor == "sqlite"
    subquery, params = among.order_by().values("pk").query.sql_with_params()
    sql = RANKED.format(
        found=SQLITE_FOUND if sqlite else POSTGRESQL_FOUND,
        years=SQLITE_YEARS if sqlite else POSTGRESQL_YEARS,
        among=subquery,
    )
    return [pk for pk, _ in _rows(sql, [_match(terms), *params])]


def _match(terms: Terms) -> str:
    """Return the terms in the language of the database's own match operator."""
    if connection.vendor == "sqlite":
        each = " AND ".join(_fts5(phrases) for phrases in terms.wanted)
        return f"({each}) NOT {_fts5(terms.unwanted)}" if terms.unwanted else each
    each = " & ".join(_tsquery(phrases) for phrases in terms.wanted)
    return f"{each} & !{_tsquery(terms.unwanted)}" if terms.unwanted else each


def _fts5(phrases: Iterable[Phrase]) -> str:
    strings = (" ".join(phrase).replace('"', "") for phrase in sorted(phrases))
    return "(" + " OR ".join(f'"{string}"' for string in strings) + ")"


def _tsquery(phrases: Iterable[Phrase]) -> str:
    quoted = (
        ["'" + stem.replace("'", "").replace("\\", "") + "'" for stem in phrase]
        for phrase in sorted(phrases)
    )
    return "(" + " | ".join("(" + " <-> ".join(stems) + ")" for stems in quoted) + ")"


# Each stem is looked up alone, so that the planner takes the index each time. PostgreSQL counts
# places in arrays from 1. Neither fts5vocab nor ts_stat is as quick: they read whole lists.
SQLITE_COUNT = """
    SELECT %s, count(*)
    FROM (SELECT 1 FROM articles_words WHERE articles_words MATCH %s LIMIT %s)
"""
# PostgreSQL's index gives up no row before it has read all of a stem's, which takes longest where
# nothing is to be learnt: of common words. It keeps a list of those, with the share of pages that
# hold each, as it found them when it last looked at the table (ANALYZE); they are not counted.
POSTGRESQL_COUNT = """
    WITH common AS MATERIALIZED (
        SELECT stem FROM pg_stats,
            unnest(most_common_elems::text::text[], most_common_elem_freqs) AS held(stem, share)
        WHERE schemaname = current_schema AND tablename = 'articles_searchentry'
            AND attname = 'words' AND share * (
                SELECT reltuples FROM pg_class WHERE oid = 'articles_searchentry'::regclass) > %s
    )
    SELECT asked.place - 1, CASE WHEN asked.stem IN (SELECT stem FROM common) THEN %s ELSE (
        SELECT count(*) FROM (
            SELECT 1 FROM articles_searchentry
            WHERE words @@ to_tsquery('simple', asked.query) LIMIT %s
        ) AS holder
    ) END FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked(stem, query, place)
"""
SQLITE_HOLDERS = "SELECT %s, rowid FROM articles_words WHERE articles_words MATCH %s"
POSTGRESQL_HOLDERS = """
    SELECT asked.place - 1, holder.page_id
    FROM unnest(%s::text[]) WITH ORDINALITY AS asked(query, place)
    JOIN articles_searchentry AS holder ON holder.words @@ to_tsquery('simple', asked.query)
"""


def frequencies(stems: Sequence[str], *, at_most: int) -> dict[str, int]:
    """Return how many pages hold each stem, counting no further than `at_most`. One query."""
    if connection.vendor == "sqlite":
        rows = _each(SQLITE_COUNT, stems, at_most)
    else:
        rows = _rows(POSTGRESQL_COUNT, [*[at_most] * 3, list(stems), _matches(stems)])
    return {stems[place]: number for place, number in rows}


def holders(stems: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of the pages that hold each stem. One query."""
    if connection.vendor == "sqlite":
        rows = _each(SQLITE_HOLDERS, stems)
    else:
        rows = _rows(POSTGRESQL_HOLDERS, [_matches(stems)])
    held: dict[str, list[int]] = {stem: [] for stem in stems}
    for place, pk in rows:
        held[stems[place]].append(pk)
    return held


def _matches(stems: Sequence[str]) -> list[str]:
    return [_match(Terms((frozenset({(stem,)}),))) for stem in stems]


def _each(select: str, stems: Sequence[str], *more: int) -> list[tuple[int, int]]:
    """Ask SQLite the same of each stem, in one query."""
    params = [(place, match, *more) for place, match in enumerate(_matches(stems))]
    return _rows(" UNION ALL ".join([select] * len(stems)), list(chain(*params))) if stems else []


def _rows(sql: str, params: Sequence[Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
