"""What programs write for programs: delivery reports, feedback reports, notes of Amazon's service.

Sources: RFC 3464 (delivery status), RFC 5965 and 6650 (feedback), RFC 6591 (failures of signatures,
which are no complaints).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from chronique.mail.returns.addresses import addresses_in, of_report, unique
from chronique.mail.returns.mime import Headers, Part, fields_of
from chronique.mail.returns.signs import Kind, is_vague, meaning, status_in

RECIPIENT = ("original-recipient", "final-recipient", "x-actual-recipient")
TELLING = ("action", "status", "diagnostic-code")
FIELDS = re.compile(r"^(?:Final|Original)-Recipient[ \t]*:", re.M | re.I)
# How many parts are looked at, how many recipients, and how much of what is said.
PARTS, GROUPS, WORDS = 10, 30, 2000
# Said by feedback that is no complaint.
NO_COMPLAINT = {"not-spam", "auth-failure", "dmarc", "delivery"}


@dataclass(frozen=True)
class Told:
    """What a report says of one recipient."""

    kind: Kind
    recipient: str
    status: str = ""
    words: str = ""
    is_delay: bool = False
    report: str = ""


def delivery(parts: list[Part], notice: str) -> list[Told] | None:
    """Return what the delivery reports among the parts say; None when there are none."""
    texts = [part.text for part in parts[:PARTS] if part.kind in STATUS_KINDS]
    texts += [part.text for part in parts[:PARTS] if part.is_words and FIELDS.search(part.text)]
    notice = notice[:WORDS]
    groups = list(islice((group for text in texts for group in _groups(text)), GROUPS))
    told = [one for group in groups if (one := _told(group, notice))]
    return told if told or any("action" in group for group in groups) else None


STATUS_KINDS = {"message/delivery-status", "message/global-delivery-status"}


def _is_telling(group: Headers) -> bool:
    return any(name in group for name in TELLING)


def _groups(text: str) -> Iterator[Headers]:
    """Yield what belongs together. Some servers leave out the blank lines, others have too many."""
    waiting: Headers = {}
    for block in re.split(r"\n[ \t]*\n", text):
        for group in _split(_from_first_field(block)):
            if any(name in group for name in RECIPIENT) and any(
                name in waiting for name in RECIPIENT
            ):
                yield waiting
                waiting = {}
            waiting = {**waiting, **group}
            if _is_telling(waiting) and any(name in waiting for name in RECIPIENT):
                yield waiting
                waiting = {}
    if waiting:
        yield waiting


def _from_first_field(block: str) -> str:
    """Return a block from its first field on: in a text, a sentence stands before."""
    lines = block.strip("\n").split("\n")
    start = next((at for at, line in enumerate(lines) if fields_of(line)[0]), len(lines))
    return "\n".join(lines[start:])


def _split(block: str) -> Iterator[Headers]:
    """Yield the fields of a block; a second recipient of the same sort begins another."""
    fields, _ = fields_of(block)
    finals = fields.get("final-recipient", [])
    if len(finals) < 2:
        yield fields
        return
    for place, final in enumerate(finals):
        yield {
            "final-recipient": [final],
            **{name: fields[name][place : place + 1] for name in TELLING if name in fields},
        }


def _told(group: Headers, notice: str) -> Told | None:
    recipient = next(
        (
            found
            for name in RECIPIENT
            for value in group.get(name, [])
            if (found := of_report(value))
        ),
        "",
    )
    action = " ".join(group.get("action", [])).lower()
    status = status_in(" ".join(group.get("status", [])))
    words = " ".join(group.get("diagnostic-code", []) + group.get("x-notes", []))
    words = re.sub(r"^(?:smtp|x-[\w-]+)\s*;\s*", "", words[:WORDS], flags=re.I).strip()
    if action.startswith(("delivered", "relayed", "expanded")):
        return None
    if not (status or words or action.startswith(("failed", "failure", "delayed"))):
        return None
    # A program that delays says so; another's class 4 is where its patience ended.
    is_delay = action.startswith("delayed")
    kind = Kind.SOFT if is_delay else meaning(status, words, "" if words else notice)
    shown = next((one for one in (status, status_in(words)) if not is_vague(one)), status)
    return Told(kind, recipient, shown, words, is_delay)


def feedback(parts: list[Part]) -> list[Told] | None:
    """Return what a feedback report says; None when there is none.

    Providers black out the recipient; then it is told with an empty one.
    """
    for part in parts:
        if part.kind == "message/feedback-report":
            fields, _ = fields_of(part.text.lstrip("\n"))
            return _complaints(fields, "feedback-type", ("original-rcpt-to", "removal-recipient"))
    return None


def _complaints(fields: Headers, name: str, recipients: tuple[str, ...]) -> list[Told]:
    report = next(iter(fields.get(name, [])), "abuse").strip().lower()
    if report in NO_COMPLAINT:
        return []
    found = unique(
        address for key in recipients for value in fields.get(key, [])
        for address in addresses_in(value)
    )  # fmt: skip
    return [Told(Kind.COMPLAINT, address, report=report) for address in found or [""]]


def amazon(notice: str) -> list[Told] | None:
    """Return what a note of Amazon's says, which is JSON, in a letter; None when it is none."""
    start = notice.find("{")
    if start < 0 or '"notificationType' not in notice.replace("\\", ""):
        return None
    try:
        # Mail folded its lines.
        note, _ = json.JSONDecoder(strict=False).raw_decode(notice[start:].replace("\n ", ""))
        if isinstance(note, dict) and isinstance(note.get("Message"), str):
            note = json.loads(note["Message"], strict=False)
        return _of_amazon(note)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _of_amazon(note: dict[str, Any]) -> list[Told]:
    kind = note.get("notificationType")
    if kind == "Complaint":
        said = note["complaint"] if isinstance(note.get("complaint"), dict) else {}
        rows = _rows(said.get("complainedRecipients"))
        report = str(said.get("complaintFeedbackType") or "abuse")
        return [Told(Kind.COMPLAINT, row, report=report) for row, _ in rows]
    if kind != "Bounce":
        return []
    said = note["bounce"] if isinstance(note.get("bounce"), dict) else {}
    told = []
    for recipient, row in _rows(said.get("bouncedRecipients")):
        words = re.sub(r"^smtp\s*;\s*", "", str(row.get("diagnosticCode") or ""), flags=re.I)
        status = status_in(str(row.get("status") or ""))
        kind = meaning(status, words) if status or words else Kind.SOFT
        told.append(Told(kind, recipient, status, words))
    return told


def _rows(rows: object) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and (found := addresses_in(str(row.get("emailAddress")))):
            yield found[0], row
