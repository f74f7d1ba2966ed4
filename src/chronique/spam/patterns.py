"""Patterns that are made when they are first asked for: most comments need few of ours, and to make
them all takes as long as to import all the rest of the room.
"""

import re
from typing import Any, cast


class _Later:
    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._pattern, self._flags), name)
        # From now on it is found at once.
        setattr(self, name, found)
        return found


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what does as `re.compile(pattern, flags)`, which is called at the first question."""
    return cast(re.Pattern[str], _Later(pattern, flags))
