"""The report of an import accounts for everything, and can be read by a person and by a machine."""

import json

from hypothesis import given
from hypothesis import strategies as st

from chronique.exchange.report import MOST_SHOWN, Report


def test_a_report_in_json_is_exactly_what_the_documentation_says():
    report = Report()
    report.found("article", 2)
    report.found("comment")
    report.imported("article")
    report.skipped("article", "7", "Draft", "It has no date.")
    report.imported("comment")
    report.unchanged("comment")
    report.changed("comment", "3", "Ann", "A control character was taken out.")
    assert json.loads(json.dumps(report.as_json())) == {
        "found": {"article": 2, "comment": 1},
        "imported": {"article": 1, "comment": 1},
        "unchanged": {"article": 0, "comment": 1},
        "changed": [
            {
                "kind": "comment",
                "id": "3",
                "title": "Ann",
                "reason": "A control character was taken out.",
            }
        ],
        "skipped": [{"kind": "article", "id": "7", "title": "Draft", "reason": "It has no date."}],
    }
    assert report.balanced()


def test_a_report_for_a_person_groups_what_is_alike():
    report = Report()
    report.found("article", 3)
    report.imported("article", 2)
    report.skipped("article", "", "", "It has no number.")
    report.found("revision", 12)
    for number in range(12):
        report.skipped("revision", str(number), f"Old {number}", "It is an earlier version.")
    report.changed("article", "1", "One", "1 control character was taken out (line 9).")
    report.changed("article", "2", "Two", "1 control character was taken out (line 31).")
    assert report.as_text() == (
        "          found  imported  left out\n"
        "article       3         2         1\n"
        "revision     12         0        12\n"
        "\n"
        "Changed on the way in (2)\n"
        "  article:\n"
        "    “One” (number 1): 1 control character was taken out (line 9).\n"
        "    “Two” (number 2): 1 control character was taken out (line 31).\n"
        "\n"
        "Left out (13)\n"
        "  article: It has no number.\n"
        "    without a number\n"
        "  revision: It is an earlier version.\n"
        "    “Old 0” (number 0)\n"
        "    “Old 1” (number 1)\n"
        "    “Old 2” (number 2)\n"
        "    “Old 3” (number 3)\n"
        "    “Old 4” (number 4)\n"
        "    and 7 more, see --report\n"
    )


def test_what_was_here_already_is_counted_where_there_is_any():
    report = Report()
    report.found("article", 3)
    report.imported("article", 2)
    report.skipped("article", "7", "Draft", "It has no date.")
    report.unchanged("article")
    assert report.as_text().startswith(
        "         found  imported  already here, unchanged  left out\n"
        "article      3         2                        1         1\n"
    )
    assert report.balanced()


def test_an_empty_report_says_so():
    assert Report().as_text() == "Nothing was found to import.\n"


def test_a_kind_that_does_not_add_up_is_named():
    report = Report()
    report.found("article", 2)
    report.imported("article")
    report.found("comment")
    report.skipped("comment", "1", "", "It is empty.")
    report.imported("picture")
    assert report.unbalanced() == ["article", "picture"]
    assert not report.balanced()


def test_words_of_the_file_cannot_move_the_terminals_cursor():
    report = Report()
    report.skipped("article\x1b[2J", "1\r", "Title\x1b[31m\nand more\u202e", "Why\x07.")
    text = report.as_text()
    assert not set("\x1b\r\x07\u202e") & set(text)
    assert "“Title [31m and more” (number 1)" in text


def test_a_long_title_is_cut_in_words_and_whole_in_json():
    report = Report()
    report.skipped("article", "1", "x" * 500, "Why.")
    assert f"“{'x' * 60}…”" in report.as_text()
    assert report.as_json()["skipped"] == [
        {"kind": "article", "id": "1", "title": "x" * 500, "reason": "Why."}
    ]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("PQ"), st.text(max_size=9))))
def test_every_remark_is_in_json_and_each_reason_in_words(remarks):
    report = Report()
    for kind, reason, title in remarks:
        report.found(kind)
        report.skipped(kind, "1", title, f"{reason}.")
    skipped = report.as_json()["skipped"]
    assert isinstance(skipped, list)
    assert [(row["kind"], row["title"]) for row in skipped] == [(k, t) for k, _, t in remarks]
    assert report.balanced()
    lines = report.as_text().splitlines()
    for kind, reason, _ in remarks:
        assert f"  {kind}: {reason}." in lines
    assert sum("number 1" in line for line in lines) <= MOST_SHOWN * 6
