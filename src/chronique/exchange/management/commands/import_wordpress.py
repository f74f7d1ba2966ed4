from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chronique.exchange.actions import import_wordpress, size_of
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.keeping import keep_report, try_to_write, write_report
from chronique.exchange.report import Report
from chronique.exchange.sites import STOPPED, Stopped, friendly, site_called


class Command(BaseCommand):
    help = "Bring in WordPress exports (WXR): plain, gzip or zip, one file or several."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="what WordPress wrote"
        )
        parser.add_argument(
            "--media", type=Path, metavar="DIR", help="a copy of wp-content/uploads"
        )
        parser.add_argument(
            "--offline", action="store_true", help="do not ask the old site for files"
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report as JSON, too"
        )
        parser.add_argument(
            "--restore", action="store_true", help="bring back what was deleted here since"
        )
        parser.add_argument(
            "--keep-sample", action="store_true", help="leave the sample publication in place"
        )
        parser.add_argument(
            "--site", metavar="HOST", help="the site to fill, when there are several"
        )

    def handle(
        self, *, files: list[Path], media: Path | None, offline: bool, dry_run: bool,
        report: Path | None, restore: bool, keep_sample: bool, site: str | None, **options: Any,
    ) -> None:  # fmt: skip
        if media and not media.is_dir():
            raise Stopped(f"{media} is no folder.")
        if report:
            with friendly():
                try_to_write(report)
        columns = (
            TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
            TimeRemainingColumn(),
        )  # fmt: skip
        console = Console(stderr=True)
        with (
            friendly(interrupted=STOPPED),
            Progress(
                *columns, console=console, transient=True, disable=not console.is_terminal
            ) as progress,
        ):
            task = progress.add_task("Importing", total=size_of(files))
            now = timezone.now()
            result = import_wordpress(
                files, site=site_called(site), media=Media(media, online=not offline),
                now=now, dry_run=dry_run, restore=restore, keep_sample=keep_sample,
                advance=lambda size: progress.advance(task, size),
            )  # fmt: skip
        with friendly():
            self._tell(result, report, None if dry_run else now)

    def _tell(self, result: Report, report: Path | None, came_in: datetime | None) -> None:
        """Print the report, and write it; a dry run, of which nothing `came_in`, leaves none."""
        self.stdout.write(result.as_text(whole="the whole report" if came_in else "--report"))
        if report:
            write_report(result, report)
        if came_in:
            kept = keep_report(result, now=came_in)
            self.stdout.write(f"The whole report is in {kept}.\n")
        else:
            self.stdout.write("Nothing was written: this was a dry run.\n")
