"""One import at a time: two would write over each other."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from chronique.base.errors import Refused
from chronique.exchange.arriving.ledger import digest_of


class Busy(Refused):
    """Another import is running."""


@contextmanager
def alone() -> Iterator[None]:
    """Let no other import begin on this machine meanwhile. Raises Refused when one is running."""
    with import_lock().open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("Another import is running here; wait until it has ended.") from error
        yield


def import_lock() -> Path:
    """Return the file that is locked while an import runs; one for each database."""
    digest = digest_of(connection.settings_dict["NAME"])
    return Path(settings.CONF.home / f"import-{digest[:8]}.lock")
