"""What was made of some words is remembered, for it is soon asked for again.

A page of fifty comments is built anew when one of them changes; the other forty-nine are as before.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
Made = TypeVar("Made")

# So many texts are remembered of each kind, as what readers usually write: some megabytes at most.
REMEMBERED = 2_000
LONGEST = 4_000


def remembered(make: Callable[Concatenate[str, P], Made]) -> Callable[Concatenate[str, P], Made]:
    """Remember what a pure function makes of a text that is not too long; bounded in memory."""
    known = lru_cache(maxsize=REMEMBERED)(make)

    @wraps(make)
    def asked(text: str, /, *given: P.args, **named: P.kwargs) -> Made:
        if len(text) > LONGEST:
            return make(text, *given, **named)
        return known(text, *given, **named)  # type: ignore[arg-type]

    return asked
