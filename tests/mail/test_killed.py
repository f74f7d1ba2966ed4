"""Processes that send are killed at any moment, servers and databases go away in the middle.

Afterwards nobody was missed, nobody got a letter twice, and what nobody can know is told.
"""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from chronique.base.post import CONNECTIONS
from chronique.mail import engine as sending
from chronique.mail import jobs, journal
from chronique.mail.actions import Recipient, make_mailing, queue_mailing
from chronique.mail.engine import Engine
from chronique.mail.lines import Answer
from chronique.mail.models import LEASE, Letter
from chronique.mail.opening import ways
from chronique.mail.rules import Outcome
from chronique.project.forks import fork
from tests.mail.sink import Sink, open_sink

pytestmark = pytest.mark.usefixtures("committed")
State = Letter.State


@pytest.fixture
def sink(settings: Any, tmp_path: Path) -> Iterator[Sink]:
    with open_sink() as sink:
        settings.CONF, settings.HOME = replace(settings.CONF, mail=sink.url), tmp_path
        yield sink


def queue(count: int) -> set[str]:
    """Queue a letter each to so many; return their addresses."""
    now = timezone.now()
    mailing = make_mailing(kind="issue", subject="s", text="t" * 500, host="a.test", now=now)
    everyone = [Recipient(f"{number}@example.org", f"issue:{number}") for number in range(count)]
    assert queue_mailing(mailing, everyone, due=now, now=now) == count
    return {one.to for one in everyone}


def sender() -> ForkProcess:
    """Start a process that sends until it is killed."""
    connections.close_all()
    return fork(lambda: jobs.send(threading.Event()), name="sender", is_daemon=True)


def kill(process: ForkProcess) -> None:
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def states() -> Counter[str]:
    return Counter(Letter.objects.values_list("state", flat=True))


def to(state: str) -> set[str]:
    return set(Letter.objects.filter(state=state).values_list("to", flat=True))


def nobody_was_missed(sink: Sink, everyone: set[str], *, uncertain_at_most: int) -> bool:
    assert not sink.twice()
    assert set(states()) <= {State.SENT, State.UNCERTAIN}
    assert to(State.SENT) <= set(sink.taken)
    assert to(State.SENT) | to(State.UNCERTAIN) == everyone
    assert len(to(State.UNCERTAIN)) <= uncertain_at_most
    return True


def test_a_process_is_killed_again_and_again(sink: Sink, tmp_path: Path):
    everyone, kills = queue(400), 6
    for _ in range(kills):
        process = sender()
        # killed as it begins, or after some letters
        sink.wait_for(min(len(everyone) - 9, len(sink.taken) + random.randint(0, 70)))
        kill(process)
    jobs.send_due_letters()
    assert nobody_was_missed(sink, everyone, uncertain_at_most=kills * CONNECTIONS)
    assert states()[State.SENT] > len(everyone) / 2
    assert not list((tmp_path / "sending").iterdir())


def test_two_machines_send_at_once_and_one_is_killed(sink: Sink, settings: Any, tmp_path: Path):
    everyone = queue(300)
    settings.HOME = tmp_path / "one"
    one = sender()
    settings.HOME = tmp_path / "two"
    two = sender()
    sink.wait_for(60)
    kill(one)
    # the other sends all that is not the first one's, and does not touch what is
    while to(State.DUE):
        sink.wait_for(len(sink.taken) + 1)
    kill(two)
    jobs.send_due_letters()
    assert set(states()) <= {State.SENT, State.TAKEN, State.UNCERTAIN}
    # until that machine is there again
    settings.HOME = tmp_path / "one"
    jobs.send_due_letters()
    assert nobody_was_missed(sink, everyone, uncertain_at_most=2 * CONNECTIONS)


def test_a_machine_that_never_comes_back_leaves_uncertain_letters(sink: Sink, tmp_path: Path):
    everyone = queue(100)
    process = sender()
    sink.wait_for(10)
    kill(process)
    for left in (tmp_path / "sending").iterdir():
        left.unlink()
    taken = to(State.TAKEN)
    jobs.send_due_letters()
    assert to(State.TAKEN) == taken
    assert jobs.send_due_letters(clock=lambda: timezone.now() + LEASE) == 0
    assert nobody_was_missed(sink, everyone, uncertain_at_most=len(taken))


