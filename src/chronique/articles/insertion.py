"""Rows that come by the hundred a second are written by a statement that is put together once."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.db import connections, models, router

Row = TypeVar("Row", bound=models.Model)


class Insertion(Generic[Row]):
    """`INSERT` of one new row, put together once: `Insertion(Comment).add(comment)`.

    No signal is sent: nobody may listen for such rows.
    """

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._sql = ""
        columns = [one for one in model._meta.concrete_fields if not one.primary_key]
        # What an object calls it, the column's name, and the field where it is to be asked.
        self._columns = [
            (one.attname, str(one.column), None if _is_plain(one) else one) for one in columns
        ]

    def add(self, row: Row) -> bool:
        """Write the row and set its number; False where the same stands there already.

        What "the same" is, the table's unique constraints say. Other faults raise IntegrityError.
        """
        connection = connections[router.db_for_write(self._model)]
        held = vars(row)
        values = [
            held[name] if special is None else special.get_db_prep_save(held[name], connection)
            for name, _column, special in self._columns
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql or self._put_together(connection), values)
            found = cursor.fetchone()
        if found is None:
            return False
        row.pk, row._state.adding, row._state.db = found[0], False, connection.alias
        return True

    def _put_together(self, connection: Any) -> str:
        name, meta = connection.ops.quote_name, self._model._meta
        names = ", ".join(name(column) for _name, column, _special in self._columns)
        marks = ", ".join(["%s"] * len(self._columns))
        self._sql = (
            f"INSERT INTO {name(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
            f" ON CONFLICT DO NOTHING RETURNING {name(meta.pk.column)}"
        )
        return self._sql


def _is_plain(field: models.Field[Any, Any]) -> bool:
    """Whether what the object holds is what the database takes, as of words and numbers."""
    kinds = models.CharField, models.TextField, models.IntegerField, models.BooleanField
    return isinstance(field, (*kinds, models.ForeignKey))
