"""What both languages ask of dates."""

from __future__ import annotations

from chronique.dossiers.moments.points import Point, Precision

MINUS = "\N{MINUS SIGN}"


def are_alike(start: Point, end: Point) -> bool:
    """Whether two dates of one year, both days or both months, are certain and without a time."""
    plain = {Precision.DAY, Precision.MONTH}
    return (
        start.precision is end.precision
        and start.precision in plain
        and start.year == end.year
        and start.is_exact
        and end.is_exact
        and not (start.time or end.time)
    )


def zone_in_words(zone: str) -> str:
    if zone in {"", "Z"}:
        return " (UTC)" if zone else ""
    hours, _, minutes = zone[1:].partition(":")
    sign = MINUS if zone[0] == "-" else "+"
    more = f":{minutes}" if minutes not in {"", "00"} else ""
    return f" (UTC{sign}{int(hours)}{more})"
