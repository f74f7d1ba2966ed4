"""Many processes add to the record at once, and are killed."""

from contextlib import ExitStack
from pathlib import Path
from threading import Thread

from chronique.store.record import Record
from tests.store.given import begun
from tests.store.processes import other

PROCESSES, THREADS, CHANGES = 4, 3, 100
WRITE = """
from threading import Thread
record = Record(folder)
number, threads, changes, longest = words
import chronique.store.record as module
module.LONGEST = longest
def write(thread):
    for change in range(changes):
        row = (number * threads + thread) * changes + change + 1
        page = begun(record, f"tag:{row % 50}")
        record.note([f"tag:{row % 50}", f"of:{number}"], number=row)
        assert not record.is_right(page), row
        assert record.knows(row)
        if row % 7 == 0:
            record.mend()
        say(row)
started = [Thread(target=write, args=(thread,)) for thread in range(threads)]
for one in started: one.start()
for one in started: one.join()
say("done")
"""


def test_no_change_is_lost_and_all_see_each(tmp_path: Path):
    here = Record(tmp_path)
    page = begun(here, tags=["of:2"])
    with ExitStack() as stack:
        # the record is so short that it is written anew again and again
        writers = [
            stack.enter_context(other(WRITE, tmp_path, number, THREADS, CHANGES, 20_000))
            for number in range(PROCESSES)
        ]
        # whoever was told of a change knows it
        for writer in writers:
            said = [words[0] for words in writer.hear_all()]
            assert said[-1] == "done" and len(said) == THREADS * CHANGES + 1
            assert all(here.knows(row) for row in said[:-1])
    late = Record(tmp_path)
    rows = range(1, PROCESSES * THREADS * CHANGES + 1)
    assert all(late.knows(row) and here.knows(row) for row in rows)
    assert not here.is_right(page) and not late.is_right(page)
    assert here.name == late.name == page.record


def test_who_is_killed_takes_no_change_along(tmp_path: Path):
    here = Record(tmp_path)
    name, told = here.name, []
    for number in range(6):
        with (
            other(WRITE, tmp_path, number, 2, 100_000, 8_000) as first,
            other(WRITE, tmp_path, 50 + number, 2, 100_000, 8_000) as second,
        ):
            told += [first.hear()[0] for _ in range(5 + 7 * number)]
            first.kill()
            told += [words[0] for words in first.hear_all()]
            told += [second.hear()[0] for _ in range(10)]
            second.kill()
            told += [words[0] for words in second.hear_all()]
    late = Record(tmp_path)
    # Whoever is killed while the record is written anew takes all with it: then nothing is right.
    if late.name == name:
        assert [row for row in told if not here.knows(row) or not late.knows(row)] == []
    page = begun(here, tags=["a"])
    late.note(["a"])
    assert not here.is_right(page)


def test_threads_share_one_record(tmp_path: Path):
    record, wrong = Record(tmp_path), []

    def write(thread: int) -> None:
        for change in range(150):
            page = begun(record, tags=[f"{thread}-{change}"])
            if not record.is_right(page):
                wrong.append(f"too early: {thread} {change}")
            record.note([f"{thread}-{change}"])
            if record.is_right(page):
                wrong.append(f"too late: {thread} {change}")

    threads = [Thread(target=write, args=(thread,)) for thread in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
