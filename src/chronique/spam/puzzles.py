"""A little work for a browser: seconds for a reader, hours for whoever sends by the thousand.

The protocol is ALTCHA's, and so is the library. Nothing is kept of a puzzle: it carries what it is
for and how long it is good, signed with a key that the caller keeps. That it is used once, the
caller sees to.
"""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import altcha

# A puzzle is good for so long.
LIFE = timedelta(minutes=10)
ALGORITHM = "PBKDF2/SHA-256"
# Rounds of each try. Few long tries rather than many short ones: what a browser needs to begin a
# try is no work that counts.
ROUNDS = 10_000
# How many tries it takes is chosen at random between these, so that nobody waits for luck. That is
# two to four million rounds: Chromium on a desk makes five million a second, on a phone half.
FEWEST, MOST = 200, 400
# Characters of a solution; ours have 700.
LONGEST = 2_000


class Answer(StrEnum):
    """What somebody sent as the solution."""

    RIGHT = "right"
    OLD = "old"
    """It may be right, but comes too late."""
    WRONG = "wrong"
    """It is of another puzzle, of none of ours, or no solution."""


def make_puzzle(thing: str, *, key: bytes, now: datetime) -> dict[str, Any]:
    """Return a puzzle for one thing, as ALTCHA's scripts read it. It takes some 5 ms."""
    challenge = altcha.create_challenge(
        ALGORITHM, ROUNDS, counter=FEWEST + secrets.randbelow(MOST - FEWEST), data={"for": thing},
        expires_at=now + LIFE, hmac_secret=key, hmac_key_secret=key,
    )  # fmt: skip
    made: dict[str, Any] = challenge.to_dict()
    return made


def check(solution: str, thing: str, *, key: bytes, now: datetime) -> Answer:
    """Say what a solution is worth, which is the puzzle and the answer as JSON in base64."""
    if len(solution) > LONGEST:
        return Answer.WRONG
    try:
        payload = altcha.Payload.from_base64(solution)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Answer.WRONG
    found = altcha.verify_solution(payload, key, hmac_key_secret=key)
    parameters = payload.challenge.parameters
    if found.expired:
        return Answer.OLD
    if not found.verified or parameters.data != {"for": thing}:
        return Answer.WRONG
    return Answer.RIGHT if now.timestamp() < (parameters.expires_at or 0) else Answer.OLD
