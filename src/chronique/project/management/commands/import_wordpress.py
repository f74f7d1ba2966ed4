from pathlib import Path
from typing import Any

from django.conf import settings
from rich.console import Console

from chronique.exchange.actions import size_of
from chronique.exchange.management.commands import import_wordpress
from chronique.exchange.sites import friendly
from chronique.project import prepare


class Command(import_wordpress.Command):
    """The exchange's command, which also takes a home that was never served."""

    def handle(self, *, files: list[Path], **options: Any) -> None:
        with friendly():
            # For a file that cannot be read nothing is made.
            size_of(files)
            prepare.home()
            if prepare.is_new():
                with Console(stderr=True).status("Preparing the database …"):
                    prepare.migrate()
                    prepare.sites()
                home = settings.CONF.home
                self.stdout.write(f"A new publication is in {home}; chronique serve shows it.")
        super().handle(files=files, **options)
