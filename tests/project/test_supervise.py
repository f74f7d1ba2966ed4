"""The processes of `chronique serve` are kept running, and end together."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from unittest.mock import patch

import pytest

from chronique.project import supervise
from chronique.project.supervise import FIRST_PAUSE, LONGEST_PAUSE, WELL, Child, keep_running

# Say our number through a pipe, which waits for somebody to listen; then wait for a signal.
SAY = "open({pipe!r}, 'w').write(str(os.getpid())); signal.pause()"


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(path := tmp_path / "pipe")
    return path


def child(pipe: Path, first: str = "") -> Child:
    code = f"import os, signal; {first or 'pass'}; {SAY.format(pipe=str(pipe))}"
    return Child("child", [sys.executable, "-c", code])


def run(*children: Child) -> tuple[threading.Thread, threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=keep_running, args=(children, stop), daemon=True)
    thread.start()
    return thread, stop


def test_a_child_that_dies_is_started_again_and_all_stop_when_told(pipe: Path):
    one = child(pipe, "signal.signal(signal.SIGTERM, signal.SIG_IGN)")
    with patch.object(supervise, "PATIENCE", 0.2):
        thread, stop = run(one)
        assert pipe.read_text()
        stop.set()
        thread.join(20)
    assert one.process is not None
    assert one.process.poll() == -signal.SIGKILL


def test_children_do_not_outlive_a_parent_that_was_killed(pipe: Path):
    # given a parent whose child holds the pipe open as long as it lives
    inner = f"import signal; held = open({str(pipe)!r}, 'w'); print(file=held); held.flush(); "
    code = (
        "import sys, threading; from chronique.project.supervise import *; "
        f"keep_running([Child('c', [sys.executable, '-c', {inner + 'signal.pause()'!r}])],"
        " threading.Event())"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
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
    one.process.wait()
    one.look(started + ran)
    return one.due - (started + ran)


def test_one_that_dies_again_and_again_is_started_more_and_more_slowly():
    one = Child("child", [sys.executable, "-c", "raise SystemExit(1)"])
    pauses = [pause_after(one, one.due) for _ in range(9)]
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert pauses[-1] == LONGEST_PAUSE
    # before its time nothing is started
    one.look(one.due - 0.01)
    assert one.process is None
    # one that was well for a while begins anew
    assert pause_after(one, one.due, ran=WELL + 1) == FIRST_PAUSE
