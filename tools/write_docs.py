"""Write docs/settings.md and docs/commands.md from the program itself.

    python -m tools.write_docs

`tests/house/test_docs.py` compares them, so that neither page can lag behind.
"""

import argparse
import os
from collections.abc import Iterator
from dataclasses import Field, fields
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from chronique.base.conf import PREFIX, Conf

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- `make docs` writes what follows from the program. -->"


def settings_page(page: str) -> str:
    """Return the page with its table written anew; what stands above the note is ours to write."""
    rows = [f"| `{name}` | {value} | {text} |" for name, value, text in settings()]
    head = ["| variable | without it | what it says |", "|---|---|---|"]
    return "\n".join([_above(page), NOTE, "", *head, *rows, ""])


def settings() -> Iterator[tuple[str, str, str]]:
    """Give each setting's variable, default and sentence."""
    for setting in fields(Conf):
        yield PREFIX + setting.name.upper(), _default(setting), setting.metadata["help"]


def _default(setting: "Field[Any]") -> str:
    if setting.default == "":
        return "nothing"
    return "no" if setting.default is False else f"`{setting.default}`"


def commands_page(page: str) -> str:
    blocks = [f"## chronique {name}\n\n```\n{help_of(name)}```\n" for name in our_commands()]
    return "\n".join([_above(page), NOTE, "", *blocks])


def our_commands() -> list[str]:
    """Return the commands that Chronique adds to Django's, in the order of `chronique --help`."""
    order = list(import_module("chronique.project.cli").OURS)
    ours = [name for name, app in get_commands().items() if str(app).startswith("chronique.")]
    return sorted(ours, key=lambda name: order.index(name) if name in order else len(order))


def help_of(name: str) -> str:
    """Return what `chronique NAME --help` prints, without the options that all commands share."""
    app = get_commands()[name]
    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    parser = command.create_parser("chronique", name)
    shared = {action.dest for action in BaseCommand().create_parser("", "")._actions}
    for action in parser._actions:
        if action.dest in shared and action.dest != "help":
            action.help = argparse.SUPPRESS
    os.environ["COLUMNS"] = "96"
    return parser.format_help()


def _above(page: str) -> str:
    return page.partition(NOTE)[0].rstrip() + "\n"


def pages() -> dict[Path, str]:
    """Return both pages as they should be."""
    django.setup()
    writers = {"docs/settings.md": settings_page, "docs/commands.md": commands_page}
    return {ROOT / name: write((ROOT / name).read_text()) for name, write in writers.items()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronique.project.settings")
    for path, text in pages().items():
        path.write_text(text)
        print(f"✓ {path.relative_to(ROOT)}")
