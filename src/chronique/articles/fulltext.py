"""What the full-text index is asked (migration 0002), in SQLite's words or in PostgreSQL's.

A phrase is a tuple of stems that follow each other; most have one. Stems are quoted, so that
nothing of them is read as an operator.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from chronique.articles.models import Article

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
# are D, C (body), B (standfirst), A (title); its 1 makes long texts weigh less, as bm25 does.
SQLITE_FOUND = """
    SELECT rowid AS id, -bm25(articles_words, 10.0, 4.0, 1.0) AS weight
    FROM articles_words WHERE articles_words MATCH %s
"""
POSTGRESQL_FOUND = """
    SELECT article_id AS id, ts_rank('{0, 0.1, 0.4, 1}', words, query, 1) AS weight
    FROM articles_searchentry, to_tsquery('simple', %s) AS query WHERE words @@ query
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
    SELECT id FROM dated
    ORDER BY weight * (1 + 0.2 / (1 + coalesce({years}, 100))) DESC, dated DESC, id DESC
"""


def ranked_ids(terms: Terms, *, among: QuerySet[Article]) -> list[int]:
    """Return the numbers of the articles that hold the terms, best first. One query."""
    sqlite = connection.vendor == "sqlite"
    subquery, params = among.order_by().values("pk").query.sql_with_params()
    sql = RANKED.format(
        found=SQLITE_FOUND if sqlite else POSTGRESQL_FOUND,
        years=SQLITE_YEARS if sqlite else POSTGRESQL_YEARS,
        among=subquery,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_match(terms), *params])
        return [pk for (pk,) in cursor.fetchall()]


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


# A stem's articles are looked up alone, so that the planner takes the index each time.
SQLITE_HOLDERS = """
    SELECT %s AS number, id FROM (
        SELECT rowid AS id FROM articles_words WHERE articles_words MATCH %s LIMIT %s
    )
"""
POSTGRESQL_HOLDERS = """
    SELECT asked.number - 1, holder.id
    FROM unnest(%s::text[]) WITH ORDINALITY AS asked(query, number) CROSS JOIN LATERAL (
        SELECT article_id AS id FROM articles_searchentry
        WHERE words @@ to_tsquery('simple', asked.query) LIMIT %s
    ) AS holder
"""


def holders(stems: Collection[str], *, at_most: int) -> dict[str, list[int]]:
    """Return which articles hold each stem, no more than `at_most` of them. One query."""
    matches = [_match(Terms((frozenset({(stem,)}),))) for stem in stems]
    held: dict[str, list[int]] = {stem: [] for stem in stems}
    if not matches:
        return held
    sql = POSTGRESQL_HOLDERS
    params: list[Any] = [matches, at_most]
    if connection.vendor == "sqlite":
        sql = " UNION ALL ".join([SQLITE_HOLDERS] * len(matches))
        params = [value for n, match in enumerate(matches) for value in (n, match, at_most)]
    names = list(stems)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for number, pk in cursor.fetchall():
            held[names[number]].append(pk)
    return held
