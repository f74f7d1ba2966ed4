"""What the command line says before Django is asked."""

import gc
import os

import pytest

from chronique.project import cli
from chronique.project.cli import asked_port


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
