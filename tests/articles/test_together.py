"""What several threads write at one moment is written in one transaction."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from chronique.articles import together
from chronique.articles.together import Together

# So long a thread may take to come, seconds.
PATIENCE = 10.0


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What became of each transaction."""
    ended = []

    @contextmanager
    def atomic() -> Iterator[None]:
        try:
            yield
        except Exception:
            ended.append("undone")
            raise
        ended.append("kept")

    monkeypatch.setattr(transaction, "atomic", atomic)
    monkeypatch.setattr(together, "connection", SimpleNamespace(in_atomic_block=False))
    return ended


def ask_at_once(pile: Together[str, str], *asked: str) -> dict[str, object]:
    """Let a thread each ask while one transaction is still being written; return what they got."""
    got: dict[str, object] = {}

    def ask(what: str) -> None:
        try:
            got[what] = pile.ask(what)
        except (IntegrityError, KeyError) as error:
            got[what] = str(error)

    threads = [threading.Thread(target=ask, args=[what]) for what in asked]
    with pile._turn:
        for thread in threads:
            thread.start()
        wait_until(lambda: len(pile._waiting) == len(asked))
    for thread in threads:
        thread.join(PATIENCE)
    return got


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(PATIENCE * 100)):
        if is_so():
            return
        pause.wait(0.01)
    raise AssertionError("nobody came")


def test_those_who_wait_are_done_together_and_in_order(transactions: list[str]) -> None:
    written = []

    def write(what: str) -> str:
        written.append(what)
        return what.upper()

    pile = Together(write, order=lambda what: (what,))

    assert ask_at_once(pile, "c", "a", "b") == {"a": "A", "b": "B", "c": "C"}
    assert (written, transactions) == (["a", "b", "c"], ["kept"])
    assert pile.ask("d") == "D"
    assert transactions == ["kept", "kept"]


def test_what_fails_fails_alone(transactions: list[str]) -> None:
    def write(what: str) -> str:
        if what == "bad":
            raise IntegrityError("not this one")
        return what.upper()

    pile = Together(write, order=lambda what: (what,))

    assert ask_at_once(pile, "bad", "good") == {"bad": "not this one", "good": "GOOD"}
    assert transactions == ["undone", "undone", "kept"]


def test_a_bug_is_loud_and_leaves_nobody_waiting(transactions: list[str]) -> None:
    def write(what: str) -> str:
        return {"good": "GOOD", "fine": "FINE"}[what]

    pile = Together(write, order=lambda what: (what,))

    got = ask_at_once(pile, "bad", "fine", "good")

    assert (len(got), got["bad"], transactions[0]) == (3, "'bad'", "undone")
    assert not pile._waiting
    assert pile.ask("good") == "GOOD"


@pytest.mark.usefixtures("transactions")
def test_who_writes_already_does_not_wait_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "connection", SimpleNamespace(in_atomic_block=True))
    pile = Together(str.upper, order=lambda what: (what,))
    with pile._turn:
        assert pile.ask("a") == "A"
