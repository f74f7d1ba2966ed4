"""Rows of letters that are decided and old go; how many there were stays with their mailing."""

from collections import Counter, defaultdict
from datetime import datetime

from django.db import transaction

from chronique.mail.models import Letter, Mailing, Return

# How many at once: others write in between.
BATCH = 2000


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Delete some of the rows that are outdated, and return how many; 0 when none is left."""
    old = Letter.objects.outdated(now).select_for_update(skip_locked=True)
    keys = list(old.order_by("keep_until").values_list("pk", flat=True)[:BATCH])
    rows = Letter.objects.filter(pk__in=keys)
    gone: dict[int, Counter[str]] = defaultdict(Counter)
    for key, what, count in [*rows.numbers_by_mailing(), *Return.objects.numbers_by_mailing(rows)]:
        gone[key][what] += count
    for mailing in Mailing.objects.select_for_update().filter(pk__in=gone).order_by("pk"):
        mailing.gone = dict(Counter(mailing.gone) + gone[mailing.pk])
        mailing.save(update_fields=["gone"])
    return rows.delete()[1].get(Letter._meta.label, 0)
