"""A proof that a person is there lifts what is only a doubt, and nothing else."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import log
from typing import Any

import altcha
import pytest

from chronique.spam import puzzles
from chronique.spam.blocks import Block, Blocks, Kind
from chronique.spam.decisions import Decision
from chronique.spam.judge import Lists, WordRule, judge
from chronique.spam.opinion import CONFIRMED, KNOWN, WORKED, opinion
from chronique.spam.puzzles import Answer, check, make_puzzle
from chronique.spam.submissions import Submission

KEY, THING = b"k" * 32, "comment:7"
HONEST = Submission("The budget of the school has not moved in ten years.", seconds_to_fill=48.0)
DOUBTED: dict[str, Any] = {"seconds_to_fill": 0.5, "from_network": 9, "recent": 40}
PASS, HOLD, SPAM, REFUSE = Decision
PROOFS: list[dict[str, Any]] = [{"has_worked": True}, {"has_confirmed": True}]


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(puzzles, "ROUNDS", 10)


def solved(puzzle: dict[str, Any], **changes: Any) -> str:
    """Do as a browser does; `changes` are what it sends instead."""
    challenge = altcha.Challenge.from_dict(puzzle)
    found = altcha.solve_challenge(challenge)
    assert found
    sent = {"challenge": puzzle, "solution": found.to_dict()} | changes
    return base64.b64encode(json.dumps(sent).encode()).decode()


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("proof", PROOFS)
def test_haste_and_crowds_are_notes_once_it_is_proven(proof: dict[str, Any]):
    assert judge(replace(HONEST, **DOUBTED), Lists()).decision is HOLD
    verdict = judge(replace(HONEST, **DOUBTED, **proof), Lists())
    assert verdict.decision is PASS
    said = {str(reason.name) for reason in verdict.reasons}
    assert said == {"too_fast", "rate", "burst", *(name.removeprefix("has_") for name in proof)}


@pytest.mark.parametrize("proof", PROOFS)
@pytest.mark.parametrize(
    ("facts", "lists", "decision"),
    [
        ({"honeypot": "x"}, Lists(), SPAM),
        ({"text": "https://a.example " * 3}, Lists(), HOLD),
        ({"same_text": 1}, Lists(), HOLD),
        ({"from_network": 15}, Lists(), REFUSE),
        ({}, Lists(words=(WordRule("budget", HOLD),)), HOLD),
        ({"author_url": "https://b.example.net"},
         Lists(blocks=Blocks((Block(Kind.DOMAIN, "example.net", HOLD),))), HOLD),
    ],
)  # fmt: skip
def test_what_is_more_than_a_doubt_stays(
    facts: dict[str, Any], lists: Lists, decision: Decision, proof: dict[str, Any]
):
    assert judge(replace(HONEST, **DOUBTED | facts | proof), lists).decision is decision


def logit(**facts: Any) -> float:
    probability = opinion(replace(HONEST, **facts)).probability
    return log(probability / (1 - probability))


@pytest.mark.parametrize(
    ("facts", "credit"),
    [
        ({"has_worked": True}, WORKED),
        ({"has_confirmed": True}, CONFIRMED),
        ({"has_worked": True, "has_confirmed": True}, WORKED + CONFIRMED),
        # who is known has confirmed the address before
        ({"is_known": True, "has_confirmed": True}, KNOWN),
    ],
)
def test_the_model_gives_so_much_credit_and_no_more(facts: dict[str, Any], credit: float):
    assert logit() - logit(**facts) == pytest.approx(credit, abs=1e-6)


def test_a_solution_is_right_for_its_thing_alone_and_for_ten_minutes():
    made = now()
    solution = solved(make_puzzle(THING, key=KEY, now=made))
    assert check(solution, THING, key=KEY, now=made) is Answer.RIGHT
    assert check(solution, "comment:8", key=KEY, now=made) is Answer.WRONG
    assert check(solution, THING, key=b"other" * 8, now=made) is Answer.WRONG
    assert check(solution, THING, key=KEY, now=made + puzzles.LIFE) is Answer.OLD
    old = solved(make_puzzle(THING, key=KEY, now=made - puzzles.LIFE - timedelta(seconds=1)))
    assert check(old, THING, key=KEY, now=made) is Answer.OLD


def test_the_puzzle_is_work():
    puzzle = make_puzzle(THING, key=KEY, now=now())
    found = altcha.solve_challenge(altcha.Challenge.from_dict(puzzle))
    assert found
    assert puzzles.FEWEST <= found.counter < puzzles.MOST


@pytest.mark.parametrize(
    "change",
    [
        {"solution": {"counter": 1, "derivedKey": "00" * 32}},
        {"solution": {"counter": 1}},
        {"solution": {"counter": "x", "derivedKey": 5}},
        {"solution": None},
        {"challenge": None},
        {"challenge": []},
        {"challenge": {"parameters": []}},
    ],
)
def test_what_is_no_solution_is_wrong(change: dict[str, Any]):
    solution = solved(make_puzzle(THING, key=KEY, now=now()), **change)
    assert check(solution, THING, key=KEY, now=now()) is Answer.WRONG


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cost", 1), ("keyPrefix", ""), ("expiresAt", 4e9), ("expiresAt", None), ("data", None),
        ("data", {"for": "comment:8"}), ("salt", "zz"), ("nonce", None), ("keySignature", None),
        ("algorithm", 1), ("keyLength", 10**30),
    ],
)  # fmt: skip
def test_nothing_of_a_puzzle_can_be_changed(name: str, value: Any):
    puzzle = make_puzzle(THING, key=KEY, now=now())
    changed = {**puzzle, "parameters": {**puzzle["parameters"], name: value}}
    solution = solved(puzzle, challenge=changed)
    assert check(solution, THING, key=KEY, now=now()) is Answer.WRONG


@pytest.mark.parametrize(
    "sent",
    [
        "", "x", "é" * 50, "\0", "[" * 1999, base64.b64encode(b"\xff\xfe").decode(),
        base64.b64encode(b"[" * 1400).decode(), base64.b64encode(b'{"challenge": 1}').decode(),
        base64.b64encode(b"9" * 1400).decode(), "A" * 1_000_000,
    ],
)  # fmt: skip
def test_rubbish_is_wrong(sent: str):
    assert check(sent, THING, key=KEY, now=now()) is Answer.WRONG
