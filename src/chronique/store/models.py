"""What was forgotten: a row with each change, so that a crash between a change and its being heard
of hides nothing, and so that other machines hear of it too.

A row's number says when it was made, by the clock of the database, which is one for all machines;
the rest of it is drawn. So numbers are in order, but for rows that wait for their change, and none
comes twice, also where a database was put back to what it was yesterday.
"""

from __future__ import annotations

import secrets
import time
from datetime import timedelta

from django.db import connection, models

# Of a number, so many bits are drawn; the others are microseconds since 1970.
DRAWN = 11


def numbers_in(time: timedelta) -> int:
    """Return by how much numbers differ that are made so long one after the other."""
    return (time // timedelta(microseconds=1)) << DRAWN


# What is older than the newest by so much is swept away.
KEPT = numbers_in(timedelta(days=2))
# The longest that a row may wait for its change to be done.
LONGEST_WAIT = numbers_in(timedelta(hours=1))

# What a cache has to be told is told again after this: by then all servers have heard of it, and
# what was on the way when it was told first has arrived.
TOLD_AFTER = numbers_in(timedelta(seconds=10))


class ForgottenQuerySet(models.QuerySet["Forgotten"]):
    def newest(self) -> int:
        """Return the newest number; 0 when there is none. A clock that went wrong for a while
        leaves numbers that are not there yet.
        """
        there = self.filter(number__lte=now() + numbers_in(timedelta(minutes=1)))
        return there.aggregate(newest=models.Max("number"))["newest"] or 0

    def reach_back_to(self, number: int, *, newest: int) -> bool:
        """Whether all that was made since a row is there: none was swept, nor is this another
        database.
        """
        return newest - number < KEPT - LONGEST_WAIT and self.filter(number=number).exists()

    def since(self, number: int) -> ForgottenQuerySet:
        """Those that somebody who heard of all up to a number may not have heard of: also older
        ones, which waited.
        """
        return self.filter(number__gte=number - LONGEST_WAIT).order_by("number")

    def old(self, *, newest: int) -> ForgottenQuerySet:
        return self.filter(number__lt=newest - KEPT)


class Forgotten(models.Model):
    number = models.BigIntegerField(primary_key=True)
    tags = models.TextField()
    # Whether also the previous copies are not to be seen any more.
    entirely = models.BooleanField(default=False)

    objects = ForgottenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.tags


class UntoldQuerySet(models.QuerySet["Untold"]):
    def due(self, now: int) -> UntoldQuerySet:
        return self.filter(made_at__lte=now - TOLD_AFTER)


class Untold(models.Model):
    """What a cache in front is still to be told was forgotten."""

    cache = models.CharField(max_length=300)
    tags = models.TextField()
    # As numbers are.
    made_at = models.BigIntegerField(db_index=True)

    objects = UntoldQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.cache}: {self.tags}"


def now() -> int:
    """Return the smallest number that can be made now."""
    if connection.vendor != "postgresql":
        return (time.time_ns() // 1000) << DRAWN
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(cursor.fetchone()[0]) << DRAWN


def new_number() -> int:
    return now() | secrets.randbits(DRAWN)
