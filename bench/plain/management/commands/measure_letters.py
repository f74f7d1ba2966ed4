import json
import logging
import os
import resource
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from bench.issue import HEADERS, HTML, SUBJECT, TEXT, own_words
from chronique.mail.actions import Recipient, make_mailing, numbers_of, queue_mailing
from chronique.mail.jobs import send_due_letters
from chronique.mail.models import Mailing
from chronique.mail.slots import slot

# As many go into the queue in one transaction.
PIECE = 5000
SLOTS = {name: slot(name) for name in ("leave", "settings")}


class Command(BaseCommand):
    help = "Send so many letters, and some in Django's own way before and after; print it as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("letters", type=int)

    def handle(self, *, letters: int, **options: Any) -> None:
        logging.disable(logging.INFO)
        some = min(letters, 400)
        django = [djangos_own(some)]
        mailing = make_mailing(
            kind="issue", subject=SUBJECT, text=TEXT.format(**SLOTS), html=HTML.format(**SLOTS),
            headers={name: value.format(**SLOTS) for name, value in HEADERS.items()},
            sender="Marées", host="news.example.org", now=timezone.now(),
        )  # fmt: skip
        begun, before = monotonic(), process_time()
        queue(mailing, letters)
        queued, spent_on_queueing = monotonic() - begun, process_time() - before
        database = Database()
        before, begun = process_time(), monotonic()
        sent = send_due_letters()
        spent, lasted = process_time() - before, monotonic() - begun
        django.append(djangos_own(some))
        told = {
            "django": min(django) * 1000, "own": spent / letters * 1000,
            "queued": queued, "spent_on_queueing": spent_on_queueing,
            "database": database.spent() / letters * 1000, "rate": letters / lasted,
            "sent": sent, "states": numbers_of(mailing),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }  # fmt: skip
        self.stdout.write(json.dumps(told))


class Database:
    """The processor time of PostgreSQL's process for our connection; SQLite has none of its own."""

    def __init__(self) -> None:
        self._pid = 0
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                [self._pid] = cursor.fetchone()
        self._before = self._ticks()

    def spent(self) -> float:
        return (self._ticks() - self._before) / os.sysconf("SC_CLK_TCK")

    def _ticks(self) -> int:
        if not self._pid:
            return 0
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])


def recipients(mailing: Mailing, first: int, count: int) -> Iterator[Recipient]:
    for number in range(first, first + count):
        yield Recipient(
            f"reader{number}@example.org", f"issue:{mailing.pk}:{number}",
            f"subscription:{number}", own_words(number),
        )  # fmt: skip


def queue(mailing: Mailing, count: int) -> None:
    now = timezone.now()
    for first in range(0, count, PIECE):
        piece = recipients(mailing, first, min(PIECE, count - first))
        queue_mailing(mailing, piece, due=now, now=now)


def djangos_own(count: int) -> float:
    """Return the seconds of processor time of a letter as Django's documentation sends it."""
    line = get_connection()
    line.open()
    before = process_time()
    for number in range(count):
        own = own_words(number)
        message = EmailMultiAlternatives(
            SUBJECT, TEXT.format(**own), "letters@news.example.org", [f"{number}@example.org"],
            headers={name: value.format(**own) for name, value in HEADERS.items()}, connection=line,
        )  # fmt: skip
        message.attach_alternative(HTML.format(**own), "text/html")
        message.send()
    spent = process_time() - before
    line.close()
    return spent / count
