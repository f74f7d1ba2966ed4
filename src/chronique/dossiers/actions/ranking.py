"""What a writer puts in order: one place further up or down at a time."""

from __future__ import annotations

from typing import Any


def move_among(everybody: list[Any], thing: Any, *, up: bool) -> bool:
    """Let a row and its neighbour change places, and write all their ranks; False at the end."""
    place = everybody.index(thing)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(everybody):
        return False
    everybody[place], everybody[other] = everybody[other], everybody[place]
    for rank, one in enumerate(everybody):
        one.rank = rank
    type(thing).objects.bulk_update(everybody, ["rank"])
    return True
