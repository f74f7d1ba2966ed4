"""Hundreds of rows that are meant by their numbers, or their addresses.

Each list goes to the database as one value. With a value for each of its members we spend three
times as long on asking, and so does the database.
"""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

# All that varies is bound.
SQLITE = "SELECT value FROM json_each(%s)"
POSTGRESQL_NUMBERS = "SELECT value::bigint FROM json_array_elements_text(%s)"
POSTGRESQL_TEXTS = "SELECT value FROM json_array_elements_text(%s)"


def listed(numbers: Iterable[int]) -> RawSQL:
    """Return a list for `pk__in`."""
    sql = SQLITE if connection.vendor == "sqlite" else POSTGRESQL_NUMBERS
    return RawSQL(sql, [json.dumps(list(numbers))])  # noqa: S611


def listed_texts(texts: Iterable[str]) -> RawSQL:
    """Return a list for `address__in` and the like."""
    sql = SQLITE if connection.vendor == "sqlite" else POSTGRESQL_TEXTS
    return RawSQL(sql, [json.dumps(list(texts))])  # noqa: S611