def test_after_a_loss_of_power_all_that_was_taken_is_uncertain(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    everyone = queue(100)
    process = sender()
    sink.wait_for(10)
    kill(process)
    taken = to(State.TAKEN)
    # the machine has started again since
    monkeypatch.setattr(journal, "this_start", lambda: "another")
    jobs.send_due_letters()
    assert to(State.UNCERTAIN) == taken
    assert nobody_was_missed(sink, everyone, uncertain_at_most=len(taken))


def test_a_server_dies_between_a_letter_and_its_answer(sink: Sink):
    everyone = queue(200)
    deaths = {f"{number}@example.org": end for number, end in [(3, "before"), (70, "after")]}
    sink.dies = lambda to: deaths.get(to, "")
    jobs.send_due_letters()
    assert to(State.UNCERTAIN) == set(deaths)
    assert nobody_was_missed(sink, everyone, uncertain_at_most=2)
    assert set(sink.taken) == everyone - {"3@example.org"}


def test_a_server_dies_and_comes_back(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    # Who finds no server waits a minute: here, a moment.
    monkeypatch.setattr(sending, "AWAY", 0.2)
    everyone = queue(300)
    process = sender()
    for count in (40, 120, 200):
        sink.wait_for(count)
        sink.hang_up()
    sink.wait_for(len(everyone) - 3 * CONNECTIONS)
    while to(State.TAKEN) or Letter.objects.due(timezone.now()).exists():
        sink.wait_for(0)
    kill(process)
    # On whom the server hung up twice, their turn comes later.
    jobs.send_due_letters(clock=lambda: timezone.now() + timedelta(hours=1))
    assert nobody_was_missed(sink, everyone, uncertain_at_most=3 * CONNECTIONS)


@pytest.mark.machines
def test_the_database_goes_away_again_and_again(sink: Sink):
    everyone = queue(300)
    process = sender()
    for count in (20, 80, 160):
        sink.wait_for(count)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    sink.wait_for(len(everyone))
    while states()[State.TAKEN] or states()[State.DUE]:
        sink.wait_for(0)
    kill(process)
    assert nobody_was_missed(sink, everyone, uncertain_at_most=0)


def test_nothing_leaves_when_the_journal_cannot_be_written(sink: Sink, tmp_path: Path):
    everyone = queue(30)
    engine = Engine(journals=tmp_path / "sending", open_line=ways()[0], connections=10)
    # given a disk that is full from the next line on
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, engine.journal.file)
    os.close(full)
    with pytest.raises(OSError, match="No space left"):
        engine.drain()
    assert sink.taken == []
    # when there is room again
    assert jobs.send_due_letters() == 30
    assert nobody_was_missed(sink, everyone, uncertain_at_most=0)


def test_nothing_leaves_when_the_disk_is_full_in_the_middle(
    sink: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    everyone = queue(30)
    engine = Engine(journals=tmp_path / "sending", open_line=ways()[0], connections=10)
    begin = engine.journal.takes

    def takes(letters: Any) -> None:
        begin(letters)
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, engine.journal.file)
        os.close(full)

    monkeypatch.setattr(engine.journal, "takes", takes)
    with pytest.raises(OSError, match=r"No space left|journal is broken"):
        engine.drain()
    assert (sink.taken, states()) == ([], {State.DUE: 30})
    assert jobs.send_due_letters() == 30
    assert nobody_was_missed(sink, everyone, uncertain_at_most=0)


def test_a_server_that_takes_few_lines_gets_no_more(sink: Sink):
    everyone = queue(200)
    sink.limit = 3
    jobs.send_due_letters()
    jobs.send_due_letters()
    assert nobody_was_missed(sink, everyone, uncertain_at_most=0)


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_refusal_stops_nobody(pipelining: bool, sink: Sink, settings: Any):
    with open_sink(Sink(pipelining=pipelining)) as other:
        settings.CONF = replace(settings.CONF, mail=other.url)
        everyone = queue(20)
        other.answers = {"0@example.org": "550 5.1.1 No", "7@example.org": "450 4.2.1 Later"}
        jobs.send_due_letters()
        assert set(other.taken) == everyone - set(other.answers)
        assert not other.twice()
        assert other.connections <= 2
    assert states() == {State.SENT: 18, State.REFUSED: 1, State.DUE: 1}


@pytest.mark.parametrize("smtputf8", [True, False])
def test_an_address_beyond_ascii_goes_where_it_is_known(smtputf8: bool, sink: Sink, settings: Any):
    queue(1)
    Letter.objects.update(to="déborah@example.org")
    with open_sink(Sink(smtputf8=smtputf8)) as other:
        settings.CONF = replace(settings.CONF, mail=other.url)
        assert jobs.send_due_letters() == int(smtputf8)
    letter = Letter.objects.get()
    if smtputf8:
        assert other.taken == ["déborah@example.org"]
    else:
        assert (letter.state, other.taken) == (State.REFUSED, [])
        assert "only addresses in ASCII" in letter.answer


def test_a_journal_tells_what_became_of_each_letter(tmp_path: Path):
    written = journal.Journal(tmp_path)
    written.takes([1, 2, 3, 4])
    written.leaves(1)
    written.leaves(2)
    written.ended(1, Answer(Outcome.SENT, 250, "250 OK"))
    written.ended(3, Answer(Outcome.NEVER, 550, "550 No\nsuch user"))
    with journal.dead(tmp_path) as found:
        assert found == []
    written.close(is_settled=False)
    with journal.dead(tmp_path) as [found]:
        assert (found.name, found.is_whole) == (written.name, True)
        assert found.answers == {
            1: Answer(Outcome.SENT, 250), 2: None, 3: Answer(Outcome.NEVER, 550, "550 No such user")
        }  # fmt: skip
    with journal.dead(tmp_path) as found:
        assert found == []
    with pytest.raises(OSError, match="broken"):
        written.leaves(4)
