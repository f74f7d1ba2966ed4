"""What rooms above this one keep of readers: each says so when the program starts.

So the page with all that is kept shows it, an erasure takes it along, and an address that nobody
confirmed stays as long as something stands on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from chronique.readers.models import Reader


@dataclass(frozen=True)
class Keeper:
    """`name`: under which it stands in the data of a reader. `about`: lists and texts, for JSON.

    `forget` is told of an address in its one form, in the transaction of its erasure. `needs`:
    which readers are not to be swept though they never confirmed.
    """

    name: str
    about: Callable[[Reader], Any]
    forget: Callable[[str], object]
    needs: Callable[[], Q]


KEEPERS: list[Keeper] = []


def kept_elsewhere(reader: Reader) -> dict[str, Any]:
    return {keeper.name: keeper.about(reader) for keeper in KEEPERS}


def forget_elsewhere(address: str) -> None:
    for keeper in KEEPERS:
        keeper.forget(address)


def needed_elsewhere() -> Q:
    """Return which readers other rooms need."""
    needed = Q(pk__in=[])
    for keeper in KEEPERS:
        needed |= keeper.needs()
    return needed
