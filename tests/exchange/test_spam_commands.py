"""`chronique train_spam` and `explain_spam`: the site's filter from the command line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from chronique.comments.teaching import what_is_learned
from chronique.spam.models import Learned, LessonRow, StandingRow
from chronique.spam.opinion import opinion
from chronique.spam.submissions import Submission
from tests.factories import make_article, make_comment, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
POND = "Our koi are fed with algae from the northern ponds, ask for the autumn list."
SPAM = {"id": 1, "text": POND, "author": "Koi", "url": "https://pond.example/", "label": 1}
HONEST = {"id": 2, "text": "The second table leaves out the harbour dues.", "label": 0}


def run(name: str, *words: Any, **options: Any) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command(name, *words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, [SPAM, HONEST])) + "\n\n")
    return path


def likely() -> float:
    said = Submission(POND, author_name="Koi", author_url="https://pond.example/")
    return opinion(said, what_is_learned(the_site().pk, said)).probability


def test_labelled_lines_teach_the_filter_and_once(rows: Path):
    before = likely()
    assert run("train_spam", str(rows)) == "Learned from 2 lines.\n"
    after = likely()
    assert after > max(0.5, before)
    run("train_spam", str(rows))
    assert likely() == after
    assert (Learned.objects.get().honest, Learned.objects.get().spam) == (1, 1)


def test_a_line_that_says_otherwise_replaces_what_was_learned(rows: Path):
    run("train_spam", str(rows))
    rows.write_text(json.dumps(SPAM | {"label": 0}))
    run("train_spam", str(rows))
    assert likely() < 0.5


def test_what_was_learned_is_saved_and_loaded(rows: Path, tmp_path: Path):
    run("train_spam", str(rows))
    saved, learned = tmp_path / "learned.json", likely()
    run("train_spam", save=saved)
    assert saved.stat().st_mode & 0o777 == 0o600
    assert "All that was learned is forgotten." in run("train_spam", forget=True)
    assert not StandingRow.objects.exists() and not LessonRow.objects.exists()
    assert likely() < learned
    assert "of 2 comments is in place" in run("train_spam", load=saved)
    assert likely() == learned
    again = tmp_path / "again.json"
    run("train_spam", save=again)
    assert again.read_text() == saved.read_text()


def damaged() -> list[str]:
    whole = {
        "format": "chronique-learned-1", "key": "00" * 32, "weights": "eJwDAAAAAAE=",
        "losses": [1, 2, 3, 4], "honest": 1, "spam": 1, "standings": [["0" * 32, 1, 0]],
    }  # fmt: skip
    changes: list[dict[str, Any]] = [
        {"format": "x"}, {"key": "zz"}, {"weights": "####"}, {"weights": "AAAA"},
        {"losses": [1]}, {"losses": [1, 2, 3, "4"]}, {"honest": -1}, {"spam": 1e9},
        {"standings": [["0" * 32, -1, 0]]}, {"standings": [["g" * 32, 1, 0]]},
        {"standings": [["0" * 32, 1, 0]] * 2}, {"standings": 3}, {"standings": [7]},
    ]  # fmt: skip
    broken = [json.dumps(whole | change) for change in changes]
    del whole["spam"]
    return [*broken, json.dumps(whole), "", "[]", "[" * 100_000, "\0"]


@pytest.mark.parametrize("content", damaged())
def test_a_damaged_file_is_refused_and_nothing_is_lost(content: str, rows: Path, tmp_path: Path):
    run("train_spam", str(rows))
    before = likely()
    path = tmp_path / "damaged.json"
    path.write_text(content)
    with pytest.raises(CommandError, match=r"The file does not hold what a filter has learned\."):
        run("train_spam", load=path)
    assert likely() == before


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "x"}, "Line 1 does not say whether it is spam"),
        ({"text": "x", "label": 2}, "“label” is neither 0"),
        ({"text": "x", "label": "spam"}, "“label” is neither 0"),
        ({"text": 1, "label": 1}, "“text” is no text"),
    ],
)
def test_a_line_that_is_no_lesson_is_named(given: dict[str, Any], sentence: str, rows: Path):
    rows.write_text(json.dumps(given))
    with pytest.raises(CommandError, match=sentence):
        run("train_spam", str(rows))


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path):
    with pytest.raises(CommandError, match="Say what to do"):
        run("train_spam")
    with pytest.raises(CommandError, match=r"nowhere\.jsonl: No such file"):
        run("train_spam", str(tmp_path / "nowhere.jsonl"))
    with pytest.raises(CommandError, match="Nothing was learned yet"):
        run("train_spam", save=tmp_path / "x.json")
    with pytest.raises(CommandError, match="There is no comment 77"):
        run("explain_spam", "77")
    with pytest.raises(CommandError, match="Say which comment"):
        run("explain_spam")


def test_a_comment_is_explained_with_what_was_learned_here(rows: Path):
    run("train_spam", str(rows))
    article = make_article(language="en")
    comment = make_comment(article, POND, author_name="Koi", author_url="https://pond.example/")
    first, *others = run("explain_spam", str(comment.pk)).splitlines()
    assert first.startswith("It reads like spam: ")
    assert any("The very same text was refused here 1 time." in line for line in others)
    assert all(line.lstrip()[0].isdigit() and "%  " in line for line in others)


def test_words_are_explained_without_a_comment():
    told = run("explain_spam", text="Best casino bonus at https://win-casino.top", lang="en")
    assert "It speaks of what spam sells: betting." in told
