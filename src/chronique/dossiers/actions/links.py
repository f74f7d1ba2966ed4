"""Whether something still is where sources are said to be: asked each night, for the writer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chronique.base.errors import Unreachable
from chronique.base.http import NoAnswer, OtherAnswer, look
from chronique.dossiers import tags
from chronique.dossiers.actions.snapshots import PRIVATE_HOSTS
from chronique.dossiers.models import Source
from chronique.store.actions import forget

SECONDS = 10.0
# There is nothing there. Others mean that it is there, and not for a program.
NOTHING = (404, 410)


def look_at_link(source: Source, *, now: datetime) -> bool:
    """Ask a source's host whether it is still there, and note what it says; return whether it is.

    What its host says is gone is gone at once; a host that does not answer is given a second night.
    """
    if not Source.objects.claim_look(source, now):
        return True
    try:
        look(source.url, seconds=SECONDS, private_hosts=PRIVATE_HOSTS)
    except OtherAnswer as answer:
        is_gone = answer.status in NOTHING
        return _note(source, str(answer), is_gone=is_gone, now=now)
    except NoAnswer as why:
        return _note(source, str(why), is_gone=bool(source.gone_why), now=now)
    except Unreachable as why:
        return _note(source, str(why), is_gone=False, now=now)
    return _note(source, "", is_gone=False, now=now)


@transaction.atomic
def _note(source: Source, why: str, *, is_gone: bool, now: datetime) -> bool:
    since = (source.gone_since or now) if is_gone else None
    Source.objects.filter(pk=source.pk, url=source.url).update(gone_since=since, gone_why=why[:255])
    if (since is None) != (source.gone_since is None):
        forget(tags.source(source.pk))
    return not is_gone
