"""Whatever is sent, the filter has an answer, and has it soon."""

import re
from collections.abc import Iterator
from time import process_time

import pytest

from chronique.spam import disguises, features, guesses, links
from chronique.spam.opinion import opinion
from chronique.spam.submissions import Submission

CONTROLS = "".join(map(chr, [*range(32), *range(127, 160), 0x2028, 0x2029, 0xFFFE, 0xFFFF]))
HUGE = {
    "ten megabytes of one letter": "a" * 10_000_000,
    "a million combining marks": "e" + "\u0301" * 1_000_000,
    "different combining marks": "e" + "\u0301\u0323\u0330" * 300_000,
    "only emoji": "\U0001f600" * 1_000_000,
    "emoji of many parts": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 200_000,
    "only links": "https://example.org/a?b=c " * 200_000,
    "only hosts": "a-b.example.com " * 200_000,
    "only addresses": "name@example.org " * 200_000,
    "only numbers": "+33 1 99 00 12 34 " * 200_000,
    "every control character": CONTROLS * 10_000,
    "NUL": "\x00" * 1_000_000,
    "lone surrogates": "\ud800\udfff" * 500_000,
    "letters of every script": "".join(map(chr, range(0x20, 0xD7FF))) * 20,
    "letters apart": "c a s i n o " * 200_000,
    "digits for letters": "c4s1n0 " * 200_000,
    "HTML's names": "&#99;&amp;&#x61;&zzz;" * 100_000,
    "right to left": "\u202eonisac\u202c" * 100_000,
    "hidden styles": "<a style=" * 200_000,
    "empty": "",
}
# What makes a pattern that looks at everything twice slow.
TEASING = [
    "a", "A", "1", " ", "\n", "a.", "a-", "1 ", "1.", "a@", "@", "&", "&#", "&#1", "<a ", "[url", "://",
    "http://", "www.", "w", "/", "style=", "style=display:", "!", "?", ".", "<", ">", "|", "\u202e",
    "\u200b", "\u0301", "e\u0301", "\u0430a", "\U0001d41a", "a b ", "a.b.", "c4", "$", "«", "(1)",
    "é",
]  # fmt: skip


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_whatever_is_sent_is_answered_soon(text: str) -> None:
    started = process_time()
    found = opinion(Submission(text, author_name=text, author_url=text, language=text))
    assert 0 < found.probability < 1
    assert process_time() - started < 2


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in (disguises, features, guesses, links):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__.rpartition('.')[2]}.{name}", value


PATTERNS = [*patterns()]


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_each_pattern_takes_a_time_in_proportion_to_the_text(
    name: str, pattern: re.Pattern[str]
) -> None:
    """Where the time grows with the square of the length, these take many seconds."""
    started = process_time()
    for piece in TEASING:
        pattern.findall(piece * (10_000 // len(piece)))
    assert process_time() - started < 4, name
