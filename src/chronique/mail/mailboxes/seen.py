"""When a mail counts as seen."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError


def hand_on(raw: bytes, take: Callable[[bytes], object], mark: Callable[[], object]) -> None:
    """Hand a mail on, then mark it as seen; also when that laid a bug open, which rises.

    While the database is away it stays as it was.
    """
    is_away = False
    try:
        take(raw)
    except (OperationalError, InterfaceError):
        is_away = True
        raise
    finally:
        if not is_away:
            mark()
