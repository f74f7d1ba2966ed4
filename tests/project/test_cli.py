"""What the command line says before Django is asked."""

import gc
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronique.base.errors import Refused
from chronique.project import cli
from chronique.project.cli import asked_port, begin


@pytest.mark.parametrize(
    ("words", "port"),
    [
        ("serve --port 8178", "8178"), ("serve --demo --port=9000", "9000"), ("serve", ""),
        ("serve --port", ""), ("serve --port x", ""), ("work --port 8178", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_port_that_serve_is_told_is_that_of_its_address(words: str, port: str):
    assert asked_port(["chronique", *words.split()]) == port


def test_what_it_writes_is_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch):
    before = os.umask(0o022)
    try:
        monkeypatch.setattr(cli.Chronique, "execute", lambda _: None)
        cli.main()
        assert os.umask(0o022) == 0o077
    finally:
        os.umask(before)
        gc.enable()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("told", ["--port={}", "--demo --port {}", "in CHRONIQUE_URL"])
def test_a_taken_port_is_refused_before_a_home_is_made(told: str, taken: int, tmp_path: Path):
    words = [] if told.startswith("in ") else told.format(taken).split()
    address = {} if words else {"CHRONIQUE_URL": f"http://localhost:{taken}"}
    environment = os.environ | {"CHRONIQUE_HOME": str(tmp_path / "home")} | address
    # Else none would be made.
    del environment["CHRONIQUE_SECRET_KEY"]
    done = subprocess.run(
        [sys.executable, "-m", "chronique.project", "serve", *words],
        capture_output=True, text=True, check=False, timeout=60, env=environment,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(f"chronique: Port {taken} of 127.0.0.1 cannot be used (")
    assert done.stdout == ""
    assert not (tmp_path / "home").exists()


def test_help_on_serving_asks_for_no_port(taken: int):
    with pytest.raises(Refused, match=f"^Port {taken} of"):
        begin(["chronique", "serve", f"--port={taken}"])
    begin(["chronique", "serve", f"--port={taken}", "--help"])
    begin(["chronique", "work"])
    with pytest.raises(Refused, match=r"^There is no port 99999"):
        begin(["chronique", "serve", "--port=99999"])
