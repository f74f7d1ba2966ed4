"""What changes the kept pages: `forget` with each change, `hear` for changes made elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial

from django.conf import settings
from django.db import connection, transaction

from chronique.store import changes
from chronique.store.known import EVERYTHING
from chronique.store.models import Forgotten
from chronique.store.pages import Pages
from chronique.store.record import Record

CHANNEL = "chronique_forgotten"
# More at once stand for everything: so many are not made anew one by one.
MOST_TAGS = 2_000
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
    _local.several = several
    try:
        yield
    except BaseException:
        _local.several = None
        if not connection.in_atomic_block:
            _forget_several(several)
        raise
    _local.several = None
    _forget_several(several)


def _forget_several(several: dict[str, bool]) -> None:
    if len(several) > MOST_TAGS:
        several = {EVERYTHING: any(several.values())}
    for entirely in (True, False):
        if tags := sorted(tag for tag, is_entire in several.items() if is_entire == entirely):
            _forget(tags, entirely=entirely)


def _forget(tags: Iterable[str], *, entirely: bool) -> None:
    row = Forgotten.objects.create(tags=" ".join(tags), entirely=entirely)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Sent with the commit.
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(row.pk)])
    transaction.on_commit(partial(_heard, row))


def forget_everything() -> None:
    forget(EVERYTHING, entirely=True)


def hear() -> int:
    """Note what other processes or machines forgot; return how many changes were new."""
    record = pages().record
    rows = Forgotten.objects.lately()
    new = [row for row in rows if not record.knows(row.pk)]
    for row in new:
        record.note(row.tags.split(" "), entirely=row.entirely, number=row.pk)
    return len(new)


def _heard(row: Forgotten) -> None:
    pages().record.note(row.tags.split(" "), entirely=row.entirely, number=row.pk)
    changes.made(row.pk)
