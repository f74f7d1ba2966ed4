"""What the clock asks for; see `project.worker`."""

import threading
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from chronique.mail.actions import sweep
from chronique.mail.engine import Engine
from chronique.mail.opening import ways


def send(stop: threading.Event) -> None:
    """Send what is due until `stop` is set; any number of processes may do so at once."""
    _engine(timezone.now).run(stop)


def send_due_letters(clock: Callable[[], datetime] = timezone.now) -> int:
    """Send all that is due; return how many letters a mail server took."""
    return _engine(clock).drain()


def _engine(clock: Callable[[], datetime]) -> Engine:
    open_line, lines = ways()
    return Engine(
        journals=settings.HOME / "sending", open_line=open_line, connections=lines, clock=clock
    )


def sweep_letters() -> int:
    """Delete the rows of letters that are decided and old; return how many.

    Their words went when they were decided: the database keeps none without a letter to send.
    """
    swept = 0
    while piece := sweep(now=timezone.now()):
        swept += piece
    return swept
