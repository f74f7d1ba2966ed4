"""What a look at an issue found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    # It cannot be sent so.
    ERROR = "error"
    # It is sent when somebody says so.
    WARNING = "warning"
    # To be known; nothing is asked.
    NOTE = "note"
    FINE = "fine"


@dataclass(frozen=True)
class Finding:
    level: Level
    # Translated.
    sentence: str
    # What it speaks of, one a line, such as addresses.
    of: tuple[str, ...] = ()


def error(sentence: str, of: Sequence[str] = ()) -> Finding:
    return Finding(Level.ERROR, sentence, tuple(of))


def warning(sentence: str, of: Sequence[str] = ()) -> Finding:
    return Finding(Level.WARNING, sentence, tuple(of))


def note(sentence: str) -> Finding:
    return Finding(Level.NOTE, sentence)


def fine(sentence: str) -> Finding:
    return Finding(Level.FINE, sentence)
