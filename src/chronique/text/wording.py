"""Which words of a passage went and which came, as runs of words that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from chronique.text.sequences import rising, shared

# Languages that part no words are compared character by character.
EAST = "\u3040-\u30ff\u3400-\u9fff"
# Such a character, a word with what joins it, or a sign, each with the space behind it.
TOKEN = re.compile(
    rf"(?:[{EAST}]|(?:(?![{EAST}])\w)+(?:['’.,\-](?=\w)(?:(?![{EAST}])\w)+)*|[^\w\s])\s*|\s+"
)
ENDS_SENTENCE = (".", "!", "?", "…", "。")
# So many pairs of words are compared at once, and so many in a whole text.
AT_ONCE = 160_000
IN_ALL = 12_000_000
# Where less stayed of a passage, the old one and the new one are read better one by one.
READABLE = 0.3
# A word that stayed between two changes, and is no longer than this, is read with them.
CRUMB = 3

Words = Sequence[str]
# What `SequenceMatcher` calls it, the words before, the words after.
Step = tuple[str, Words, Words]


@dataclass(frozen=True)
class Run:
    words: str
    is_new: bool = False
    is_gone: bool = False


@dataclass
class Effort:
    """How many pairs of words may still be compared."""

    left: int = IN_ALL

    def take(self, pairs: int) -> bool:
        if pairs > min(self.left, AT_ONCE):
            return False
        self.left -= pairs
        return True


def words_of(text: str) -> list[str]:
    """Return the words of a text, without signs and spaces."""
    return [word for token in TOKEN.findall(text) if (word := token.rstrip())[:1].isalnum()]


def compare(before: str, after: str, effort: Effort) -> list[Run]:
    """Return all words of both in order: what stayed, what went, what came."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    steps = [step for step in _steps(old, new, effort) if step[1] or step[2]]
    stayed = sum(len(now) for state, _, now in steps if state == "equal")
    if stayed < READABLE * max(len(old), len(new)):
        steps = [("replace", old, new)]
    return list(_runs(_without_crumbs(steps)))


def _steps(old: Words, new: Words, effort: Effort) -> Iterator[Step]:
    start = _alike(zip(_bare(old), _bare(new), strict=False))
    rest = min(len(old), len(new)) - start
    end = min(rest, _alike(zip(reversed(_bare(old)), reversed(_bare(new)), strict=False)))
    yield "equal", old[:start], new[:start]
    inner = old[start : len(old) - end], new[start : len(new) - end]
    if effort.take(len(inner[0]) * len(inner[1])):
        yield from _by_word(*inner)
    else:
        yield from _by_sentence(*inner, effort)
    yield "equal", old[len(old) - end :], new[len(new) - end :]


def _alike(pairs: Iterator[tuple[str, str]]) -> int:
    """Return how many of the first are the same."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _bare(words: Words) -> list[str]:
    return [word.rstrip() for word in words]


def _by_word(old: Words, new: Words) -> Iterator[Step]:
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    for state, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        yield (
            "equal" if state == "equal" else "replace",
            old[old_start:old_end],
            new[new_start:new_end],
        )


def _by_sentence(old: Words, new: Words, effort: Effort) -> Iterator[Step]:
    """What is too long to be compared word by word is, between the sentences that stayed."""
    olds, news = list(_sentences(old)), list(_sentences(new))
    at_old = at_new = 0
    bare = [[tuple(_bare(one)) for one in some] for some in (olds, news)]
    ends = (len(olds), len(news))
    for next_old, next_new in [*rising(shared(*bare)), ends]:
        gone = [word for one in olds[at_old:next_old] for word in one]
        come = [word for one in news[at_new:next_new] for word in one]
        if effort.take(len(gone) * len(come)):
            yield from _by_word(gone, come)
        else:
            yield "replace", gone, come
        if (next_old, next_new) != ends:
            yield "equal", olds[next_old], news[next_new]
        at_old, at_new = next_old + 1, next_new + 1


def _sentences(words: Words) -> Iterator[Words]:
    start = 0
    for at, word in enumerate(words, 1):
        if word.rstrip() in ENDS_SENTENCE:
            yield words[start:at]
            start = at
    if start < len(words):
        yield words[start:]


def _without_crumbs(steps: list[Step]) -> Iterator[Step]:
    """Join changes between which only a sign or a short word stayed."""
    waiting: Step | None = None
    for place, step in enumerate(steps):
        state, old, new = step
        is_inside = waiting is not None and place + 1 < len(steps)
        if state == "equal" and not (is_inside and _is_crumb(new)):
            if waiting:
                yield waiting
            waiting = None
            yield step
        else:
            before = waiting or ("replace", [], [])
            waiting = ("replace", [*before[1], *old], [*before[2], *new])
    if waiting:
        yield waiting


def _is_crumb(words: Words) -> bool:
    return len(words) == 1 and len(words[0].strip()) <= CRUMB


def _runs(steps: Iterator[Step]) -> Iterator[Run]:
    for state, old, new in steps:
        if state == "equal":
            yield Run("".join(new))
        else:
            if old:
                yield Run("".join(old), is_gone=True)
            if new:
                yield Run("".join(new), is_new=True)
