"""A process beside the test's own, with its database, that may be killed."""

import os
from collections.abc import Callable

from django.db import connections


def in_a_process(work: Callable[[], object]) -> int:
    """Do something in a process of its own; return how it ended (a signal's number is negative).

    Connections are closed before: the two would speak over the same ones.
    """
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)
