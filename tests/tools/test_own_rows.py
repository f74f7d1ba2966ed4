"""The rows of our own writing: whole, varied, the same each time, and nobody else's."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.shared import shared_spam
from tools.spam import own_rows as module
from tools.spam.own_rows import PER_PATTERN, PHRASEBOOKS, Row, own_rows
from tools.spam.phrasebook import SLOT, BrokenPhrasebook, Phrasebook, read_phrasebook

LANGUAGES = {"de", "en", "es", "fr", "it", "pt", "ru", "uk"}
HAND_MADE = {"fr": 260, "en": 200}
PATTERNS = {"fr": 60, "en": 50}

# Nine digits or more that somebody could dial, in the ways they are written.
PHONE = re.compile(
    r"(?<![\w./=?-])(?:\+[1-9][\d ().-]{6,16}\d|0\d[\d ().-]{6,14}\d"
    r"|1-\d{3}-\d{3}-\d{4}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\w)"
)
# Kept for films and books by those who give numbers out; elsewhere, what nobody has: all noughts.
NOBODYS = re.compile(
    r"^(?:(?:0|33)(?:19900|26191|63998|89900)\d+|1?\d{3}55501\d\d|(?:0|44)(?:2079460|7700900)\d{3}"
    r"|(?:0|49)(?:3023125|17604069)\d+|\d{2,5}000\d{4,7})$"
)

FIRST = """\
[honest.a]
rows = ["Merci"]
[spam.b]
rows = [{ text = "Prêt rapide", author = "Crédit" }]
patterns = ["{word} {word}"]
[slots]
name = ["Ana"]
blog = ["https://a.example"]
shop = ["https://b.example"]
word = ["un", "deux"]
"""


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(own_rows())


@pytest.fixture(scope="module")
def phrasebooks() -> list[Phrasebook]:
    return [read_phrasebook(path) for path in sorted(PHRASEBOOKS.glob("*.toml"))]


def test_each_language_has_enough_of_both_kinds(phrasebooks: list[Phrasebook]):
    assert {book.lang for book in phrasebooks} == LANGUAGES
    for book in phrasebooks:
        by_hand = Counter(dict.fromkeys((0, 1), 0))
        for family in book.families:
            by_hand[family.label] += len(family.rows)
        assert by_hand.total() >= HAND_MADE.get(book.lang, 60), book.lang
        assert min(by_hand.values()) >= 0.35 * by_hand.total(), book.lang
        patterns = sum(len(family.patterns) for family in book.families)
        assert patterns >= PATTERNS.get(book.lang, 20), book.lang


def test_no_text_is_written_twice_by_hand(rows: list[Row]):
    texts = Counter((row.lang, _plain(row.text)) for row in rows if row.hand)
    assert [text for text, count in texts.items() if count > 1] == []


def test_no_row_is_given_twice(rows: list[Row]):
    wholes = Counter((row.lang, row.label, row.text, row.author, row.url) for row in rows)
    assert [whole for whole, count in wholes.items() if count > 1] == []
    assert len({row.id for row in rows}) == len(rows)


def test_the_same_seed_gives_the_same_rows(rows: list[Row]):
    assert list(own_rows(1)) == rows
    other = list(own_rows(2))
    assert [row.text for row in other if row.hand] == [row.text for row in rows if row.hand]
    assert other != rows


def test_a_pattern_is_filled_a_bounded_number_of_times(rows: list[Row]):
    filled = Counter(row.id.rpartition("-")[0] for row in rows if not row.hand)
    assert max(filled.values()) <= PER_PATTERN
    assert [row.id for row in rows if not row.hand and SLOT.search(row.text)] == []


def test_no_row_stands_in_the_files_that_others_wrote(rows: list[Row]):
    # Whoever thanks in two words says what others said.
    ours = {key: row.id for row in rows if len(key := _plain(row.text)) > 40}
    copied = {}
    for path in sorted(shared_spam().glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if found := ours.get(_plain(json.loads(line)["text"])):
                copied[found] = path.name
    assert copied == {}


def test_nobody_has_these_telephone_numbers(rows: list[Row]):
    wrong = {number for row in rows for number in _numbers(row.text) if not NOBODYS.match(number)}
    assert wrong == set()


@pytest.mark.parametrize("text", ["Tel 06 12 34 56 78", "+33 6 12 34 56 78", "1-800-275-2273"])
def test_a_number_that_somebody_may_have_is_seen(text: str):
    assert [number for number in _numbers(text) if not NOBODYS.match(number)]


@pytest.mark.parametrize("text", ["le 01.02.2024, 1 250 000 000 €", "0,25 € puis 0,31 €"])
def test_dates_and_sums_are_no_numbers_to_dial(text: str):
    assert list(_numbers(text)) == []


def test_names_alone_do_not_tell_the_label(rows: list[Row]):
    signed = {label: {row.author for row in rows if row.label == label} for label in (0, 1)}
    for path in PHRASEBOOKS.glob("*.toml"):
        names = read_phrasebook(path).slots["name"]
        assert sum(name in signed[0] and name in signed[1] for name in names) > 0.7 * len(names)


def test_a_line_has_the_fields_of_the_shared_files(rows: list[Row]):
    fields = {"id", "text", "author", "url", "label", "lang", "created", "source"}
    assert set(json.loads(rows[0].as_line())) == fields


def test_a_phrasebook_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "fr.toml").write_text(FIRST)
    monkeypatch.setattr(module, "PHRASEBOOKS", tmp_path)
    rows = list(own_rows())
    assert {row.id: row.label for row in rows if row.hand} == {
        "own-fr-honest-a-1": 0, "own-fr-spam-b-1": 1,
    }  # fmt: skip
    assert rows[1].author == "Crédit"
    assert {"un deux", "deux un"} & {row.text for row in rows}


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("[honest.a]", "[honest.a", "fr.toml"),
        ("[honest.a]", "[honnest.a]", "'honnest' is none of"),
        ('["Merci"]', "[]", "honest.a: has no rows"),
        ('["Merci"]', '["  "]', "without text"),
        ('["Merci"]', "[3]", "not a table"),
        ('["Merci"]', '"Merci"', "not a list"),
        ("author =", "writer =", "'writer' is none of"),
        ('author = "Crédit"', "author = 3", "are strings"),
        ("{word} {word}", "{mot} {word}", "no slot is called 'mot'"),
        ("{word} {word}", "word word", "is a row"),
        ('["un", "deux"]', '["un", "{deux}"]', "no slot is called 'deux'"),
        ('["un", "deux"]', '["un {word}"]', "in a circle"),
        ('["un", "deux"]', "[]", "not empty"),
        ("blog =", "blogs =", "lacks the slots ['blog']"),
    ],
)
def test_a_broken_phrasebook_says_what_is_wrong(
    tmp_path: Path, right: str, wrong: str, message: str
):
    path = tmp_path / "fr.toml"
    path.write_text(FIRST.replace(right, wrong, 1))
    with pytest.raises(BrokenPhrasebook, match=re.escape(message)):
        read_phrasebook(path)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _numbers(text: str) -> list[str]:
    """Return the digits of what looks like a telephone number."""
    found = (re.sub(r"\D", "", match[0]) for match in PHONE.finditer(text))
    return [digits for digits in found if len(digits) >= 9]
