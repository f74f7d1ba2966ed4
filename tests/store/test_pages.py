"""Kept pages on disk and in memory, and what may happen to both."""

import os
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from time import time

import pytest

from chronique.store import pages as module
from chronique.store.page import Damaged
from chronique.store.pages import Pages
from chronique.store.record import Record
from chronique.store.shelf import Entry
from tests.store.given import WORDS, begun
from tests.store.processes import other


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path, Record(tmp_path))


def keep(pages: Pages, address: str = "a", body: bytes = WORDS, **values: object) -> None:
    pages.keep(begun(pages.record, address, **values), body)


def found(pages: Pages, address: str = "a") -> Entry:
    entry = pages.find(address)
    assert entry
    return entry


def previous(pages: Pages) -> Entry:
    entry = pages.previous("a")
    assert entry
    return entry


def body_of(pages: Pages, address: str = "a", encoding: str = "") -> bytes | None:
    entry = pages.find(address)
    return b"".join(pages.answer(entry, encoding).body) if entry else None


def again(pages: Pages) -> Pages:
    """Return the same pages as another process sees them."""
    return Pages(pages.folder, Record(pages.folder))


@contextmanager
def no_room(size: int = 100) -> Iterator[None]:
    """No file may be longer than so many bytes: the disk is as good as full."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def test_a_page_is_found_again_in_memory_and_on_disk(pages: Pages):
    assert pages.find("a") is None
    keep(pages)
    assert body_of(pages) == body_of(again(pages)) == WORDS
    assert pages.find("b") is None


def test_memory_stays_within_its_bound_and_the_hot_stay_in_it(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(module, "MEMORY", 100_000)
    pages = Pages(tmp_path, Record(tmp_path))
    for number in range(100):
        keep(pages, f"a{number}", os.urandom(2_000))
        for encoding in ("", "br", "gzip"):
            pages.answer(found(pages, f"a{number}"), encoding)
        # one that is asked for all the time
        assert body_of(pages, "a0")
        large = pages._large
        assert large.bytes == sum(entry.size for entry in large.entries.values()) <= 100_000
    assert "a0" in pages.hot and "a1" not in pages.hot and len(pages.hot) > 10
    # what is in memory no more is on disk
    assert body_of(pages, "a1")


def test_what_nobody_needs_twice_is_in_a_memory_of_its_own(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(module, "SMALL_MEMORY", 50_000)
    pages = Pages(tmp_path, Record(tmp_path))
    keep(pages)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for number in range(1_000):
        keep(pages, f"made-up-{number}", b"<p>Nothing is here.</p>" * 20, status="404 Not Found")
    assert pages.find("made-up-999") and not pages.find("made-up-0")
    assert pages._small.bytes <= 50_000 and list(pages.hot) == ["a"]
    assert files == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_a_page_that_is_there_no_more_is_not_there_again_tomorrow(pages: Pages):
    keep(pages)
    elsewhere = again(pages)
    assert body_of(elsewhere)
    pages.record.note(["article:1"])
    keep(pages, status="410 Gone")
    assert pages.find("a").head.status == "410 Gone"
    assert elsewhere.find("a") is None and elsewhere.previous("a") is None


def test_what_another_process_found_is_there(pages: Pages):
    elsewhere = again(pages)
    keep(pages, status="404 Not Found")
    assert pages.find("a").head.status.startswith("404")
    keep(elsewhere)
    assert pages.find("a").head.status.startswith("200")


def test_a_forgotten_page_is_the_previous_one_until_it_is_made_anew(pages: Pages):
    keep(pages)
    pages.record.note(["article:1"])
    for one in (pages, again(pages)):
        assert one.find("a") is None
        assert b"".join(one.answer(previous(one), "").body) == WORDS
    keep(pages, body=b"new")
    assert body_of(pages) == b"new"
    pages.record.note(["article:1"], entirely=True)
    assert pages.previous("a") is None


def test_a_page_whose_time_is_over_is_found_when_another_made_it_anew(pages: Pages):
    keep(pages, until=time() + 3600)
    elsewhere = again(pages)
    assert body_of(elsewhere) == WORDS
    for one in (pages, elsewhere):
        one.hot["a"].until = time() - 1
    keep(pages, body=b"new", until=time() + 3600)
    assert body_of(elsewhere) == b"new"
    keep(pages, body=b"newer", until=time() - 1)
    assert pages.find("a") is None and again(pages).find("a") is None


def test_a_change_has_a_second_of_its_own(pages: Pages):
    keep(pages, changed=1_000)
    keep(pages, body=b"b", changed=1_000)
    assert pages.find("a").head.changed == 1_001
    keep(pages, body=b"b", changed=2_000)
    assert pages.find("a").head.changed == 1_001


def test_nothing_is_said_to_have_changed_in_the_future(pages: Pages):
    keep(pages, changed=int(time()) + 100)
    answer = pages.answer(found(pages), "")
    assert "Last-Modified" not in dict(answer.headers)
    keep(pages, "b", changed=1_000)
    assert dict(pages.answer(found(pages, "b"), "").headers)["Last-Modified"].startswith("Thu, 01")


@pytest.mark.parametrize("size", [0, 10, 70, 300, 600, -1])
@pytest.mark.parametrize("encoding", ["", "br", "gzip", "zstd"])
def test_a_file_that_was_cut_gives_no_half_of_a_page(pages: Pages, size, encoding):
    keep(pages)
    whole = body_of(again(pages), encoding=encoding)
    path = pages.file_of("a")
    os.truncate(path, size if size >= 0 else path.stat().st_size - 1)
    late = again(pages)
    try:
        assert body_of(late, encoding=encoding) in (None, whole)
    except Damaged:
        late.remove(found(late))
        assert not path.exists()
    keep(late)
    assert body_of(again(pages), encoding=encoding) == whole


def test_who_finds_damage_does_not_remove_what_was_made_meanwhile(pages: Pages):
    keep(pages)
    late = again(pages)
    entry = found(late)
    pages.record.note(["article:1"])
    keep(pages, body=b"new" * 300)
    with pytest.raises(Damaged):
        late.answer(entry, "")
    late.remove(entry)
    assert body_of(late) == b"new" * 300


def test_a_file_in_the_place_of_another_is_not_given(pages: Pages):
    keep(pages)
    keep(pages, "b", b"other")
    pages.file_of("b").replace(pages.file_of("a"))
    assert again(pages).find("a") is None


def test_the_folder_may_be_deleted_under_the_running_program(pages: Pages):
    keep(pages)
    rmtree(pages.folder)
    with pages.making("b", patience=True) as is_ours:
        assert is_ours
    pages.record.mend()
    assert pages.find("a") is None
    keep(pages)
    assert body_of(again(pages)) == WORDS


def test_on_a_full_disk_pages_are_kept_in_memory(pages: Pages, caplog):
    keep(pages)
    pages.record.note(["article:1"])
    with no_room():
        keep(pages, body=b"new" * 400)
        assert body_of(pages) == body_of(pages, encoding="zz") == b"new" * 400
        assert body_of(pages, encoding="br") != body_of(pages)
    assert "store.not_kept" in caplog.text
    # the old one does not come back, and no half one is left
    assert again(pages).find("a") is None and again(pages).previous("a") is None
    assert not [path for path in pages.folder.glob("??/*") if path.is_file()]
    keep(pages, body=b"newer")
    assert body_of(again(pages)) == b"newer"


def test_where_nothing_can_be_written_pages_are_made_each_time(tmp_path: Path):
    (tmp_path / "pages").write_text("")
    pages = Pages(tmp_path / "pages", Record(tmp_path / "pages"))
    with pages.making("a", patience=False) as first, pages.making("a", patience=False) as second:
        assert first and second
    keep(pages)
    assert pages.find("a") is None and pages.previous("a") is None


def test_who_was_slower_does_not_keep_an_older_page(pages: Pages):
    slow = begun(pages.record, "a")
    pages.record.note(["article:1"])
    keep(pages, body=b"new")
    pages.keep(slow, WORDS)
    assert body_of(pages) == body_of(again(pages)) == b"new"


def test_one_makes_a_page_and_the_others_know(pages: Pages, tmp_path: Path):
    code = """
pages = Pages(folder, Record(folder))
with pages.making("a", patience=False) as is_ours:
    say(is_ours)
sys.stdin.readline()
with pages.making("a", patience=True) as is_ours:
    say(is_ours)
"""
    with other(code, tmp_path) as process:
        with pages.making("a", patience=False) as is_ours:
            assert is_ours and process.hear() == [False]
            process.tell("wait")
            with pages.making("b", patience=False) as is_another:
                assert is_another
        assert process.hear() == [True]


def test_threads_fill_and_empty_the_memory_and_it_is_counted_right(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(module, "MEMORY", 60_000)
    pages, wrong = Pages(tmp_path, Record(tmp_path)), []

    def use(thread: int) -> None:
        for number in range(120):
            address = f"a{(number * (thread + 3)) % 17}"
            body = address.encode() * 300
            if number % 5 == thread % 5:
                keep(pages, address, body)
            if body_of(pages, address) not in (None, body):
                wrong.append(address)
            if number % 20 == 0:
                pages.drop(address)

    threads = [threading.Thread(target=use, args=(thread,)) for thread in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    large = pages._large
    assert wrong == []
    assert large.bytes == sum(entry.size for entry in large.entries.values()) <= 60_000
