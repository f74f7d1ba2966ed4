"""An import of subscribers that is killed and run again ends as one that nobody disturbed."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from chronique.exchange.subscribers import importing
from tests.databases import own_file
from tests.exchange.subscribers import bring, rows, written

POINTS = [3, 10, 17, 24]


class Kill:
    """Ends the process, as kill -9 does, in place of a statement."""

    def __init__(self, point: int) -> None:
        self.left = point

    def __call__(self, execute: Callable[..., Any], *rest: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*rest)


def lists(folder: Path) -> list[Path]:
    words = ["subscribed", "unsubscribed", "bounced", "subscribed"]
    lines = [f"bo{n}@example.org,Bo {n},{words[n % 4]}" for n in range(30)]
    gone = [f"bo{n}@example.org,unsubscribed" for n in range(0, 30, 3)]
    return [
        written(folder, "\n".join(["email,name,status", *lines, *lines[::5]]), "here.csv"),
        written(folder, "\n".join(["email,status", *gone]), "gone.csv"),
    ]


def killed(paths: list[Path], point: int) -> int:
    """Import in a process of its own, which is killed at a statement; return how it ended."""
    connection.close()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        with connection.execute_wrapper(Kill(point)):
            bring(*paths)
    finally:
        os._exit(1)


@pytest.mark.once
@pytest.mark.usefixtures("django_db_setup")
def test_killed_anywhere_and_run_again_it_ends_the_same(
    tmp_path: Path, monkeypatch: Any, django_db_blocker: Any
):
    monkeypatch.setattr(importing, "BATCH", 10)
    paths = lists(tmp_path)

    def after(point: int) -> list[dict[str, Any]]:
        (folder := tmp_path / str(point)).mkdir()
        with django_db_blocker.unblock(), own_file(folder):
            if point:
                assert killed(paths, point) == -signal.SIGKILL
            bring(*paths)
            return rows()

    whole = after(0)
    assert len(whole) == 30
    assert {row["state"] for row in whole} == {"active", "left", "bounced"}
    for point in POINTS:
        assert after(point) == whole, point
