"""What was forgotten is known to all, whatever breaks; or nothing kept is right."""

import os
from pathlib import Path
from shutil import copytree, rmtree
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronique.store import known, record
from chronique.store.known import EVERYTHING, Known, Untrue
from chronique.store.record import Record
from chronique.store.watching import watch
from tests.store.given import begun
from tests.store.processes import other

TAG = st.text(alphabet="abc:-é1", min_size=1, max_size=8)


def test_a_page_is_right_until_one_of_its_tags_is_forgotten(tmp_path: Path):
    record = Record(tmp_path)
    page, other_page = begun(record, tags=["a", "b"]), begun(record, tags=["c"])
    assert record.is_right(page)
    record.note(["b"])
    assert not record.is_right(page) and record.may_be_shown(page)
    assert record.is_right(other_page)
    assert record.is_right(begun(record, tags=["a", "b"]))


def test_what_is_forgotten_entirely_is_not_shown_any_more(tmp_path: Path):
    record = Record(tmp_path)
    page = begun(record, tags=["a"])
    record.note(["a"], entirely=True)
    record.note(["a"])
    assert not record.may_be_shown(page)
    assert record.is_right(begun(record, tags=["a"]))


def test_everything_stands_for_all_pages(tmp_path: Path):
    record = Record(tmp_path)
    page = begun(record, tags=["a"])
    record.note([EVERYTHING], entirely=True)
    assert not record.is_right(page) and not record.may_be_shown(page)


def test_a_change_is_noted_once(tmp_path: Path):
    record = Record(tmp_path)
    assert not record.knows(7)
    record.note(["a"], number=7)
    page = begun(record, tags=["a"])
    record.note(["a"], number=7)
    assert record.knows(7) and record.is_right(page)
    assert Record(tmp_path).knows(7)


@pytest.mark.parametrize("tag", ["", " ", "a b", "a\n", "\t", "a\u2028b"])
def test_what_is_no_word_is_no_tag(tmp_path: Path, tag):
    with pytest.raises(ValueError, match="no tags"):
        Record(tmp_path).note(["a", tag])


@given(st.lists(st.tuples(st.lists(TAG, max_size=3), st.booleans(), st.integers(0, 9))))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whoever_reads_later_knows_the_same(tmp_path: Path, changes):
    writer, reader = Record(tmp_path), Record(tmp_path)
    pages = []
    for tags, entirely, number in changes:
        pages.append(begun(writer, tags=tags or ["a"]))
        writer.note(tags, entirely=entirely, number=number)
    short = Known()
    short.read(writer.known.shortened(writer.tick))
    for page in pages:
        for late in (reader, Record(tmp_path)):
            assert late.is_right(page) is writer.is_right(page)
            assert late.may_be_shown(page) is writer.may_be_shown(page)
        assert short.is_right(page.tags, page.stamp) is writer.is_right(page)
        assert short.may_be_shown(page.tags, page.stamp) is writer.may_be_shown(page)
    for number in range(1, 10):
        assert short.knows(number) is reader.knows(number) is writer.knows(number)


@given(st.integers(0, 10_000), st.integers(1, 255))
@settings(max_examples=100)
def test_no_altered_byte_is_taken_for_a_change(place, mask):
    known, data = Known(), b""
    for text in ("record name 1", "2 0 - a", "3 7 ! b c", "4 0 - d"):
        data += known.line(text)
        known.read(data[known.size :])
    altered = bytearray(data)
    altered[place % len(data)] ^= mask
    found = Known()
    try:
        found.read(bytes(altered))
    except Untrue:
        return
    assert found.last < known.last


def test_a_line_that_was_begun_by_somebody_killed_is_written_over(tmp_path: Path):
    # given one who was killed in the middle of a line, and one who has read up to there
    record = Record(tmp_path)
    page, later = begun(record, tags=["article:5"]), begun(record, tags=["b"])
    next_tick = record.tick + 1
    for number, part in enumerate(("1", f"{next_tick} 9 ! artic", f"{next_tick} 9 - a 0000"), 20):
        with open(tmp_path / "forgotten", "ab") as file:
            file.write(part.encode())
        # when others go on
        Record(tmp_path).note(["b"], number=number)
        # then nobody takes the half for a whole
        assert not record.is_right(later) and record.is_right(page)
        assert record.knows(number) and not record.knows(9)
        later = begun(record, tags=["b"])
        assert record.is_right(later)


