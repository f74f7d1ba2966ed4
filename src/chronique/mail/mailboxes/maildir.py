"""A maildir on this machine: a seen mail bears the flag S and lies in `cur`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from chronique.base.errors import Unreachable
from chronique.base.post import Mailbox
from chronique.mail.mailboxes.seen import hand_on
from chronique.mail.returns.mime import BEGINNING


def read(box: Mailbox, take: Callable[[bytes], object], goes_on: Callable[[], bool]) -> int:
    """Hand on what is not seen yet, the oldest first. Raises Unreachable."""
    folder, count = Path(box.path), 0
    try:
        for file in [*_unseen(folder / "new"), *_unseen(folder / "cur")]:
            if not goes_on():
                break
            # Another program may have moved it.
            with suppress(FileNotFoundError):
                with file.open("rb") as mail:
                    raw = mail.read(BEGINNING)
                seen = folder / "cur" / _seen(file.name)
                hand_on(raw, take, partial(file.rename, seen))
                count += 1
    except OSError as error:
        raise Unreachable(f"The maildir {box.path} cannot be read: {error.strerror}.") from error
    return count


def _unseen(folder: Path) -> Iterator[Path]:
    """Yield the mails without the flag S. Names begin with the second that they came."""
    for name in sorted(os.listdir(folder)):
        if not name.startswith(".") and "S" not in name.partition(":2,")[2]:
            yield folder / name


def _seen(name: str) -> str:
    base, _, flags = name.partition(":2,")
    return f"{base}:2,{''.join(sorted({*flags, 'S'}))}"
