import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chronique.base.errors import Refused
from chronique.comments.reasons import sentences
from chronique.spam.lines import read_line
from chronique.spam.opinion import Opinion, opinion


class Command(BaseCommand):
    help = (
        "Read comments as lines of JSON (id, text, author, url, lang), write how likely each is"
        " spam: lines of JSON with id and score, from 0 to 1."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--explain", action="store_true", help="write the reasons too")

    def handle(self, *, explain: bool, **options: Any) -> None:
        for number, line in enumerate(sys.stdin.buffer, 1):
            if line.strip():
                self.stdout.write(json.dumps(_scored(line, number, explain), ensure_ascii=False))


def _scored(line: bytes, number: int, explain: bool) -> dict[str, Any]:
    try:
        row = read_line(line, number)
    except Refused as error:
        raise CommandError(str(error)) from error
    found = opinion(row.submission, told_from=0.0 if explain else 1.0)
    scored = {"id": row.id, "score": round(found.probability, 6)}
    return {**scored, "reasons": _told(found)} if explain else scored


def _told(found: Opinion) -> list[Mapping[str, Any]]:
    """Return the reasons, each with the sentence that moderators read, and its share."""
    known = [{"name": str(reason.name), "detail": reason.detail} for reason in found.reasons]
    told = sentences({"reasons": known})
    return [
        {"reason": sentence, "name": str(reason.name), "share": reason.share}
        for sentence, reason in zip(told, found.reasons, strict=True)
    ]
