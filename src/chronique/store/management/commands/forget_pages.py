from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chronique.base.errors import Refused
from chronique.store.forgetting import forget_all_pages, forget_pages_that_show


class Command(BaseCommand):
    help = (
        "Forget kept pages: they are made anew when they are asked for next. Without a tag all are"
        " forgotten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "tags", nargs="*", metavar="TAG", help="what the pages show, such as article:12"
        )

    def handle(self, *, tags: list[str], **options: Any) -> None:
        try:
            count = forget_pages_that_show(*tags) if tags else forget_all_pages()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        told = {0: "No page was kept.", 1: "1 page is forgotten."}
        self.stdout.write(told.get(count, f"{count} pages are forgotten."))
