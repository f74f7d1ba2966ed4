"""Queries that are put together once, and then only asked.

Django puts a query together anew each time, which for most of ours takes several times as long as
the database takes to answer. What is asked for on every page is prepared: the querysets still say
which rows, with a mark where each value will stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.db import connections, models, router
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model)

# Marks, one for each place. No value of ours looks like them, and any field takes them: whole
# numbers of PostgreSQL have 32 bits.
_TEXT = "\ue000{}\ue001"
_NUMBER = 2_147_483_000


class Prepared(Generic[Row]):
    """`Prepared(lambda path: Article.objects.live().at(path), str)`, asked with `.all(path)`.

    Values are text or whole numbers, as the kinds after the queryset say, and stand where the
    queryset has them: they may not decide how it is put together.
    """

    def __init__(self, make: Callable[..., models.QuerySet[Row]], *kinds: type) -> None:
        self._make, self._kinds = make, kinds
        self._known: _Known[Row] | None = None

    def all(self, *values: str | int) -> list[Row]:
        known = self._known
        if known is None:
            known = self._known = _Known(self._make, self._kinds)
        return list(known.ask(values))

    def first(self, *values: str | int) -> Row | None:
        """Return the first row; the queryset is cut to one where there may be many."""
        return next(iter(self.all(*values)), None)


class _Known(Generic[Row]):
    """What Django found out when it put the query together."""

    def __init__(self, make: Callable[..., models.QuerySet[Row]], kinds: Sequence[type]) -> None:
        marks = [_TEXT.format(n) if kind is str else _NUMBER + n for n, kind in enumerate(kinds)]
        queryset = make(*marks)
        self.database = queryset.db
        self.compiler = queryset.query.get_compiler(using=self.database)
        self.sql, parameters = self.compiler.as_sql()
        self.places = [_place(parameter, marks) for parameter in parameters]
        used = {number for number, _text in self.places if number is not None}
        if used != set(range(len(marks))):
            raise ValueError(f"the query {self.sql} does not name each of its values as it is")
        info, select = self.compiler.klass_info, self.compiler.select
        self.model: type[Row] = info["model"]
        fields = info["select_fields"]
        self.own = slice(fields[0], fields[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.own]]
        self.related = get_related_populators(info, select, self.database)  # type: ignore[call-arg]
        end = self.compiler.col_count or len(select)
        self.converters = self.compiler.get_converters([column[0] for column in select[:end]])

    def ask(self, values: Sequence[str | int]) -> Iterator[Row]:
        parameters = [
            text if number is None else _put(text, number, values) for number, text in self.places
        ]
        with connections[self.database].cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows: Any = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        for row in rows:
            found = self.model.from_db(self.database, self.names, row[self.own])
            for populator in self.related:
                populator.populate(row, found)
            for name, place in self.compiler.annotation_col_map.items():
                setattr(found, name, row[place])
            yield found


class Insertion(Generic[Row]):
    """`INSERT` of one new row, put together once: `Insertion(Comment).add(comment)`.

    It is for rows that come by the hundred a second. No signal is sent: nobody may listen for them.
    """

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._sql = ""

    def add(self, row: Row) -> bool:
        """Write the row and set its number; False where the same stands there already.

        What "the same" is, the table's unique constraints say. Other faults raise IntegrityError.
        """
        connection = connections[router.db_for_write(self._model)]
        columns = [one for one in self._model._meta.concrete_fields if not one.primary_key]
        values = [one.get_db_prep_save(one.pre_save(row, True), connection) for one in columns]
        with connection.cursor() as cursor:
            cursor.execute(self._sql or self._put_together(connection, columns), values)
            found = cursor.fetchone()
        if found is None:
            return False
        row.pk, row._state.adding, row._state.db = found[0], False, connection.alias
        return True

    def _put_together(self, connection: Any, columns: Sequence[models.Field[Any, Any]]) -> str:
        name, meta = connection.ops.quote_name, self._model._meta
        names = ", ".join(name(one.column) for one in columns)
        marks = ", ".join(["%s"] * len(columns))
        self._sql = (
            f"INSERT INTO {name(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
            f" ON CONFLICT DO NOTHING RETURNING {name(meta.pk.column)}"
        )
        return self._sql


def _place(parameter: Any, marks: Sequence[str | int]) -> tuple[int | None, Any]:
    """Return which value stands in a parameter, if any, and the parameter."""
    for number, mark in enumerate(marks):
        if parameter == mark or (isinstance(parameter, str) and str(mark) in parameter):
            return number, parameter
    return None, parameter


def _put(parameter: Any, number: int, values: Sequence[str | int]) -> Any:
    mark = _TEXT.format(number)
    if not isinstance(parameter, str) or parameter == mark:
        return values[number]
    # Within a pattern of LIKE.
    value = re.sub(r"([\\%_])", r"\\\1", str(values[number]))
    return parameter.replace(mark, value)
