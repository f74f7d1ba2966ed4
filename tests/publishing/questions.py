"""What each page asks of the database: one that is answered as before need not be made to be known.

A page is made of what stands in the database, of which it asks anew each time, and of the clock. To
ask the same again takes a fiftieth of the time that it takes to make the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

# SQL with its values. Where one asked until now, this stands, and is another moment each time.
Question = tuple[str, tuple[Any, ...]]
NOW = object()
# What pages say besides questions: marks for parts of a transaction.
SILENT = ("SAVEPOINT", "RELEASE SAVEPOINT")
# Columns of which no page shows anything: how many pages lie below one, and what its draft is.
UNSEEN = {
    "numchild", "draft_title", "latest_revision_id", "latest_revision_created_at",
    "has_unpublished_changes",
}  # fmt: skip


class Questions:
    """What each kind of page asked when it was made, and how all that was answered at a moment."""

    def __init__(self) -> None:
        self._of: dict[str, frozenset[Question]] = {}
        self._answers: dict[Question, Any] = {}
        # All that stands in the tables that are asked.
        self._tables: dict[str, Any] = {}

    def copy(self) -> Questions:
        copy = Questions()
        copy._of = dict(self._of)
        copy._answers, copy._tables = self._answers, self._tables
        return copy

    @contextmanager
    def listened_to(self, kind: str) -> Iterator[None]:
        """Note what is asked within. A page that asks nothing, as it is kept, asks what it did.

        Wagtail forgets before what it remembers itself, so that it asks for that too.
        """
        cache.clear()
        asked: list[tuple[str, Any]] = []
        since = _as_value(timezone.now())

        def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
            if not sql.startswith(SILENT):
                assert sql.startswith("SELECT"), f"to look at {kind} changes something: {sql}"
                asked.append((sql, values))
            return execute(sql, values, many, context)

        with connection.execute_wrapper(note):
            yield
        until = _as_value(timezone.now())
        if asked:
            self._of[kind] = frozenset(
                (sql, tuple(_timeless(value, since, until) for value in values or ()))
                for sql, values in asked
            )

    def asked_by(self, kind: str) -> frozenset[Question]:
        return self._of[kind]

    def ask_all(self) -> None:
        """Learn how all is answered now."""
        questions = set().union(*self._of.values())
        tables = connection.introspection.table_names()
        self._tables = {
            name: _rows_of(name) for name in tables if any(name in sql for sql, _ in questions)
        }
        self._answers = {question: _ask(question) for question in questions}

    def answered_otherwise(self, kinds: Iterable[str]) -> dict[str, frozenset[Question]]:
        """Return what is answered otherwise than when all was asked, for kinds that ask it."""
        changed = self._changed()
        found = {kind: self._of[kind] & changed for kind in kinds}
        return {kind: questions for kind, questions in found.items() if questions}

    def _changed(self) -> set[Question]:
        """Return the questions that are answered otherwise by now. Of those that ask tables in
        which nothing has changed, only those are asked that ask of the moment.
        """
        tables = [name for name, rows in self._tables.items() if _rows_of(name) != rows]
        return {
            question
            for question, rows in self._answers.items()
            if (NOW in question[1] or any(name in question[0] for name in tables))
            and _ask(question) != rows
        }


def _rows_of(table: str) -> Any:
    return _ask((f"SELECT * FROM {connection.ops.quote_name(table)}", ()))


def _ask(question: Question) -> Any:
    """Return all rows, but for what no page shows."""
    sql, values = question
    now = _as_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [now if value is NOW else value for value in values])
        shown = [at for at, column in enumerate(cursor.description) if column[0] not in UNSEEN]
        return [[row[at] for at in shown] for row in cursor.fetchall()]


def _timeless(value: Any, since: str, until: str) -> Any:
    """Return a value of a question, with a mark for the moment at which it was asked."""
    return NOW if isinstance(value, str) and since <= value <= until else value


def _as_value(moment: datetime) -> str:
    return str(connection.ops.adapt_datetimefield_value(moment))
