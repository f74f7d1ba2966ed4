"""Mails that real servers sent, judged by a person: kind and recipients, in `judged.txt`.

A delay is a kind of its own there; in place of an address stands a mark of it. Two servers write a
name without its domain: those are not found. Two thirds of the files were read while the rules were
written; of the others the first reading found 98 %.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path

import pytest

from chronique.mail.returns import Kind, Returned, read
from tests.shared import shared_inputs

JUDGED = Path(__file__).with_name("judged.txt")
BOUNCES = {"hard", "soft", "delay"}
# Nobody is called so without a domain.
UNREADABLE = {"bounces/flufl/aol_01.txt", "bounces/flufl/yale_01.txt"}


@cache
def judged() -> dict[str, tuple[str, set[str]]]:
    lines = [line.split() for line in JUDGED.read_text().splitlines()]
    return {name: (kind, set(addresses)) for name, kind, *addresses in lines}


@cache
def readings() -> dict[str, Returned]:
    return {name: read((shared_inputs() / name).read_bytes()) for name in judged()}


def mark_of(address: str) -> str:
    return blake2b(address.lower().encode(), digest_size=4).hexdigest()


def named_in(name: str) -> set[str]:
    return {mark_of(address) for address in readings()[name].recipients}


def kind_of(found: Returned) -> str:
    return "delay" if found.is_delay else str(found.kind)


def test_the_recipient_is_found_in_nearly_all_bounces():
    bounces = {name: told for name, (kind, told) in judged().items() if kind in BOUNCES}
    missed = {name for name, told in bounces.items() if not told & named_in(name)}
    assert len(bounces) > 350
    assert missed <= UNREADABLE


def test_hard_soft_and_late_are_told_apart():
    wrong = {
        name: (kind, kind_of(readings()[name]))
        for name, (kind, _) in judged().items()
        if kind != kind_of(readings()[name])
    }
    assert wrong.keys() <= UNREADABLE


def test_nobody_else_is_named():
    wrong = {
        name: named_in(name) - told for name, (_, told) in judged().items() if named_in(name) - told
    }
    assert wrong.keys() <= UNREADABLE


@pytest.mark.parametrize("folder", ["bounces/sisimai-not-bounce"])
def test_what_is_no_bounce_leads_to_nothing(folder: str):
    files = sorted((shared_inputs() / folder).iterdir())
    assert files
    kinds = {read(file.read_bytes()).kind for file in files}
    assert kinds <= {Kind.NOTHING, Kind.AUTO_REPLY}


def test_every_complaint_is_heeded():
    """All but the failures of signatures, which RFC 6591 sends to the owner of a domain."""
    files = sorted((shared_inputs() / "arf/sisimai").iterdir())
    other = {file for file in files if b"Feedback-Type: auth-failure" in file.read_bytes()}
    kinds = {file.name: read(file.read_bytes()).kind for file in files if file not in other}
    assert len(kinds) >= 6
    assert set(kinds.values()) == {Kind.COMPLAINT}