def test_a_whole_line_of_somebody_killed_before_its_tick_counts(tmp_path: Path):
    record = Record(tmp_path)
    page, stayed = begun(record, tags=["a"]), begun(record, tags=["c"])
    with open(tmp_path / "forgotten", "ab") as file:
        file.write(record.known.line(f"{record.tick + 1} 5 - a"))
    Record(tmp_path).note(["b"], number=6)
    assert not record.is_right(page) and record.is_right(stayed)
    assert record.knows(5) and record.knows(6)


@pytest.mark.parametrize("what", ["cut", "emptied", "altered", "gone", "replaced", "folder"])
def test_where_the_record_is_not_what_was_written_nothing_is_right(tmp_path: Path, what):
    folder = tmp_path / "pages"
    record = Record(folder)
    for number in range(1, 20):
        record.note([f"a{number}"], number=number)
    page = begun(record, tags=["b"])
    assert record.is_right(page)
    path = folder / "forgotten"
    {
        "cut": lambda: os.truncate(path, path.stat().st_size - 30),
        "emptied": lambda: os.truncate(path, 0),
        "altered": lambda: path.write_bytes(path.read_bytes().replace(b" a7 ", b" a8 ")),
        "gone": path.unlink,
        "replaced": lambda: path.write_bytes(b"record other 5 00000000\n" * 100),
        "folder": lambda: rmtree(folder),
    }[what]()
    # a process that starts now does not trust it, and the old one hears of that
    late = Record(folder)
    record.mend()
    assert not late.is_right(page) and not record.is_right(page)
    assert not record.may_be_shown(page)
    # from then on all goes on
    again = begun(late, tags=["b"])
    assert record.is_right(again) and record.name
    record.note(["b"], number=50)
    assert not late.is_right(again) and late.knows(50)


def test_ticks_go_on_where_all_was_lost(tmp_path: Path):
    """What a process looked at by the old ticks is not taken to be right by the new ones."""
    record = Record(tmp_path / "pages")
    record.note(["a"])
    before = record.tick
    rmtree(tmp_path / "pages")
    record.mend()
    assert record.tick > before


def test_a_process_hears_of_a_record_that_others_began_in_place_of_its_own(tmp_path: Path):
    # given a process that gives pages from memory, without a look at the disk
    here = Record(tmp_path / "pages")
    watching = watch(here, pause=0.01)
    page = begun(here)
    rmtree(tmp_path / "pages")
    # when another begins anew, and goes on
    late, before = Record(tmp_path / "pages"), here.tick
    late.note(["article:1"], number=3)
    # then it is heard of
    limit = monotonic() + 30
    while here.tick == before:
        assert monotonic() < limit
    assert here.knows(3) and not here.is_right(page)
    # and nobody watches what nobody uses
    del here
    watching.join(30)
    assert not watching.is_alive()


def test_who_notices_first_that_the_folder_was_deleted_tells_the_others(tmp_path: Path):
    one, another = Record(tmp_path / "pages"), Record(tmp_path / "pages")
    page, before = begun(one), one.tick
    rmtree(tmp_path / "pages")
    another.note(["article:1"], number=3)
    # without a look at the disk
    assert one.tick != before and not one.is_right(page) and one.knows(3)


def test_a_page_is_not_right_that_was_begun_by_the_record_before(tmp_path: Path):
    record = Record(tmp_path)
    page = begun(record, tags=["a"])
    record.note(["a"])
    (tmp_path / "forgotten").unlink()
    record.mend()
    assert not record.is_right(page)
    assert begun(record).record != page.record


def test_a_program_that_makes_other_pages_trusts_none_of_these(tmp_path: Path):
    old, new = Record(tmp_path, made_by="one"), Record(tmp_path, made_by="two")
    page = begun(old)
    assert old.is_right(page) and not new.is_right(page) and not new.may_be_shown(page)
    new.note(["article:1"], number=3)
    assert old.knows(3) and not old.is_right(page)


