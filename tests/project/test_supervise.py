"""The processes of `chronique serve` are kept running, and end together."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from chronique.project import supervise
from chronique.project.supervise import FIRST_PAUSE, LONGEST_PAUSE, WELL, Child, keep_running

# A child that holds a pipe open as long as it lives, and says so.
HOLD = """
import signal
from chronique.project.supervise import *
def hold():
    held = open({pipe!r}, "w")
    print(file=held, flush=True)
    signal.pause()
keep_running([Child("child", hold)], threading.Event())
"""


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(path := tmp_path / "pipe")
    return path


def child(pipe: Path, first: Callable[[], object]) -> Child:
    """Return a child that says its number through a pipe, then waits for a signal."""

    def say() -> None:
        first()
        pipe.write_text(str(os.getpid()))
        signal.pause()

    return Child("child", say)


def run(*children: Child) -> tuple[threading.Thread, threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=keep_running, args=(children, stop), daemon=True)
    thread.start()
    return thread, stop


def test_a_child_that_dies_is_started_again_and_all_stop_when_told(pipe: Path):
    one = child(pipe, lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN))
    with patch.object(supervise, "PATIENCE", 0.2):
        thread, stop = run(one)
        number = int(pipe.read_text())
        os.kill(number, signal.SIGKILL)
        assert int(pipe.read_text()) != number
        stop.set()
        thread.join(20)
    assert one.process is not None
    assert one.process.exitcode == -signal.SIGKILL


def test_children_do_not_outlive_a_parent_that_was_killed(pipe: Path):
    parent = subprocess.Popen([sys.executable, "-c", HOLD.format(pipe=str(pipe))])
    with pipe.open() as listening:
        assert listening.readline() == "\n"
        parent.kill()
        parent.wait()
        # then the pipe ends, because the child has
        assert listening.read() == ""


def pause_after(one: Child, started: float, *, ran: float = 0) -> float:
    """Start a child that ends by itself, look at it, and return how long it is left alone."""
    one.look(started)
    assert one.process is not None
    one.process.join()
    one.look(started + ran)
    return one.due - (started + ran)


def test_one_that_dies_again_and_again_is_started_more_and_more_slowly():
    one = Child("child", lambda: sys.exit(1))
    pauses = [pause_after(one, one.due) for _ in range(9)]
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert pauses[-1] == LONGEST_PAUSE
    # before its time nothing is started
    one.look(one.due - 0.01)
    assert one.process is None
    # one that was well for a while begins anew
    assert pause_after(one, one.due, ran=WELL + 1) == FIRST_PAUSE
