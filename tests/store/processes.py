"""Other processes on the same kept pages. They load no Django, so they start at once."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

# What each begins with. It says lines of JSON.
BEGIN = """
import json, os, resource, sys
from pathlib import Path
from chronique.store.page import Head
from chronique.store.pages import Pages
from chronique.store.record import Record
folder, *words = map(json.loads, sys.argv[1:])
folder = Path(folder)
def say(*values): os.write(1, json.dumps(values).encode() + bytes([10]))
def no_room(size=0):
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
def room():
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
def begun(record, *tags):
    name, stamp = record.begin_page()
    return Head("a", "200 OK", [], list(tags), name, stamp, "", 1)
"""


class Other:
    """A process that runs `code`; `say` there is heard here."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def hear(self) -> Any:
        """Return what it said next. Raises EOFError when it ended."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line.endswith("\n"):
            raise EOFError
        return json.loads(line)

    def hear_all(self) -> list[Any]:
        """Return all that it said until it ended."""
        found = []
        with suppress(EOFError):
            while True:
                found.append(self.hear())
        return found

    def tell(self, *values: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(values) + "\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)


@contextmanager
def other(code: str, folder: Path, *words: Any) -> Iterator[Other]:
    arguments = [json.dumps(str(folder)), *map(json.dumps, words)]
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + code, *arguments], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        try:
            yield Other(process)
        finally:
            process.kill()
