"""A writer hands a list of subscribers in, has it tried, and lets it come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from shutil import rmtree
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.newsletter.models import Arrival, Newsletter

# Addresses stand in it.
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
LONGEST_NAME = 100


def take_list(
    *, newsletter: Newsletter, name: str, pieces: Iterable[bytes], language: str, user: Any,
    now: datetime,
) -> Arrival:  # fmt: skip
    """Keep a file that was handed in, and have it tried: the worker says what it would do."""
    arrival = Arrival(
        site=newsletter.site, newsletter=newsletter, name=file_name(name), key=uuid4().hex,
        language=language, made_by=user, made_at=now,
    )  # fmt: skip
    arrival.folder.parent.mkdir(PRIVATE_FOLDER, exist_ok=True)
    arrival.folder.mkdir(PRIVATE_FOLDER)
    arrival.path.touch(PRIVATE_FILE)
    with arrival.path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    arrival.save()
    return arrival


def let_come(arrival: Arrival) -> None:
    """Bring in what was tried. Raises Refused when it is not to be had any more."""
    wanted = Arrival.objects.tried().filter(pk=arrival.pk)
    if not wanted.update(state=Arrival.State.WANTED, percent=0):
        raise Refused(_("It is on its way already, or was thrown away."))


def throw_away(arrival: Arrival) -> None:
    """Forget a list and its report; what came in of it stays."""
    arrival.delete()
    rmtree(arrival.folder, ignore_errors=True)


def sweep_lists(now: datetime) -> int:
    """Throw away what was handed in long ago; return how many."""
    rows = list(Arrival.objects.outdated(now))
    for row in rows:
        throw_away(row)
    return len(rows)


def file_name(given: str) -> str:
    """Return a name for a file on this machine: what it was called, as far as that may be."""
    bare = given.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c if c.isprintable() and c not in '"<>|:*?' else "_" for c in bare)
    return plain.lstrip(".")[-LONGEST_NAME:] or "list.csv"
