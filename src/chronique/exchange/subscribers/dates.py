"""Moments as other systems write them."""

import re
from datetime import UTC, datetime
from functools import lru_cache

# Nobody subscribed to a letter of this kind earlier.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
OFFSET = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)|\s*(?:UTC|GMT)$")
DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\s+(\d{1,2}:\d{2}(?::\d{2})?))?")
WRITTEN = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%a, %d %b %Y %H:%M:%S %z")


@lru_cache(maxsize=4096)
def moment(text: str) -> datetime | None:
    """Return the moment that a cell names, in UTC where it does not say; None when it names none.

    A day such as 03/04/2021, which is another in England than in America, is none.
    """
    found = _read(text.strip())
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if found >= EARLIEST else None


def _read(text: str) -> datetime | None:
    if re.fullmatch(r"\d{9,10}|\d{13}", text):
        # Seconds, or thousandths of them.
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        return datetime.fromisoformat(OFFSET.sub("", text))
    except ValueError:
        pass
    if numbers := DAY_FIRST.fullmatch(text):
        return _by_numbers(numbers)
    for pattern in WRITTEN:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _by_numbers(numbers: re.Match[str]) -> datetime | None:
    one, other, year = (int(numbers[n]) for n in (1, 2, 3))
    if one <= 12 and other <= 12 and one != other:
        return None
    day, month = (one, other) if other <= 12 else (other, one)
    time = numbers[4] or "00:00"
    try:
        return datetime.fromisoformat(f"{year:04}-{month:02}-{day:02} {time.zfill(5)}")
    except ValueError:
        return None
