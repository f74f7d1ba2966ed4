"""What no test may do, and what none may overlook.

No test reaches another machine. A template of ours names no variable that is not there (Django
would print nothing; Wagtail's own templates rely on that and are left alone). With `--postgres` the
tests that use the database run there, and only they, but for those that are marked `once`; and
those that are marked `machines` run nowhere else.
"""

import ipaddress
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings

import chronique

PACKAGE = Path(chronique.__file__).parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("chronique")
    group.addoption("--postgres", metavar="URL", help="run the tests that use the database there")


def pytest_configure() -> None:
    for backend in settings.TEMPLATES:
        backend["OPTIONS"]["string_if_invalid"] = MissingVariable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = is_asked_of_postgres if config.getoption("--postgres") else is_asked_elsewhere
    here: list[pytest.Item] = []
    elsewhere: list[pytest.Item] = []
    for item in items:
        (here if asked(item) else elsewhere).append(item)
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = here


def uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


def is_asked_of_postgres(item: pytest.Item) -> bool:
    return uses_database(item) and not item.get_closest_marker("once")


def is_asked_elsewhere(item: pytest.Item) -> bool:
    return not item.get_closest_marker("machines")


def is_this_machine(address: Any) -> bool:
    """Return whether a socket's address is on this machine: a unix socket, a loopback address."""
    if not isinstance(address, tuple):
        return True
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Fail the test that opens a connection to another machine, or asks for a name there."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, getaddrinfo = (
        socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo,
    )  # fmt: skip

    def refuse(address: Any) -> None:
        # Not an OSError: code that copes with an unreachable host must not swallow this.
        if not is_this_machine(address):
            pytest.fail(f"a test reached for another machine: {address}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse((host or "localhost", 0))
        return getaddrinfo(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield
    patch.undo()


class MissingVariable(str):
    """What Django puts in place of a variable that is not there; in our templates it fails.

    Django asks `if string_if_invalid`, `"%s" in string_if_invalid`, and then takes
    `string_if_invalid % variable`. For our templates we answer yes, yes and fail; for others the
    first answer is no, and all stays as it is without us.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return _template_of_ours(sys._getframe(1)) is not None

    def __contains__(self, key: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        template = _template_of_ours(sys._getframe(1))
        pytest.fail(f"{template} names {variable}, which is not there")


def _template_of_ours(frame: FrameType) -> str | None:
    """Return the template that `frame` resolves a variable for, when it is one of ours."""
    context = frame.f_locals.get("context")
    if frame.f_code.co_name != "resolve" or context is None:
        return None
    template = context.render_context.template
    if template is None or not Path(template.origin.name).is_relative_to(PACKAGE):
        return None
    return str(Path(template.origin.name).relative_to(PACKAGE))
