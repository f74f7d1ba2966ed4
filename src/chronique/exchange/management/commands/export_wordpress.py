from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from chronique.exchange.actions import export_wordpress
from chronique.exchange.leaving.analysis import left_behind
from chronique.exchange.leaving.departures import Departure
from chronique.exchange.sites import friendly, site_called


class Command(BaseCommand):
    help = "Write everything as a WordPress export (WXR 1.2); .xml.gz packs it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT", help="the file to write")
        parser.add_argument(
            "--site", metavar="HOST", help="the site to write, when there are several"
        )

    def handle(self, *, out: Path, site: str | None, **options: Any) -> None:
        with friendly(interrupted="Stopped. Nothing was written."):
            found = site_called(site)
            console = Console(stderr=True)
            quiet = not console.is_terminal
            with Progress(console=console, transient=True, disable=quiet) as progress:
                task = progress.add_task("Exporting", total=Departure(found).count())
                counts = export_wordpress(
                    out, site=found, now=timezone.now(), advance=lambda n: progress.advance(task, n)
                )
        for kind, count in counts.items():
            self.stdout.write(f"{kind:<16}{count:>8}")
        self.stdout.write(f"Written to {out}.")
        self.stdout.write(
            "Logo, about, footer, licence and portraits of authors have no place in such a file:"
            " they are set anew where it comes in."
        )
        if left := left_behind(found):
            named = ", ".join(f"{kind} ({count})" for kind, count in left.items())
            self.stdout.write(
                f"Not written, for WordPress has nothing like it: {named}. Articles keep the words"
                " that point at these; timelines, sources and books are taken along from the site."
            )
