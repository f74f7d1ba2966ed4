"""What an import would have written by now, when it is only tried; beside the database, on disk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chronique.newsletter.models import Subscription

Key = tuple[str, int]
PLAIN, MOMENTS = ("state", "basis"), ("since", "ended_at")


class Trial:
    """Remembers subscriptions by address and newsletter, so that a trial tells what would come."""

    def __init__(self) -> None:
        # A file without a name, which goes with the connection.
        self._rows = sqlite3.connect("")
        self._rows.execute(
            "CREATE TABLE rows (address TEXT, newsletter INTEGER, row TEXT,"
            " PRIMARY KEY (address, newsletter))"
        )

    def note(self, changed: Mapping[Key, Subscription]) -> None:
        rows = ((*key, json.dumps(_told(row))) for key, row in changed.items())
        self._rows.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", rows)

    def known(self, addresses: Iterable[str]) -> dict[Key, Subscription]:
        found: dict[Key, Subscription] = {}
        for address in addresses:
            rows = self._rows.execute(
                "SELECT newsletter, row FROM rows WHERE address = ?", [address]
            )
            for newsletter, row in rows:
                found[address, newsletter] = Subscription(
                    newsletter_id=newsletter, **_read(json.loads(row))
                )
        return found


def _told(row: Subscription) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in PLAIN}
    return told | {name: at.isoformat() for name in MOMENTS if (at := getattr(row, name))}


def _read(told: dict[str, Any]) -> dict[str, Any]:
    return told | {name: datetime.fromisoformat(told[name]) for name in MOMENTS if name in told}
