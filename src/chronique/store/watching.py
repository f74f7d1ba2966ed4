"""A process that serves pages looks each second whether the record is where it was.

Pages that are hot in memory are given without a look at the disk: where the folder was deleted,
another process may have begun a new record there, of which this one would not hear.
"""

from __future__ import annotations

import threading
from weakref import ref

from chronique.store.record import Record

PAUSE = 1.0


def watch(record: Record, *, pause: float = PAUSE) -> threading.Thread:
    """Mend a record from time to time, as long as somebody uses it. `pause`: seconds."""
    thread = threading.Thread(
        target=_watch, args=(ref(record), pause), name="store.watching", daemon=True
    )
    thread.start()
    return thread


def _watch(used: ref[Record], pause: float) -> None:
    never = threading.Event()
    while (record := used()) is not None:
        record.mend()
        del record
        never.wait(pause)
