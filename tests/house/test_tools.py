"""What runs the tests, and what makes the large export, do what they say."""

import io
import os
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.make_wxr import write_wxr
from tools import check
from tools.check import Outcome, Part, counted, run, run_stage, table

WP = "{http://wordpress.org/export/1.2/}"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(("ci", "word"), [(True, "failed"), (False, "not run")])
def test_a_part_that_cannot_run_fails_in_ci_and_is_named_elsewhere(
    ci: bool, word: str, tmp_path: Path, monkeypatch, capsys
):
    monkeypatch.setattr(check, "CI", ci)
    part = Part("browser", python("raise SystemExit"), missing=lambda: "Chromium is missing.")
    outcome = run(part, str(tmp_path))
    assert (outcome.word, outcome.is_good) == (word, not ci)
    assert "Chromium is missing." in capsys.readouterr().out


@pytest.mark.parametrize(("code", "word"), [(0, "ok"), (1, "failed")])
def test_a_part_is_as_good_as_its_exit_code(code: int, word: str, tmp_path: Path):
    outcome = run(Part("part", python(f"raise SystemExit({code})")), str(tmp_path))
    assert outcome.word == word


def test_parts_side_by_side_are_told_one_after_the_other(tmp_path: Path, capfd):
    # given a pipe, which opens when one reads and another writes
    os.mkfifo(pipe := tmp_path / "pipe")
    write, read = f"print('w', file=open({str(pipe)!r}, 'w'))", f"print(open({str(pipe)!r}).read())"
    parts = [Part("first", python(write)), Part("second", python(read))]
    outcomes = list(run_stage(parts, str(tmp_path)))
    assert [(outcome.name, outcome.word) for outcome in outcomes] == [
        ("first", "ok"), ("second", "ok"),
    ]  # fmt: skip
    assert capfd.readouterr().out.split() == [
        "──", "first", "──", "──", "second", "──", "w",
    ]  # fmt: skip


def test_a_part_does_not_see_a_developers_own_publication(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("CHRONIQUE_DATABASE", "postgresql://somewhere/mine")
    code = "import os; assert 'CHRONIQUE_DATABASE' not in os.environ"
    assert run(Part("part", python(code)), str(tmp_path)).word == "ok"


def test_tests_are_counted_and_a_suite_without_any_has_failed(tmp_path: Path):
    (tmp_path / "test_one.py").write_text("def test_one(): pass\ndef test_two(): assert 0\n")
    suite = Part(
        "suite",
        [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, str(tmp_path)],
        environment={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    both = run(suite, str(tmp_path))
    assert (both.word, both.passed, both.failed) == ("failed", 1, 1)
    none = run(replace(suite, command=[*suite.command, "-k", "nothing"]), str(tmp_path))
    assert (none.word, none.passed) == ("failed", 0)


def test_a_suite_that_did_not_begin_counts_nothing(tmp_path: Path):
    assert counted(tmp_path / "missing.xml") == (0, 0, 0)


def test_the_table_tells_each_part_on_a_line():
    outcomes = [Outcome("types", "ok", 12.34), Outcome("tests", "failed", 60, 8, 1, 2)]
    assert [line.split() for line in table(outcomes).splitlines()] == [
        ["types", "ok", "12.3", "s"],
        ["tests", "failed", "60.0", "s", "8", "passed,", "1", "failed,", "2", "skipped"],
    ]


def export(**counts: int) -> str:
    out = io.StringIO()
    write_wxr(out, **counts)
    return out.getvalue()


def threads(item: ET.Element) -> Iterator[tuple[int, int]]:
    for comment in item.iter(f"{WP}comment"):
        number, parent = comment.find(f"{WP}comment_id"), comment.find(f"{WP}comment_parent")
        assert number is not None and parent is not None
        yield int(number.text or 0), int(parent.text or 0)


def test_the_generated_export_has_what_was_ordered_and_its_threads_hold():
    items = ET.fromstring(export(articles=40, comments=300)).findall(".//item")
    found = [dict(threads(item)) for item in items]
    assert (len(items), sum(map(len, found))) == (40, 300)
    # each answer has its parent, written before it, under the same article
    answers = [
        (number, parent, family) for family in found for number, parent in family.items() if parent
    ]
    assert answers
    assert all(parent in family and parent < number for number, parent, family in answers)


def test_the_generated_export_is_the_same_on_every_machine():
    assert export(articles=5, comments=20) == export(articles=5, comments=20)
