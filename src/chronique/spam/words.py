"""Lists of words and phrases, found in texts in a time in proportion to the text.

A list is a text: a word or a phrase a line. Words are whole words: case and accents do not count,
apostrophes and hyphens part words. Who hides a word from the list by letters that only look like
its own is found all the same. A line that ends with `*` asks for words that begin so. Empty lines
and those that begin with `#` say nothing.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from chronique.spam.disguises import undone
from chronique.text.words import parts

# Words in a phrase. The time to look through a text grows with the longest.
MOST_WORDS = 12

# What Russians write with or without its two dots is one letter to them.
_YO = {0x451: 0x435, 0x401: 0x415}


def tokens(text: str) -> list[str]:
    """Return a text's words as the lists know them."""
    text = undone(text)
    has_yo = "\u0451" in text or "\u0401" in text
    return parts(text.translate(_YO) if has_yo else text)


def unusable(text: str) -> list[str]:
    """Return the lines of a list that can find nothing, because they hold no or too many words."""
    return [line for line, words in _lines(text) if not 0 < len(words) <= MOST_WORDS]


@dataclass(slots=True)
class _Node:
    """What may follow in a phrase, after the words that lead here."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    # The line that ends here.
    line: str = ""
    # Beginnings of words that end a phrase, and their lines.
    lines: dict[str, str] = field(default_factory=dict)
    # The same, sorted, without those that begin with another one.
    stems: list[str] = field(default_factory=list)

    def finish(self) -> None:
        for stem in sorted(self.lines):
            if not self.stem_of(stem):
                self.stems.append(stem)
        for node in self.next.values():
            node.finish()

    def stem_of(self, word: str) -> str:
        """Return the stem with which the word begins, or "".

        Since no stem begins with another, only the last one that sorts before the word can be it.
        """
        place = bisect_right(self.stems, word)
        return self.stems[place - 1] if place and word.startswith(self.stems[place - 1]) else ""


class WordList:
    """A list, ready to be looked for. Make it with `word_list`, which remembers the last ones."""

    def __init__(self, text: str) -> None:
        self._root = _Node()
        for line, words in _lines(text):
            if 0 < len(words) <= MOST_WORDS:
                self._add(line, words)
        self._root.finish()
        self._firsts = frozenset(self._root.next)
        # With so many letters each stem begins, and with these: most words are no more looked at.
        self._letters = min(map(len, self._root.stems), default=0)
        self._heads = frozenset(stem[: self._letters] for stem in self._root.stems)

    def _add(self, line: str, words: Sequence[str]) -> None:
        *before, last = words
        node = self._root
        for word in before:
            node = node.next.setdefault(word, _Node())
        if line.endswith("*"):
            node.lines.setdefault(last, line)
        else:
            end = node.next.setdefault(last, _Node())
            end.line = end.line or line

    def find(self, words: Sequence[str]) -> list[str]:
        """Return the lines that a text's tokens hold, in the order in which they end there."""
        begins = self._beginnings(words)
        if not begins:
            return []
        ends = [
            end for at, word in enumerate(words) if word in begins for end in self._at(words, at)
        ]
        return list(dict.fromkeys(line for _, line in sorted(ends, key=lambda end: end[0])))

    def _beginnings(self, words: Sequence[str]) -> set[str]:
        """Return those of a text's words with which a line begins."""
        begins = set(self._firsts.intersection(words))
        if self._root.stems:
            letters, heads = self._letters, self._heads
            likely = [word for word in words if word[:letters] in heads]
            begins |= set(filter(self._root.stem_of, likely))
        return begins

    def _at(self, words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
        """Give the lines that begin at a word: where each ends, and the line."""
        node: _Node | None = self._root
        while node and at < len(words):
            word = words[at]
            if node.stems and (stem := node.stem_of(word)):
                yield at, node.lines[stem]
            node = node.next.get(word)
            if node and node.line:
                yield at, node.line
            at += 1


@lru_cache(maxsize=32)
def word_list(text: str) -> WordList:
    """Return the list that this text writes down."""
    return WordList(text)


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in map(str.strip, text.splitlines()):
        if line and not line.startswith("#"):
            yield line, tokens(line)
