import http.client
import socket
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from rich.console import Console

from chronique.base.errors import Refused
from chronique.exchange.showcase import fill_with_sample
from chronique.project import early, prepare, supervise, worker
from chronique.store.actions import begin_in_front

# How long the server may take for its first page, seconds.
PATIENCE = 60.0


class Command(BaseCommand):
    help = "Start the web server and the worker, migrated and ready to read and to write."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        main = settings.CONF.addresses[0]
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=main.port or 8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=1, help="web server processes")
        parser.add_argument(
            "--demo", action="store_true", help="fill an empty site with the sample"
        )

    def handle(self, *, host: str, port: int, workers: int, demo: bool, **options: Any) -> None:
        console = Console(highlight=False, soft_wrap=True)
        try:
            listening = early.listening(host, port)
            password = _prepare(console, demo=demo)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        # A child that is forked must not speak through its parent's connection.
        connections.close_all()
        stop = worker.stop_on_signals()
        children = [
            supervise.server(listening, workers=workers),
            supervise.Child("worker", lambda: _work(listening, worker.work)),
            supervise.Child("sender", lambda: _work(listening, worker.send)),
        ]
        early.end()
        told = threading.Thread(
            target=_tell, args=(console, host, port, password, stop), daemon=True
        )
        told.start()
        supervise.keep_running(children, stop)


def _work(listening: socket.socket, run: Callable[[threading.Event], None]) -> None:
    # Who listens still would keep the port from the next start.
    listening.close()
    run(worker.stop_on_signals())


def _prepare(console: Console, *, demo: bool) -> str | None:
    """Make everything ready, saying what is done; return the first password when one was made."""
    prepare.home()
    begin_in_front()
    with console.status("Preparing the database …"):
        if prepare.migrate():
            console.print("✓ Database ready")
    with console.status("Gathering the static files; the first time takes half a minute …"):
        if prepare.collect_static():
            console.print("✓ Static files ready")
    prepare.sites()
    if demo:
        with console.status("Filling the sample publication …"):
            if fill_with_sample():
                console.print("✓ Sample publication ready")
    return prepare.first_account()


def _tell(
    console: Console, host: str, port: int, password: str | None, stop: threading.Event
) -> None:
    """Wait for the first page, then say where to read and where to write."""
    limit = time.monotonic() + PATIENCE
    while not _answers(host, port):
        if stop.wait(0.1) or time.monotonic() > limit:
            return
    url = settings.CONF.url.split()[0]
    console.print(f"\n  Read   {url}/\n  Write  {url}/desk/")
    if password:
        console.print(f"         name {prepare.FIRST_ACCOUNT}, password {password}")
        console.print("         (shown once; chronique changepassword gives another)")
    console.print("\n  Ctrl+C stops it.\n")


def _answers(host: str, port: int) -> bool:
    name = settings.CONF.addresses[0].netloc
    anywhere = ("0.0.0.0", "::")  # noqa: S104
    connection = http.client.HTTPConnection(
        "localhost" if host in anywhere else host, port, timeout=30
    )
    try:
        connection.request("GET", "/robots.txt", headers={"Host": name})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
