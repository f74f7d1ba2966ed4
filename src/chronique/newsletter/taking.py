"""Subscriptions with their proof of consent, for other programs: a stream of lines.

What it says goes back in by `chronique import_subscribers`, and is then as it was.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from chronique.newsletter.models import Subscription
from chronique.newsletter.models.subscriptions import SubscriptionQuerySet

FIELDS = [
    "address", "name", "language", "newsletter", "state", "rhythm", "made_at", "since", "ended_at",
    "basis", "consent_text", "consent_page", "consent_how", "consent_at",
]  # fmt: skip
CHUNK = 2000
# What a spreadsheet takes for the beginning of a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(found: SubscriptionQuerySet) -> Iterator[str]:
    """Give the lines of a table (RFC 4180), its head first. No cell begins as a formula does."""
    writer = csv.writer(_Echo())
    # Spreadsheets tell by this that it is UTF-8.
    yield "\ufeff" + writer.writerow(FIELDS)
    for record in records(found):
        yield writer.writerow([harmless(record[name]) for name in FIELDS])


def as_json(found: SubscriptionQuerySet) -> Iterator[str]:
    """Give a list of records, a record a line."""
    before = "[\n"
    for record in records(found):
        yield before + json.dumps(record, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def records(found: SubscriptionQuerySet) -> Iterator[dict[str, str]]:
    rows = found.select_related("reader", "newsletter").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield as_record(row)


def as_record(row: Subscription) -> dict[str, str]:
    """Return a subscription in texts; moments in UTC, empty where there is none."""
    return {
        "address": row.reader.address, "name": row.reader.name, "language": row.reader.language,
        "newsletter": row.newsletter.slug, "state": row.state, "rhythm": row.rhythm,
        "made_at": _moment(row.made_at), "since": _moment(row.since),
        "ended_at": _moment(row.ended_at), "basis": row.basis, "consent_text": row.consent_text,
        "consent_page": row.consent_page, "consent_how": row.consent_how,
        "consent_at": _moment(row.consent_at),
    }  # fmt: skip


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; who reads it takes one quote away."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULAS) else cell


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at else ""


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> Any:
        return line
