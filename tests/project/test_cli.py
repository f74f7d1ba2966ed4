"""What the command line says before Django is asked."""

import pytest

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
