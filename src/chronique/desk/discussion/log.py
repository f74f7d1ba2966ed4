"""The log of decisions: shown, and handed out line by line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from chronique.comments.models import Decision
from chronique.comments.reasons import sentences
from chronique.desk.discussion.forms import LogForm

FIELDS = [
    "when", "comment", "article", "decision", "by", "moderator", "before", "after", "reason",
    "note", "verdict", "score", "verdict_reasons", "undone",
]  # fmt: skip


def decisions(form: LogForm) -> QuerySet[Decision]:
    """Return what a form asks for, the newest first; what it cannot mean is left out."""
    form.is_valid()
    said = form.cleaned_data
    found = Decision.objects.newest_first().select_related("user", "page")
    for name, field in (("action", "action"), ("by", "by"), ("comment", "number")):
        if said.get(name):
            found = found.filter(**{field: said[name]})
    if said.get("since"):
        found = found.filter(decided_at__gte=_midnight(said["since"]))
    if said.get("until"):
        found = found.filter(decided_at__lt=_midnight(said["until"] + timedelta(days=1)))
    return found


def as_record(decision: Decision) -> dict[str, Any]:
    """Return one line as programs read it: nothing of it is a reader's name or address."""
    return {
        "when": decision.decided_at.isoformat(),
        "comment": decision.number,
        "article": decision.page.title if decision.page else "",
        "decision": decision.action,
        "by": decision.by,
        "moderator": decision.user.get_username() if decision.user else "",
        "before": decision.before,
        "after": decision.after,
        "reason": decision.reason,
        "note": decision.note,
        "verdict": decision.verdict.get("decision", ""),
        "score": decision.verdict.get("score"),
        "verdict_reasons": [reason["name"] for reason in decision.verdict.get("reasons", [])],
        "undone": decision.undone_at.isoformat() if decision.undone_at else "",
    }


def as_csv(found: QuerySet[Decision]) -> Iterator[str]:
    """Give the lines of a table, its head first. No cell begins as a formula does."""
    writer = csv.writer(_Echo())
    # Spreadsheets tell by this that it is UTF-8.
    yield "\ufeff" + writer.writerow(FIELDS)
    for decision in found.iterator(chunk_size=1000):
        record = as_record(decision)
        record["verdict_reasons"] = " ".join(record["verdict_reasons"])
        yield writer.writerow([_cell(record[name]) for name in FIELDS])


def as_json(found: QuerySet[Decision]) -> Iterator[str]:
    """Give a list of records, a record a line."""
    before = "[\n"
    for decision in found.iterator(chunk_size=1000):
        yield before + json.dumps(as_record(decision), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def said_then(decision: Decision) -> list[str]:
    return sentences(decision.verdict)


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> str:
        return line


def _cell(value: Any) -> Any:
    text = value if isinstance(value, str) else ""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
