"""A process that is a fork of this one: it listens to nobody but its parent, and ends with it."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkProcess

# Asks Linux for a signal when the parent ends: see prctl(2).
PR_SET_PDEATHSIG = 1


def fork(run: Callable[[], None], *, name: str, is_daemon: bool = False) -> ForkProcess:
    """Run in a process of its own. `is_daemon`: this one does not wait for it at its end."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_begin, args=(run, os.getpid()), name=name, daemon=is_daemon)
    process.start()
    return process


def _begin(run: Callable[[], None], parent: int) -> None:
    # Ctrl+C in the terminal reaches the parent alone, which tells each once.
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        # When the parent was killed we stop: the next one needs the port.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            return
    run()
