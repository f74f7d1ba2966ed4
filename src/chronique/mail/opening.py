"""Where a line for letters comes from: the servers and providers that the setting names."""

import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django.utils.encoding import punycode

from chronique.base.errors import Unreachable
from chronique.base.post import Server
from chronique.mail.actions import give_back_of_hour, take_of_hour
from chronique.mail.folder import FolderLine
from chronique.mail.lines import Line
from chronique.mail.providers import ProviderLine
from chronique.mail.smtp import SmtpLine, Trust
from chronique.mail.switchboard import Switchboard

# The most lines of one process, whatever the servers take.
MOST = 100


def ways() -> tuple[Callable[[], Line], int]:
    """Return what opens a line, and how many lines there may be; without a server, the folder.

    What is returned raises Unreachable where there is no line, and may be called by any thread.
    """
    servers = settings.CONF.mail_servers
    if not servers:
        return FolderLine, 1
    # We say who we are by the publication's name, not by one that the machine thinks it has.
    name = punycode(settings.CONF.hosts[0])
    open_to = partial(_open, name=name, trust=cache(ssl.create_default_context))
    board = Switchboard(servers, open_to=open_to, take=_take_of_hour, give_back=_give_back_of_hour)
    return board.open_line, min(MOST, sum(server.connections for server in servers))


def _open(server: Server, *, name: str, trust: Trust) -> Line:
    if server.is_provider:
        return ProviderLine(server)
    return SmtpLine(server, name=name, trust=trust)


def _take_of_hour(server: Server, wanted: int) -> int:
    """Ask the database, from the thread that wants a line and has no other business there."""
    try:
        return take_of_hour(server, wanted, now=timezone.now())
    except (DatabaseError, InterfaceError) as error:
        raise Unreachable("The database is away.") from error
    finally:
        connection.close()


def _give_back_of_hour(server: Server, count: int) -> None:
    if server.per_hour is None:
        return
    # Without the database the hour has some letters less.
    with suppress(DatabaseError, InterfaceError):
        give_back_of_hour(server, count, now=timezone.now())
    connection.close()
