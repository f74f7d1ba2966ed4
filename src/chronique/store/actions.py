"""What changes the kept pages: `forget` with each change, `hear` for changes made elsewhere."""

from __future__ import annotations

import threading
from functools import cache, partial

from django.conf import settings
from django.db import connection, transaction

from chronique.store import changes
from chronique.store.models import Forgotten
from chronique.store.pages import Pages
from chronique.store.record import EVERYTHING, Record

CHANNEL = "chronique_forgotten"
_guard = threading.Lock()


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
