"""A shell of the program that stays open: to start one for each question takes two seconds."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

CHRONIQUE = [sys.executable, "-m", "chronique.project"]
# For the program to be loaded, or a piece of code to be done, on a busy machine, seconds.
PATIENCE = 120
# Each line is a piece of code, each answer a line: what it printed, and how it failed. Rows that it
# wrote came by no way of the program's, so all kept pages are forgotten.
LOOP = """
import contextlib, io, json, sys, traceback
from chronique.store.actions import forget_everything
for line in sys.stdin:
    said, failed = io.StringIO(), ""
    with contextlib.redirect_stdout(said):
        try:
            exec(json.loads(line), {})
            forget_everything()
        except Exception:
            failed = traceback.format_exc()
    print(json.dumps([said.getvalue(), failed]), flush=True)
"""


class Shell:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin
        assert process.stdout
        self.asks, self.answers = process.stdin, lines_of(process.stdout)

    def run(self, code: str) -> str:
        """Run a piece of code in the program; return what it printed."""
        self.asks.write(json.dumps(code) + "\n")
        self.asks.flush()
        said, failed = json.loads(self.answers.get(timeout=PATIENCE))
        assert not failed, failed
        return str(said)


@contextmanager
def open_shell(environment: Mapping[str, str], home: Path) -> Iterator[Shell]:
    process = subprocess.Popen(
        [*CHRONIQUE, "shell", "--verbosity", "0", "--no-imports", "--command", LOOP],
        env=environment, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Shell(process)
    finally:
        process.kill()
        process.wait(30)


def lines_of(stream: IO[str]) -> "queue.Queue[str]":
    """Return a queue that fills with the lines of a stream: one may wait for them with an end."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in stream:
            lines.put(line)

    threading.Thread(target=read, daemon=True).start()
    return lines
