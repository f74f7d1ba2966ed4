from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import Progress

from chronique.exchange.sites import friendly, site_called
from chronique.exchange.subscribers.leaving import export_subscribers, subscriptions_of


class Command(BaseCommand):
    help = "Write all subscribers with their proof of consent, as .csv or .json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT", help="the file to write")
        parser.add_argument(
            "--site", metavar="HOST", help="the site to write, when there are several"
        )

    def handle(self, *, out: Path, site: str | None, **options: Any) -> None:
        with friendly(interrupted="Stopped. Nothing was written."):
            found = site_called(site)
            console = Console(stderr=True)
            with Progress(
                console=console, transient=True, disable=not console.is_terminal
            ) as progress:
                task = progress.add_task("Exporting", total=subscriptions_of(found).count())
                count = export_subscribers(
                    out, site=found, advance=lambda n: progress.advance(task, n)
                )
        self.stdout.write(f"{count} subscriptions are written to {out}.\n")
