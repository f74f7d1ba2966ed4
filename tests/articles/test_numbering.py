"""Notes and sources have one series of numbers, in order of appearance."""

from collections.abc import Iterator
from typing import Any

import pytest

from chronique.articles import references
from chronique.articles.body import render_body, render_pieces
from chronique.articles.shelf import Shelf, Wanted
from tests.factories import paragraph


class Letters:
    """Things whose names are letters, cited by number."""

    name = "letter"

    def fetch(self, ids: set[str]) -> dict[str, str]:
        return {one: one.upper() for one in ids if one != "z"}

    def names(self, ids: set[str]) -> list[str]:
        return [f"letter:{one}" for one in ids]

    def render(self, thing: Any, words: str, language: str) -> str:
        return words

    def render_alone(self, thing: Any, words: str, language: str) -> str:
        return words

    def note(self, thing: Any, language: str) -> str:
        return f"About {thing}"


@pytest.fixture(autouse=True)
def _letters() -> Iterator[None]:
    references.register_noted(Letters())
    yield
    references.forget_kind("letter")


def cite(name: str, words: str = "so it is") -> str:
    return f'<a linktype="letter" id="{name}">{words}</a>'


def rendered(*raw):
    return render_body(raw, language="en", shelf=Shelf(Wanted().look(raw)))


def told(body):
    return [(note.number, note.html, note.references) for note in body.notes]


def test_notes_and_sources_are_counted_together():
    body = rendered(paragraph(f"<p>One[^1], {cite('a')}, two[^2].</p>", ["<p>I</p>", "<p>II</p>"]))
    assert told(body) == [(1, "I", 1), (2, "About A", 1), (3, "II", 1)]
    assert body.sources == ["A"]
    assert 'so it is<sup class="note-ref"><a href="#note-2" id="note-ref-2"' in body.html
    assert "linktype" not in body.html


def test_a_source_that_is_cited_again_keeps_its_number():
    quotation = {"type": "quotation", "value": {"text": f"<p>{cite('a')}</p>"}}
    body = rendered(paragraph(f"<p>{cite('a')} {cite('b')}</p>"), quotation)
    assert told(body) == [(1, "About A", 2), (2, "About B", 1)]
    assert body.notes[0].places == ["note-ref-1", "note-ref-1-2"]
    assert all(f'id="{place}"' in body.html for place in body.notes[0].places)


def test_a_source_that_a_note_cites_comes_after_the_notes_of_the_paragraph():
    body = rendered(paragraph("<p>One[^1], two[^2].</p>", [f"<p>{cite('a')}</p>", "<p>II</p>"]))
    assert [number for number, _, _ in told(body)] == [1, 2, 3]
    assert 'href="#note-3"' in body.notes[0].html
    assert body.notes[2].html == "About A"


def test_a_note_within_the_cited_words_comes_first():
    body = rendered(paragraph(f"<p>{cite('a', 'so[^1] it is')}.</p>", ["<p>I</p>"]))
    assert told(body) == [(1, "I", 1), (2, "About A", 1)]


def test_of_what_is_not_there_only_the_words_are_shown():
    body = rendered(paragraph(f"<p>{cite('z')}.</p>"))
    assert (body.html, body.notes) == ("<p>so it is.</p>", [])


def test_in_a_letter_a_source_stands_below_the_first_that_cites_it():
    raw = [paragraph(f"<p>{cite('a')}</p>"), paragraph(f"<p>{cite('a')} {cite('b')}</p>")]
    pieces = render_pieces(
        raw, language="en", shelf=Shelf(Wanted().look(raw)), folder="newsletter/letter/blocks"
    )
    assert [[note.html for note in piece.notes] for piece in pieces] == [["About A"], ["About B"]]


def test_what_several_articles_point_at_is_fetched_for_all():
    wanted = Wanted()
    for name in ("a", "b", "a"):
        wanted.look([paragraph(f"<p>{cite(name)}</p>")])
    assert wanted.others == {"letter": ["a", "b"]}
