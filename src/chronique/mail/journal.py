"""What a process that sends has done since its rows were last written: a file of its own.

A line goes there before the last byte of a letter leaves, and one when the answer came. A process
that is killed leaves the file to the next one on this machine: the kernel has what was written.
After a loss of power lines may be missing, so a file of another start of the machine is not
believed. Whose process lives is told by a lock on the file, which goes with the process.
"""

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from chronique.mail.lines import Answer
from chronique.mail.rules import Outcome

BOOT = Path("/proc/sys/kernel/random/boot_id")


def this_start() -> str:
    """Return what names this start of the machine; "" where none is told."""
    try:
        return BOOT.read_text().strip()
    except OSError:
        return ""


class Journal:
    """One process's. Raises OSError where it cannot be written; then nothing more is written."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = uuid4().hex
        # Nobody believes a file to be dead that has no lock yet: its name says that it is a draft.
        draft, self._path = folder / f"{self.name}.draft", folder / f"{self.name}.journal"
        self.file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)
        self._is_whole = True
        head = f"start {this_start()}"
        self._write(head)
        self._empty = len(head) + 1
        draft.rename(self._path)

    def takes(self, letters: Iterable[int]) -> None:
        """Begin anew with these letters: what was said of them before is over."""
        self._write(f"takes {' '.join(map(str, letters))}")

    def leaves(self, letter: int) -> None:
        self._write(f"leaves {letter}")

    def ended(self, letter: int, answer: Answer) -> None:
        # Of what was taken nobody reads the words.
        words = "" if answer.outcome is Outcome.SENT else " ".join(answer.words.split())
        self._write(f"ended {letter} {answer.outcome.name} {answer.code} {words}")

    def clear(self) -> None:
        """Forget all: everything is in the rows."""
        os.ftruncate(self.file, self._empty)

    def close(self, *, is_settled: bool) -> None:
        """Let go of it. What is not settled is left to whoever comes next."""
        if is_settled:
            with suppress(OSError):
                self._path.unlink()
        self._is_whole = False
        os.close(self.file)

    def _write(self, line: str) -> None:
        if not self._is_whole:
            raise OSError(errno.EIO, "The journal is broken.")
        raw = f"{line}\n".encode(errors="replace")
        try:
            if os.write(self.file, raw) != len(raw):
                raise OSError(errno.ENOSPC, "The journal has no room.")
        except OSError:
            # A line without its end may stand there: after it nothing would be read rightly.
            self._is_whole = False
            raise


@dataclass
class Found:
    """The journal of a process that is dead."""

    name: str
    # False: lines may be missing.
    is_whole: bool = False
    # The answer to each letter that left; None when none came. Others had not left.
    answers: dict[int, Answer | None] = field(default_factory=dict)


@contextmanager
def dead(folder: Path) -> Iterator[list[Found]]:
    """Yield the journals that are left by dead processes; they are gone after the block.

    Meanwhile no other process has them, and after an exception they are there again.
    """
    locked: list[tuple[Path, int]] = []
    try:
        for path in sorted(folder.glob("*.journal")):
            with suppress(OSError):
                file = os.open(path, os.O_RDWR)
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    os.close(file)
                else:
                    locked.append((path, file))
        yield [read(path) for path, _ in locked]
        for path, _ in locked:
            path.unlink(missing_ok=True)
    finally:
        for _, file in locked:
            os.close(file)


def read(path: Path) -> Found:
    found = Found(path.stem)
    lines = path.read_bytes().decode(errors="replace").split("\n")
    # A last line without its end was being written.
    for line in lines[:-1]:
        word, _, rest = line.partition(" ")
        if word == "start":
            found.is_whole = rest == this_start()
        elif word == "takes":
            for letter in rest.split():
                found.answers.pop(int(letter), None)
        elif word == "leaves":
            found.answers[int(rest)] = None
        elif word == "ended":
            letter, outcome, code, words = rest.split(" ", 3)
            found.answers[int(letter)] = Answer(Outcome[outcome], int(code), words)
    return found
