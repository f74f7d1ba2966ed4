from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import override
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chronique.exchange.keeping import keep_report, try_to_write, write_report
from chronique.exchange.sites import STOPPED, friendly, newsletter_called, site_called
from chronique.exchange.subscribers.importing import import_subscribers, size_of


class Command(BaseCommand):
    help = "Bring in lists of subscribers: CSV, JSON, or a zip of them, from any system."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="what the other system wrote"
        )
        parser.add_argument(
            "--newsletter", metavar="SLUG",
            help="what to subscribe to, where the list does not say: else the first newsletter",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report as JSON, too"
        )
        parser.add_argument(
            "--site", metavar="HOST", help="the site whose newsletters they are, of several"
        )

    def handle(
        self, *, files: list[Path], newsletter: str | None, dry_run: bool, report: Path | None,
        site: str | None, **options: Any,
    ) -> None:  # fmt: skip
        columns = (
            TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
            TimeRemainingColumn(),
        )  # fmt: skip
        console, now = Console(stderr=True), timezone.now()
        with (
            # As all that commands print.
            override("en"),
            friendly(interrupted=STOPPED),
            Progress(
                *columns, console=console, transient=True, disable=not console.is_terminal
            ) as progress,
        ):
            if report:
                try_to_write(report)
            found = site_called(site)
            task = progress.add_task("Importing", total=size_of(files))
            telling = import_subscribers(
                files, site=found, newsletter=newsletter_called(newsletter, found), now=now,
                dry_run=dry_run, advance=lambda size: progress.advance(task, size),
            )  # fmt: skip
            if report:
                write_report(telling, report)
            kept = None if dry_run else keep_report(telling, now=now)
        self.stdout.write(telling.as_text(whole="--report" if dry_run else "the whole report"))
        if kept:
            self.stdout.write(f"The whole report is in {kept}.\n")
        else:
            self.stdout.write("Nothing was written: this was a dry run.\n")
