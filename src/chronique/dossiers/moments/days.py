"""Days by number: how many after 0001-01-01, in the Gregorian calendar forth and back.

Years are the astronomers': 0 is 1 BC, -1 is 2 BC. `datetime` knows neither these nor long ones.
"""

from __future__ import annotations

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Days of 400 years, and of those before 1 January of year 1 in a count that begins on 1 March 0.
CYCLE, BEFORE_ONE = 146_097, 306


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def length_of(year: int, month: int) -> int:
    """Return how many days a month has."""
    return 29 if month == 2 and is_leap(year) else LENGTHS[month - 1]


def number_of(year: int, month: int = 1, day: int = 1) -> int:
    """Return the number of a day: 0 for 0001-01-01, less before it.

    The year is counted from March, so that the day of leap years is its last.
    """
    if month <= 2:
        year -= 1
    cycle, year_of_cycle = divmod(year, 400)
    day_of_year = (153 * ((month - 3) % 12) + 2) // 5 + day - 1
    day_of_cycle = year_of_cycle * 365 + year_of_cycle // 4 - year_of_cycle // 100 + day_of_year
    return cycle * CYCLE + day_of_cycle - BEFORE_ONE


def date_of(number: int) -> tuple[int, int, int]:
    """Return year, month and day of a number."""
    cycle, day_of_cycle = divmod(number + BEFORE_ONE, CYCLE)
    year_of_cycle = (
        day_of_cycle - day_of_cycle // 1460 + day_of_cycle // 36_524 - day_of_cycle // 146_096
    ) // 365
    day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle // 4 - year_of_cycle // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    return cycle * 400 + year_of_cycle + (month <= 2), month, day


def as_text(number: int) -> str:
    """Return a day as ISO 8601 writes it, with more than four digits only where they are needed."""
    year, month, day = date_of(number)
    sign = "-" if year < 0 else ("+" if year > 9999 else "")
    return f"{sign}{abs(year):04}-{month:02}-{day:02}"
