"""SQLite's statements are looked through once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.utils import ConnectionHandler

from chronique.project.sqlite.base import _converted


@pytest.fixture
def execute(django_db_blocker) -> Iterator[Any]:
    """A database in memory, whatever the tests run on."""
    one = {"ENGINE": "chronique.project.sqlite", "NAME": ":memory:"}
    with django_db_blocker.unblock():
        own = ConnectionHandler({"default": one})["default"]
        with own.cursor() as cursor:
            yield lambda *asked: cursor.execute(*asked).fetchone()
        own.close()


@pytest.mark.parametrize(
    "query, values, found",
    [
        ("SELECT %s, '100%%'", ["a"], ("a", "100%")),
        ("SELECT %(one)s || %(two)s", {"one": "a", "two": "b"}, ("ab",)),
        ("SELECT '%s'", None, ("%s",)),
    ],
)
def test_each_way_of_giving_values_works(execute, query, values, found):
    assert [execute(query, values) for _ in range(2)] == [found] * 2


def test_a_statement_is_looked_through_once(execute):
    before = _converted.cache_info()
    assert [execute("SELECT %s + 17", [number]) for number in range(3)] == [(17,), (18,), (19,)]
    after = _converted.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 2)
