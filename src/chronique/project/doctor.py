"""Looks whether all is well where the program runs, and says what to do where it is not."""

import ctypes
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.encoding import punycode
from django.utils.translation import override

from chronique.base.conf import Conf
from chronique.base.errors import Unreachable
from chronique.base.post import Mailbox, Server
from chronique.mail.dns import Level
from chronique.mail.mailboxes import read_mailbox
from chronique.mail.sender import own_records
from chronique.mail.smtp import connect, words_of
from chronique.mail.told import address_for

# Less than this is soon too little: pictures, kept pages and the database grow by themselves.
LOW_BYTES, VERY_LOW_BYTES = 2_000_000_000, 200_000_000
# How long a mail server may take to be there, seconds.
PATIENCE = 10.0
# What adjtimex(2) says of a clock that nobody sets; its answer is a structure of 208 bytes.
UNSET, ANSWER_BYTES = 5, 208


@dataclass(frozen=True)
class Told:
    """One line: about what, how it is, and in sentences what there is to do."""

    about: str
    level: Level
    text: str


def look(conf: Conf) -> Iterator[Told]:
    """Give what is found, one after the other: to ask other machines takes some seconds."""
    yield from configuration(conf)
    yield from database()
    yield from disk(settings.HOME)
    yield clock()
    yield from mail(conf)


def configuration(conf: Conf) -> Iterator[Told]:
    host = conf.hosts[0]
    if "localhost" in conf.hosts:
        yield Told(
            "settings", Level.WARNING,
            f"The address is {conf.url.split()[0]}, so nobody else can read. Set CHRONIQUE_URL.",
        )  # fmt: skip
    elif not conf.is_secure:
        yield Told(
            "settings", Level.WARNING,
            f"{host} is read without encryption. Let a web server in front speak https, and begin"
            " CHRONIQUE_URL with https://.",
        )  # fmt: skip
    else:
        yield Told("settings", Level.GOOD, f"The settings can be used; readers come to {host}.")


def database() -> Iterator[Told]:
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        broken = _broken_tables()
    except DatabaseError as error:
        yield Told(
            "database", Level.BAD,
            f"It does not answer: {_line(error)}. See CHRONIQUE_DATABASE, and whether it runs.",
        )  # fmt: skip
        return
    if broken:
        yield Told(
            "database", Level.BAD,
            f"It is damaged: {broken}. Stop the program and bring back the last backup.",
        )  # fmt: skip
    elif waiting:
        yield Told(
            "database", Level.WARNING,
            f"It is older than the program (steps missing: {len(waiting)}). “chronique serve” makes"
            " them.",
        )  # fmt: skip
    else:
        yield Told("database", Level.GOOD, f"{connection.display_name} answers and is up to date.")


def _broken_tables() -> str:
    """Return what SQLite finds wrong in its file; empty when nothing is, or it is another's."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
    return "" if said == "ok" else said


def disk(home: Path) -> Iterator[Told]:
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"x")
            file.flush()
        free = shutil.disk_usage(home).free
    except OSError as error:
        yield Told(
            "disk", Level.BAD,
            f"Nothing can be written into {home}: {error.strerror}. It has to belong to the user"
            " that the program runs as, and to have room.",
        )  # fmt: skip
        return
    left = f"{free / 1e9:.1f} GB are free in {home}"
    if free < LOW_BYTES:
        level = Level.BAD if free < VERY_LOW_BYTES else Level.WARNING
        yield Told("disk", level, f"Only {left}. Make room, or move it to a larger disk.")
    else:
        yield Told("disk", Level.GOOD, f"{left}.")


def clock() -> Told:
    state = _clock_state()
    if state is None:
        return Told("clock", Level.UNKNOWN, "Whether something sets the clock cannot be seen here.")
    if state == UNSET:
        return Told(
            "clock", Level.WARNING,
            "Nothing sets the clock. Run a time service, such as chrony or systemd-timesyncd:"
            " links, signatures and publication times depend on it.",
        )  # fmt: skip
    return Told("clock", Level.GOOD, "A time service sets the clock.")


def _clock_state() -> int | None:
    """Return what the kernel says of its clock: adjtimex(2), asked without changing anything."""
    if sys.platform != "linux":
        return None
    answer = ctypes.create_string_buffer(ANSWER_BYTES)
    try:
        state = ctypes.CDLL(None).adjtimex(answer)
    except (OSError, AttributeError):
        return None
    return state if state >= 0 else None


def mail(conf: Conf) -> Iterator[Told]:
    if not conf.mail_servers:
        yield Told(
            "mail", Level.WARNING,
            "No mail server is set: letters lie in the home folder and at the desk. Set"
            " CHRONIQUE_MAIL.",
        )  # fmt: skip
        return
    for server in conf.mail_servers:
        yield _server(server, name=punycode(conf.hosts[0]))
    if conf.mailbox or not all(server.is_provider for server in conf.mail_servers):
        yield _mailbox(conf.mailbox)
    with override("en"):
        for found in own_records():
            yield Told(found.about, found.level, found.text)


def _server(server: Server, *, name: str) -> Told:
    if server.is_provider:
        text = (
            f"Letters go to {server.name}; whether it takes them is seen when one is sent. Let it"
            f" tell what becomes of them at {address_for(server.scheme)}."
        )
        return Told("mail", Level.UNKNOWN, text)
    try:
        connect(server, name=name, timeout=PATIENCE).quit()
    except OSError as error:
        return Told(
            "mail", Level.BAD,
            f"{server.name} cannot be used: {words_of(error)}. See CHRONIQUE_MAIL.",
        )  # fmt: skip
    return Told("mail", Level.GOOD, f"{server.name} is there and lets us in.")


def _mailbox(box: Mailbox | None) -> Told:
    if box is None:
        return Told(
            "bounces", Level.WARNING,
            "No mailbox is set for what comes back, so letters go on to addresses that are gone."
            " Add one to CHRONIQUE_MAIL, such as imaps://user:password@host/INBOX.",
        )  # fmt: skip
    if box.path and not Path(box.path).is_dir():
        return Told(
            "bounces", Level.BAD, f"There is no maildir {box.path}. See CHRONIQUE_MAIL."
        )  # fmt: skip
    try:
        # In no time: it signs in and looks, and reads nothing.
        read_mailbox(box, lambda raw: None, seconds=0)
    except Unreachable as away:
        return Told("bounces", Level.BAD, f"{away} See CHRONIQUE_MAIL.")
    return Told("bounces", Level.GOOD, f"What comes back is read at {box.address}.")


def _line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
