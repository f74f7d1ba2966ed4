"""Snapshots of what stands at sources' addresses: asked for with the source, made a bit later."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from hashlib import sha256

from chronique.base.errors import Unreachable
from chronique.base.http import Exchange, record
from chronique.dossiers import shelves
from chronique.dossiers.models import Snapshot, Source
from chronique.dossiers.warc import write_warc

logger = logging.getLogger(__name__)

MAX_BYTES = 30 * 1024 * 1024
SECONDS = 60.0
# Hosts in a private network that may be asked, as everywhere: none.
PRIVATE_HOSTS: frozenset[str] = frozenset()


def ask_for_snapshot(source: Source, *, now: datetime) -> Snapshot | None:
    """Write down that one is wanted; None when there is no address, or one is under way."""
    others = Snapshot.objects.under_way().filter(source=source, url=source.url)
    if not source.url or others.exists():
        return None
    return Snapshot.objects.create(source=source, url=source.url, asked_at=now)


def make_snapshot(snapshot: Snapshot, *, now: datetime) -> bool:
    """Ask the host, and keep what it answers, of whatever type. False where there is none, or
    another process was faster.
    """
    if not Snapshot.objects.claim(snapshot, now):
        return False
    try:
        exchanges = record(
            snapshot.url, max_bytes=MAX_BYTES, seconds=SECONDS, private_hosts=PRIVATE_HOSTS
        )
    except Unreachable as why:
        _give_up(snapshot, str(why))
        return False
    try:
        _keep(snapshot, exchanges, now)
    except OSError as error:
        logger.warning("snapshot.not_written snapshot=%s error=%s", snapshot.pk, error)
        _give_up(snapshot, "there is no room for it")
        return False
    return True


def _keep(snapshot: Snapshot, exchanges: list[Exchange], now: datetime) -> None:
    name = f"source-{snapshot.source_id}-{snapshot.pk}.warc.gz"
    shelves.put(name, partial(write_warc, exchanges=exchanges, name=name, at=now))
    last = exchanges[-1]
    said = {key.lower(): value for key, value in last.answered}
    media_type = said.get("content-type", "").partition(";")[0].strip().lower()[:100]
    Snapshot.objects.filter(pk=snapshot.pk).update(
        state=Snapshot.State.KEPT, made_at=now, file=name, why="",
        sha256=sha256(last.body).hexdigest(), size=len(last.body), media_type=media_type,
    )  # fmt: skip
    logger.info("snapshot.kept snapshot=%s bytes=%s", snapshot.pk, len(last.body))


def _give_up(snapshot: Snapshot, why: str) -> None:
    failed = Snapshot.objects.filter(pk=snapshot.pk)
    failed.update(state=Snapshot.State.FAILED, why=why[:255])
    logger.info("snapshot.failed snapshot=%s why=%s", snapshot.pk, why)
