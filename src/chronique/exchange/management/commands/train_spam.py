import hashlib
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from chronique.base.batches import batches
from chronique.base.errors import Refused
from chronique.comments.teaching import owner_of_site
from chronique.exchange.sites import friendly, site_called
from chronique.spam import moving
from chronique.spam.actions import Taught, learn
from chronique.spam.lines import read_line

BATCH = 100
STOPPED = "Stopped. What was learned is learned: the same lines teach nothing again."


class Command(BaseCommand):
    help = (
        "Teach a site's filter: read comments as lines of JSON (text, author, url, lang, and label:"
        " 1 is spam, 0 is not) from files, or from standard input (-). What was learned lately"
        " teaches nothing again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="lines of JSON; - reads them")
        parser.add_argument("--save", type=Path, metavar="FILE", help="write what was learned")
        parser.add_argument(
            "--load", type=Path, metavar="FILE", help="put it in place of what was learned here"
        )
        parser.add_argument("--forget", action="store_true", help="forget all that was learned")
        parser.add_argument(
            "--site", metavar="HOST", help="whose filter it is, when there are several sites"
        )

    def handle(
        self, *, files: list[str], save: Path | None, load: Path | None, forget: bool,
        site: str | None, **options: Any,
    ) -> None:  # fmt: skip
        with friendly(interrupted=STOPPED):
            if not (files or save or load or forget):
                raise Refused("Say what to do: a file to learn from, --save, --load or --forget.")
            owner = owner_of_site(site_called(site).pk)
            if forget:
                moving.forget(owner)
                self.stdout.write("All that was learned is forgotten.")
            if load:
                count = moving.load(owner, load.read_text("utf-8", "replace"))
                self.stdout.write(f"What was learned of {count} comments is in place.")
            if files:
                count = sum(_teach(owner, _lines(name), timezone.now()) for name in files)
                self.stdout.write(f"Learned from {count} lines.")
            if save:
                _write(save, moving.saved(owner))
                self.stdout.write(f"Written to {save}.")


def _lines(name: str) -> Iterator[bytes]:
    if name == "-":
        yield from sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield from file


def _teach(owner: str, lines: Iterator[bytes], now: datetime) -> int:
    """Teach what lines say, in small transactions; return how many there were."""
    count = 0
    told = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    for some in batches(told, BATCH):
        with transaction.atomic():
            for number, line in some:
                learn(owner, _taught(line, number), cause="file", now=now)
                count += 1
    return count


def _taught(line: bytes, number: int) -> Taught:
    found = read_line(line, number)
    if found.label is None:
        raise Refused(f"Line {number} does not say whether it is spam: “label” is missing.")
    said = found.submission
    mark = hashlib.sha256(repr((said.text, said.author_name, said.author_url)).encode())
    return Taught(f"line:{mark.hexdigest()[:32]}", said, is_spam=bool(found.label))


def _write(path: Path, content: str) -> None:
    """Write a file that only its owner may read; it appears when it is whole."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.touch(mode=0o600)
        draft.write_text(content, "utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
