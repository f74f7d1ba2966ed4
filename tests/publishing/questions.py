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


class Questions:
    """What each kind of page asked when it was made, and how all that was answered at a moment."""

    def __init__(self) -> None:
        self._of: dict[str, frozenset[Question]] = {}
        self._answers: dict[Question, Any] = {}

    def copy(self) -> Questions:
        copy = Questions()
        copy._of, copy._answers = dict(self._of), self._answers
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

    def ask_all(self) -> None:
        """Learn how all is answered now."""
        self._answers = {question: _ask(question) for question in set().union(*self._of.values())}

    def answered_otherwise(self, kinds: Iterable[str]) -> set[str]:
        """Return the kinds of which something is answered otherwise than when all was asked."""
        changed = {question for question, rows in self._answers.items() if _ask(question) != rows}
        return {kind for kind in kinds if not self._of[kind].isdisjoint(changed)}


def _ask(question: Question) -> Any:
    sql, values = question
    now = _as_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [now if value is NOW else value for value in values])
        return cursor.fetchall()


def _timeless(value: Any, since: str, until: str) -> Any:
    """Return a value of a question, with a mark for the moment at which it was asked."""
    return NOW if isinstance(value, str) and since <= value <= until else value


def _as_value(moment: datetime) -> str:
    return str(connection.ops.adapt_datetimefield_value(moment))
