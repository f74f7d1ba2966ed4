"""Many rows at once: what Django does for each field of each row takes most of an import's time."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(rows: Sequence[Model]) -> None:
    """Write new rows of one model. One that is there already, as somebody made it meanwhile, stays.

    For rows whose values a database takes as they are: texts, numbers, moments.
    """
    if not rows:
        return
    meta, quoted = rows[0]._meta, connection.ops.quote_name
    fields: list[Any] = [field for field in meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quoted(field.column) for field in fields)
    names = [field.attname for field in fields]
    places = ", ".join(["%s"] * len(fields))
    # Names of ours, and places for values.
    told = f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    values = [[_value(getattr(row, name)) for name in names] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"{told} ON CONFLICT DO NOTHING", values)


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return _moment(value)
    return str(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
