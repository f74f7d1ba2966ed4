"""Kept pages get their smallest form in quiet hours, and make room when there are too many."""

import fcntl
import os
import time
from pathlib import Path

import brotli
import pytest

from chronique.store.folder import Kept, heads, kept
from chronique.store.page import Damaged, Head, read
from chronique.store.pages import Pages
from chronique.store.record import Record
from chronique.store.upkeep import clear, pack, sweep

WEEK = 7 * 86_400
PLAIN = "".join(f"<p>Tide {number} of the year.</p>" for number in range(400)).encode()


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "pages", Record(tmp_path / "pages"))


def keep(pages: Pages, path: str, *, age: float = 60, tag: str = "article:1") -> Path:
    """Keep a page as if it was made so many seconds ago; return its file."""
    address = f"localhost:8000{path}"
    pages.keep(
        Head(
            address=address, status="200 OK", headers=[("Content-Type", "text/html")],
            tags=[tag], record=pages.record.name, stamp=pages.record.tick, etag="", changed=1,
        ),
        PLAIN,
    )  # fmt: skip
    file = pages.file_of(address)
    os.utime(file, (time.time() - age, time.time() - age))
    return file


def test_a_page_that_has_settled_is_packed_once(pages: Pages):
    file, young = keep(pages, "/a/"), keep(pages, "/young/", age=1)
    before = read(file.read_bytes())
    assert pack(pages, seconds=60) == 1
    after = read(file.read_bytes())
    assert after.head.is_best
    assert len(after.bodies["br"]) < len(before.bodies["br"])
    assert brotli.decompress(after.bodies["br"]) == PLAIN == after.bodies[""]
    assert (after.head.etag, after.head.changed) == (before.head.etag, before.head.changed)
    assert not read(young.read_bytes()).head.is_best
    # then it is served, and nothing is left to do
    entry = Pages(pages.folder, pages.record).find("localhost:8000/a/")
    assert entry is not None
    assert pack(pages, seconds=60) == 0
    assert sorted(path.name for path in file.parent.iterdir()) == [file.name]


def test_a_server_that_holds_it_in_memory_goes_on(pages: Pages):
    file = keep(pages, "/a/")
    server = Pages(pages.folder, pages.record)
    entry = server.find("localhost:8000/a/")
    assert entry is not None
    first = server.answer(entry, "br").body
    assert pack(pages, seconds=60) == 1
    assert server.answer(entry, "br").body == first
    assert read(file.read_bytes()).head.is_best


def test_a_server_that_does_not_hold_all_of_it_reads_the_packed_one(pages: Pages):
    file = keep(pages, "/a/")
    server = Pages(pages.folder, pages.record)
    entry = server.find("localhost:8000/a/")
    assert entry is not None
    assert pack(pages, seconds=60) == 1
    # when it asks the file for a form, as the file was before
    with pytest.raises(Damaged):
        server.answer(entry, "br")
    # then nothing is lost: another page stands there
    assert server.remove(entry) is False
    packed = server.find("localhost:8000/a/")
    assert packed is not None
    assert server.answer(packed, "br").body == [read(file.read_bytes()).bodies["br"]]
    # and one that is cut short goes
    file.write_bytes(file.read_bytes()[:-9])
    assert (server.remove(packed), file.exists()) == (True, False)


def test_what_is_forgotten_or_being_made_is_left_alone(pages: Pages):
    forgotten, making = keep(pages, "/a/", tag="article:7"), keep(pages, "/b/")
    pages.record.note(["article:7"])
    with pages.making("localhost:8000/b/", patience=False):
        assert pack(pages, seconds=60) == 0
    assert not read(forgotten.read_bytes()).head.is_best
    assert not read(making.read_bytes()).head.is_best


def test_what_was_not_reached_in_time_comes_the_next_time(pages: Pages):
    found = [keep(pages, f"/{age}/", age=age) for age in (300, 200, 100)]
    assert pack(pages, seconds=0) == 0
    assert pack(pages, seconds=60) == 3
    assert all(read(file.read_bytes()).head.is_best for file in found)


def test_two_do_not_pack_at_once_and_no_folder_is_no_error(pages: Pages, tmp_path: Path):
    keep(pages, "/a/")
    with (pages.folder / "packed").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert pack(pages, seconds=60) == 0
    gone = Pages(tmp_path / "gone", Record(tmp_path / "gone"))
    for path in gone.folder.iterdir():
        path.unlink()
    gone.folder.rmdir()
    assert (pack(gone, seconds=60), sweep(gone)) == (0, 0)


def test_what_a_crash_left_is_swept_and_nothing_else(pages: Pages):
    file = keep(pages, "/a/")
    old, new = file.with_suffix(".7-8"), file.with_suffix(".9-8")
    record = pages.folder / "forgotten.12"
    for draft in (old, new, record):
        draft.touch()
    for draft in (old, record):
        os.utime(draft, (1, 1))
    os.utime(pages.folder / "forgotten", (1, 1))
    os.utime(pages.folder / "forgotten.now", (1, 1))
    assert sweep(pages) == 2
    assert file.exists() and new.exists() and pages.record.is_right(read(file.read_bytes()).head)
    assert (pages.folder / "forgotten").exists() and (pages.folder / "forgotten.now").exists()


def test_an_old_copy_that_nobody_reads_is_swept_and_a_right_one_stays(pages: Pages):
    stale, right = (
        keep(pages, "/a/", age=WEEK + 9, tag="article:7"),
        keep(pages, "/b/", age=WEEK + 9),
    )
    fresh = keep(pages, "/c/", age=WEEK - 999, tag="article:7")
    pages.record.note(["article:7"])
    assert sweep(pages) == 1
    assert (stale.exists(), right.exists(), fresh.exists()) == (False, True, True)


def test_a_folder_that_is_too_large_loses_what_was_used_least(pages: Pages):
    found = [keep(pages, f"/{age}/", age=age) for age in (500, 400, 300, 200)]
    # the oldest was read a moment ago
    os.utime(found[0], (time.time(), found[0].stat().st_mtime))
    size = kept(pages.folder).size
    assert kept(pages.folder).number == 4
    assert sweep(pages, largest=size) == 0
    assert sweep(pages, largest=size - 1, left=size // 2) == 2
    assert [file.exists() for file in found] == [True, False, False, True]
    assert kept(pages.folder) == Kept(2, size // 2)


def test_pages_that_are_not_whole_are_passed_over(pages: Pages):
    keep(pages, "/a/")
    keep(pages, "/d/").write_bytes(b"no page")
    assert [head.address for head in heads(pages.folder)] == ["localhost:8000/a/"]
    assert (pack(pages, seconds=60), kept(pages.folder).number) == (1, 2)
    assert (clear(pages), kept(pages.folder)) == (2, Kept(0, 0))
