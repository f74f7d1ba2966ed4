import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chronique.base.errors import Refused
from chronique.exchange.actions import import_wordpress, size_of
from chronique.exchange.fetching import Media
from chronique.exchange.report import Report
from chronique.exchange.sites import site_called


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
            "--site", metavar="HOST", help="the site to fill, when there are several"
        )

    def handle(
        self, *, files: list[Path], media: Path | None, offline: bool, dry_run: bool,
        report: Path | None, site: str | None, **options: Any,
    ) -> None:  # fmt: skip
        if media and not media.is_dir():
            raise CommandError(f"{media} is no folder.")
        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        try:
            with Progress(*columns, console=console, transient=True) as progress:
                task = progress.add_task("Importing", total=size_of(files))
                result = import_wordpress(
                    files, site=site_called(site), media=Media(media, online=not offline),
                    now=timezone.now(), dry_run=dry_run,
                    advance=lambda size: progress.advance(task, size),
                )  # fmt: skip
        except (OSError, Refused) as error:
            raise CommandError(str(error)) from error
        self._tell(result, report, dry_run=dry_run)

    def _tell(self, result: Report, report: Path | None, *, dry_run: bool) -> None:
        self.stdout.write(result.as_text())
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.\n")
        if report:
            report.write_text(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
