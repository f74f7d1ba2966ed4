"""What changes the kept pages: `forget` with each change, `hear` for changes made elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial

from django.conf import settings
from django.db import connection, transaction

from chronique.store import caches, changes
from chronique.store.known import EVERYTHING
from chronique.store.models import LONGEST_WAIT, Forgotten, Untold, new_number, now
from chronique.store.pages import Pages
from chronique.store.record import Record

CHANNEL = "chronique_forgotten"
# More at once stand for everything: so many are not made anew one by one.
MOST_TAGS = 2_000
# What the first row of a database names, where nothing was forgotten yet.
BEGINNING = "beginning"
# It is written down how far was heard when that is further by so much.
STEP = LONGEST_WAIT // 4
_guard = threading.Lock()
_local = threading.local()


@cache
def pages() -> Pages:
    """Return the kept pages of this publication, one for all threads of a process."""
    with _guard:
        record = Record(settings.PAGES_ROOT, made_by=settings.PAGES_MADE_BY)
        return Pages(settings.PAGES_ROOT, record)


def forget(*tags: str, entirely: bool = False) -> None:
    """Forget all pages that show one of `tags`, in the transaction of the change.

    `entirely`: what was shown is to be seen no more, not even while a page is made anew.
    """
    several: dict[str, bool] | None = getattr(_local, "several", None)
    if several is not None:
        several.update({tag: entirely or several.get(tag, False) for tag in tags})
    elif tags:
        _forget(tags, entirely=entirely)


@contextmanager
def forgotten_together() -> Iterator[None]:
    """Note once, at the end, what is forgotten within: for what changes many rows.

    It stands inside the transaction of the changes. Where there are several, as in an import, what
    was done is noted also when the rest fails.
    """
    if getattr(_local, "several", None) is not None:
        yield
        return
    several: dict[str, bool] = {}
    _local.several, is_whole = several, False
    try:
        yield
        is_whole = True
    finally:
        _local.several = None
        if is_whole or not connection.in_atomic_block:
            _forget_several(several)


def _forget_several(several: dict[str, bool]) -> None:
    if len(several) > MOST_TAGS or EVERYTHING in several:
        several = {EVERYTHING: any(several.values())}
    for entirely in (True, False):
        if tags := sorted(tag for tag, is_entire in several.items() if is_entire == entirely):
            _forget(tags, entirely=entirely)


def _forget(tags: Iterable[str], *, entirely: bool) -> None:
    row = Forgotten.objects.create(number=new_number(), tags=" ".join(tags), entirely=entirely)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Sent with the commit.
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(row.pk)])
    _write_down_for_caches([row])
    transaction.on_commit(partial(_heard, row))


def forget_everything() -> None:
    forget(EVERYTHING, entirely=True)


def hear() -> int:
    """Note what other processes or machines forgot; return how many changes were new.

    Where it is not known what is missing (this machine was away for days, or the database is
    another one than that of which was heard) all pages are forgotten.
    """
    record = pages().record
    # From the first row on it is known what is missing.
    newest = Forgotten.objects.newest() or _begin()
    heard_to = record.heard_to
    if not Forgotten.objects.reach_back_to(heard_to, newest=newest):
        pages().note([EVERYTHING], entirely=True)
        _write_down_for_caches([Forgotten(tags=EVERYTHING)])
        heard_to = 0
    rows = Forgotten.objects.since(heard_to or newest)
    new = [row for row in rows if not record.knows(row.number)]
    _note(new)
    # Meanwhile caches may have got what was not right any more.
    _write_down_for_caches(new)
    if newest > heard_to + STEP:
        record.hear_to(newest)
    return len(new)


def _begin() -> int:
    row: Forgotten = Forgotten.objects.create(number=new_number(), tags=BEGINNING)
    return row.number


def hear_of(numbers: Iterable[int]) -> None:
    """Note changes of which somebody told the numbers."""
    _note(Forgotten.objects.filter(number__in=numbers))


def hear_up_to(number: int) -> None:
    """Note a change that a reader made elsewhere, and all before it."""
    if Forgotten.objects.filter(number=number).exists():
        hear()


def sweep() -> int:
    """Delete the rows of which everybody has heard; return how many."""
    return Forgotten.objects.old(newest=Forgotten.objects.newest()).delete()[0]


def tell_caches() -> int:
    """Tell caches in front what was forgotten some seconds ago; return how many rows are done.

    Whoever does not answer is asked again the next time.
    """
    done = 0
    for place in _caches():
        rows = list(Untold.objects.filter(cache=place).due(now()))
        if rows and caches.tell(place, _tags_of(rows)):
            done += Untold.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]
    return done


def take_away_before(now: datetime) -> None:
    """Take from the web server in front what is about to be another page."""
    pages().laid.take_away_before(now.timestamp())


def begin_in_front() -> None:
    """Write down what stands in front, for commands that are not told, and begin anew there."""
    caches.write_down(settings.PAGES_ROOT, settings.CONF.cache_addresses)
    pages().laid.begin(is_wanted=settings.CONF.lays_files)


def _caches() -> list[str]:
    return settings.CONF.cache_addresses or caches.written_down(settings.PAGES_ROOT)


def _heard(row: Forgotten) -> None:
    _note([row])
    changes.made(row.number)
    for place in _caches():
        caches.tell_at_once(place, _tags_of([row]))


def _write_down_for_caches(rows: Sequence[Forgotten]) -> None:
    if rows and (known := _caches()):
        tags, moment = " ".join(_tags_of(rows)), now()
        Untold.objects.bulk_create(Untold(cache=one, tags=tags, made_at=moment) for one in known)


def _tags_of(rows: Iterable[Forgotten | Untold]) -> list[str]:
    return sorted({tag for row in rows for tag in row.tags.split(" ")})


def _note(rows: Iterable[Forgotten]) -> None:
    for row in rows:
        pages().note(row.tags.split(" "), entirely=row.entirely, number=row.number)
