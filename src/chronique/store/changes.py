"""Which change a request made: its number is told to the browser, so that it sees nothing older."""

from __future__ import annotations

import threading

_local = threading.local()


def begin() -> None:
    """Forget the changes of the request before."""
    _local.number = 0


def made(number: int) -> None:
    _local.number = number


def newest() -> int:
    """Return the number of the newest change of this thread's request; 0 when it made none."""
    number: int = getattr(_local, "number", 0)
    return number