def test_a_long_record_is_shortened_while_others_read(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(record, "LONGEST", 20_000)
    writer, reader = Record(tmp_path), Record(tmp_path)
    old = begun(writer, tags=["a1"])
    for number in range(1, 1_500):
        writer.note([f"a{number % 50}"], number=number, entirely=number % 50 == 1)
        if number == 700:
            middle = begun(writer, tags=["a1", "b"])
    stayed = begun(writer, tags=["a1"])
    size = (tmp_path / "forgotten").stat().st_size
    writer.mend()
    assert (tmp_path / "forgotten").stat().st_size < size / 3
    for one in (writer, reader, Record(tmp_path)):
        assert not one.is_right(old) and not one.may_be_shown(middle)
        assert one.is_right(stayed)
        assert one.knows(1) and one.knows(1_499) and not one.knows(1_500)
    reader.note(["a1"])
    assert not writer.is_right(stayed)


def test_more_tags_and_numbers_than_can_be_told_apart_are_forgotten_together(monkeypatch):
    monkeypatch.setattr(known, "TAGS", 10)
    monkeypatch.setattr(known, "NUMBERS", 10)
    long = Known()
    long.read(long.line("record name 1"))
    for number in range(2, 102):
        long.read(long.line(f"{number} {number} - a{number}"))
    short = Known()
    short.read(long.shortened(102))
    for one in (long, short):
        # the newest are known by their names, older pages are made anew, whatever they show
        assert one.is_right(["b"], 101) and not one.is_right(["a101"], 100)
        assert not one.is_right(["a5"], 3)
        assert one.knows(101) and one.knows(5) and not one.knows(102)
    assert not short.is_right(["b"], 50)
    assert len(long.shortened(102).splitlines()) <= 12


def test_a_home_that_was_copied_while_it_ran_is_read_or_begun_anew(tmp_path: Path):
    record = Record(tmp_path / "one")
    record.note(["a"], number=1)
    page = begun(record, tags=["b"])
    copytree(tmp_path / "one", tmp_path / "two")
    copied = Record(tmp_path / "two")
    assert copied.is_right(page)
    record.note(["b"])
    assert copied.is_right(page)
    # the tick was copied after the file
    (tmp_path / "two" / "forgotten.now").write_bytes(
        (tmp_path / "one" / "forgotten.now").read_bytes()
    )
    assert not Record(tmp_path / "two").is_right(page)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path):
    # a file stands where the folder should be: not even root can write there
    (tmp_path / "pages").write_text("")
    record = Record(tmp_path / "pages")
    assert record.name == ""
    assert not record.is_right(begun(record)) and not record.may_be_shown(begun(record))
    record.note(["a"], number=4)
    record.mend()
    assert not record.knows(4)
    (tmp_path / "pages").unlink()
    record.mend()
    assert record.is_right(begun(record))


def test_what_cannot_be_noted_makes_nothing_right_anywhere(tmp_path: Path):
    here = Record(tmp_path)
    page = begun(here, tags=["b"])
    code = """
record = Record(folder)
no_room()
record.note(["a"], number=3)
page = begun(record, "b")
say(record.name, record.is_right(page))
sys.stdin.readline()
room()
record.mend()
say(record.is_right(begun(record, "b")))
"""
    with other(code, tmp_path) as full:
        # the disk is full over there: no page is right there, nor here
        assert full.hear() == ["", False]
        assert here.now[1] == 0
        # here there is room; but what was kept before is not known to be right
        assert not here.is_right(page) and here.is_right(begun(here, tags=["b"]))
        full.tell("go on")
        assert full.hear() == [True]


def test_a_full_disk_at_the_start_is_no_end(tmp_path: Path):
    code = """
no_room()
record = Record(folder / "new")
say(record.name, record.is_right(begun(record)))
room()
record.mend()
say(record.is_right(begun(record)))
"""
    with other(code, tmp_path) as full:
        assert full.hear_all() == [["", False], [True]]


def test_the_bounds_are_those_that_are_told():
    assert known.NUMBERS * 20 + known.TAGS * 40 * 2 < record.LONGEST
