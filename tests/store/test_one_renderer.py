"""A page that many want at once is made by one; the others get the copy before it."""

import threading
from contextlib import ExitStack
from pathlib import Path

from tests.store.given import Behind, ask, front
from tests.store.processes import other

READERS, PROCESSES = 8, 3
# A process of readers. Its application says what it does, and waits until it is told to go on.
READ = """
import threading
sys.path[:0] = words[0]
from tests.store.given import Behind, ask, front
told = threading.Event()
def meanwhile(environ):
    say("making")
    told.wait(30)
behind = Behind(body=b"new " * 200, meanwhile=meanwhile)
site = front(folder, behind)
def read(cookie):
    got = ask(site, cookie=cookie)
    say("got", cookie, got.body[:3].decode(), got.kept_as)
readers = [threading.Thread(target=read, args=(cookie,)) for cookie in words[1]]
for reader in readers: reader.start()
threading.Thread(target=lambda: (sys.stdin.readline(), told.set()), daemon=True).start()
for reader in readers: reader.join()
say("end", len(behind.asked))
"""
PREVIOUS = "chronique; hit; detail=previous"


def test_one_of_many_processes_makes_a_page_and_nobody_else_waits(tmp_path: Path):
    # given a page that was just forgotten, and its writer, who was told the number of the change
    path = [str(Path(__file__).parents[2])]
    site = front(tmp_path, Behind(body=b"old " * 200))
    ask(site)
    site.pages.record.note(["article:1"], number=5)
    said: list[list[object]] = []
    with ExitStack() as stack:
        # when many in several processes ask at once
        first = stack.enter_context(other(READ, tmp_path, path, [""]))
        assert first.hear() == ["making"]
        others = [
            stack.enter_context(other(READ, tmp_path, path, [""] * READERS))
            for _ in range(PROCESSES)
        ]
        writer = stack.enter_context(other(READ, tmp_path, path, ["chronique_seen=5"] * 2))
        # then they have the previous copy while it is being made
        for process in others:
            said += process.hear_all()
        assert said.count(["got", "", "old", PREVIOUS]) == READERS * PROCESSES
        assert said.count(["end", 0]) == PROCESSES
        # and the writer waits for the new one, which nobody makes again
        first.tell("go on")
        assert first.hear_all() == [["got", "", "new", "chronique; fwd=miss; stored"], ["end", 1]]
        new = ["got", "chronique_seen=5", "new", "chronique; hit"]
        assert writer.hear_all() == [new, new, ["end", 0]]


def test_where_there_is_no_copy_all_wait_for_the_one(tmp_path: Path):
    may_go_on, asked = threading.Event(), threading.Semaphore(0)

    def meanwhile(environ: object) -> None:
        asked.release()
        may_go_on.wait(30)

    behind = Behind(meanwhile=meanwhile)
    site, found = front(tmp_path, behind), []
    readers = [threading.Thread(target=lambda: found.append(ask(site).body)) for _ in range(20)]
    for reader in readers:
        reader.start()
    assert asked.acquire(timeout=30)
    assert found == []
    may_go_on.set()
    for reader in readers:
        reader.join(30)
    assert len(found) == 20 and len(set(found)) == 1 and len(behind.asked) == 1


def test_who_dies_while_making_a_page_keeps_nobody_waiting(tmp_path: Path):
    path = [str(Path(__file__).parents[2])]
    with other(READ, tmp_path, path, [""]) as maker:
        assert maker.hear() == ["making"]
        waiting = front(tmp_path, Behind())
        found = []
        reader = threading.Thread(target=lambda: found.append(ask(waiting).status))
        reader.start()
        assert found == []
        maker.kill()
        reader.join(30)
    assert found == [200]
