"""Lists of words find what they say, and nothing else."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.spam import words as subject
from chronique.spam.words import MOST_WORDS, WordList, tokens, unusable, word_list
from tests.text.properties import TRIED


def found(lines: str, text: str) -> list[str]:
    return word_list(lines).find(tokens(text))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("casino", "Un CASINO, là."),
        ("crédit", "credit facile"),
        ("credit", "crédit facile"),
        ("cre\u0301dit", "CRÉDIT"),
        ("œuvre", "l'oeuvre"),
        ("oeuvre", "L’ŒUVRE"),
        ("strasse", "Hauptstraße? die STRAßE!"),
        ("avion", "l'avion"),
        ("l'avion", "l’avion"),
        ("porte-monnaie", "un porte monnaie"),
        ("monnaie", "porte\u2011monnaie"),
        ("prêt entre particuliers", "PRET\u00a0entre\nparticuliers"),
        ("казино", "лучшее КАЗИНО!"),
        ("еще", "ЕЩЁ раз"),
        ("їжа", "смачна Їжа"),
        ("casino*", "des casinos"),
        ("casino*", "casino"),
        ("prêt immo*", "un prêt immobilier"),
        ("casino", "ca\u200bsi\u00adno"),
        ("賭博", "違法賭博です"),
        ("c a", "c'a"),
        ("snake_case", "snake case"),
        ("50mg", "50mg!"),
    ],
)
def test_a_line_is_found_however_it_is_written(line: str, text: str) -> None:
    assert found(line, text) == [line]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("cul", "la culture, le recul"),
        ("casino", "casinos"),
        ("casino*", "microcasino"),
        ("prêt immo*", "prêt un immobilier"),
        ("prêt entre particuliers", "prêt entre les particuliers"),
        ("# casino", "casino"),
        ("мир", "мирный"),
        ("кой", "кои"),
        ("*", "casino"),
    ],
)
def test_parts_of_words_and_other_words_are_not(line: str, text: str) -> None:
    assert found(line, text) == []


def test_lines_come_in_the_order_of_the_text_and_once() -> None:
    assert found("b\na\nb c", "a b c a") == ["a", "b", "b c"]


def test_lines_that_can_find_nothing_are_named() -> None:
    long = " ".join("abcdefghijklmnop"[: MOST_WORDS + 1])
    assert unusable(f"# a heading\n\ncasino\n***\n{long}\n!") == ["***", long, "!"]
    assert found(long, long) == []


def test_the_same_text_is_prepared_once() -> None:
    assert word_list("casino\npoker") is word_list("".join(["casino", "\n", "poker"]))


LINE = st.lists(st.sampled_from(["a", "b", "ab", "abc", "é", "c"]), min_size=1, max_size=3)
LINES = st.lists(st.tuples(LINE, st.booleans()), max_size=8)
TEXT = st.lists(st.sampled_from(["a", "b", "ab", "abc", "abcd", "É", "e", "c", "d"]), max_size=30)


def naive(lines: list[str], said: list[str]) -> set[tuple[str, ...]]:
    """Return what is found, as folded words with "*" after a beginning, by looking everywhere."""
    hits = set()
    for line in lines:
        words = tokens(line)
        for at in range(len(said) - len(words) + 1):
            *before, last = said[at : at + len(words)]
            is_last = last.startswith(words[-1]) if line.endswith("*") else last == words[-1]
            if before == words[:-1] and is_last:
                hits.add((*words, "*" if line.endswith("*") else ""))
    # of two beginnings the shorter is enough
    return {hit for hit in hits if not any(is_beginning(other, hit) for other in hits)}


def is_beginning(short: tuple[str, ...], hit: tuple[str, ...]) -> bool:
    return (
        short != hit
        and short[-1] == hit[-1] == "*"
        and short[:-2] == hit[:-2]
        and hit[-2].startswith(short[-2])
    )


@TRIED
@given(lines=LINES, text=TEXT)
def test_a_list_finds_what_looking_everywhere_finds(
    lines: list[tuple[list[str], bool]], text: list[str]
) -> None:
    written = [" ".join(words) + ("*" if is_stem else "") for words, is_stem in lines]
    said = tokens(" ".join(text))
    ours = {(*tokens(line), "*" if line.endswith("*") else "") for line in
            WordList("\n".join(written)).find(said)}  # fmt: skip
    assert ours == naive(written, said)


@TRIED
@given(text=st.text(max_size=60), line=st.text(max_size=20))
def test_any_text_can_be_a_list_and_be_looked_through(text: str, line: str) -> None:
    assert set(found(line, text)) <= set(map(str.strip, line.splitlines()))


def steps(lines: str, text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how often a node is asked for what follows, which is where the time goes."""
    count: Counter[str] = Counter()

    class Counted(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            count["next"] += 1
            return super().get(key, default)

    real = subject._Node.stem_of

    def stem_of(node: subject._Node, word: str) -> str:
        count["stem"] += 1
        return real(node, word)

    words = WordList(lines)
    nodes = [words._root]
    for node in nodes:
        nodes += node.next.values()
        node.next = Counted(node.next)
    monkeypatch.setattr(subject._Node, "stem_of", stem_of)
    words.find(tokens(text))
    monkeypatch.undo()
    return count.total()


def test_the_steps_grow_with_the_text_and_not_with_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = " ".join(f"word{n} begins a phrase" for n in range(200))
    short = "\n".join(f"begins a {n}\nstem{n}*" for n in range(10))
    long = "\n".join(f"begins a {n}\nstem{n}*" for n in range(5000))
    at_first = steps(short, text, monkeypatch)
    assert at_first > 200
    assert steps(long, text, monkeypatch) == at_first
    assert steps(short, f"{text} {text}", monkeypatch) <= 2 * at_first


def test_a_phrase_that_nearly_fits_everywhere_costs_its_length_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phrase = " ".join(["a"] * (MOST_WORDS - 1) + ["b"])
    assert steps(phrase, "a " * 5000, monkeypatch) <= 5000 * MOST_WORDS
