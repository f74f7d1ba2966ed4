"""How often somebody may do something: counted in memory, written nowhere."""

from collections import Counter
from datetime import datetime, timedelta

# More than these are not told apart: the counts begin anew.
MOST_KNOWN = 100_000


class Pace:
    """So many for each in a span of time.

    Each process counts for itself, and forgets when a new span begins.
    """

    def __init__(self, most: int, *, span: timedelta) -> None:
        self.most, self.span = most, span
        self._begun = -1
        self._counts: Counter[str] = Counter()

    def take(self, who: str, now: datetime, *, most: int | None = None) -> bool:
        """Count one more; return whether it was still allowed. `most`: for this one alone."""
        self._begin(now)
        self._counts[who] += 1
        return self._counts[who] <= (self.most if most is None else most)

    def is_spent(self, who: str, now: datetime) -> bool:
        """Return whether the next would be one too many, without counting it."""
        self._begin(now)
        return self._counts[who] >= self.most

    def _begin(self, now: datetime) -> None:
        begun = int(now.timestamp() // self.span.total_seconds())
        if begun != self._begun or len(self._counts) >= MOST_KNOWN:
            self._begun, self._counts = begun, Counter()
