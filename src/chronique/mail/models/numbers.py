"""Hundreds of rows that are meant by their numbers."""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL


def listed(numbers: Iterable[int]) -> RawSQL:
    """Return a list for `pk__in` that goes to the database as one value.

    With a value for each number we spend three times as long on asking, and so does the database.
    """
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(numbers))])
    return RawSQL("SELECT unnest(%s::bigint[])", [list(numbers)])
