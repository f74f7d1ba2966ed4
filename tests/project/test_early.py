"""Kept pages are served before Django is loaded; who asks for others waits, and is served too."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from chronique.base.conf import Conf, load
from chronique.base.errors import Refused
from chronique.project import early
from chronique.project.front import hosts, made_by
from chronique.project.waiting import Waiting
from chronique.store.page import Head
from chronique.store.pages import Pages
from chronique.store.record import Record
from tests.flows.machine import free_port

TEXT = b"<p>Ready before it is asked for.</p>" * 20


@pytest.fixture
def conf(tmp_path: Path) -> Conf:
    """Settings of a home on a free port, in which a page is kept."""
    url = f"http://localhost:{free_port()}"
    conf = load({"CHRONIQUE_HOME": str(tmp_path), "CHRONIQUE_URL": url})
    keep(conf)
    return conf


def keep(conf: Conf, path: str = "/kept/") -> None:
    record = Record(conf.home / "pages", made_by=made_by(conf))
    Pages(conf.home / "pages", record).keep(
        Head(
            address=f"{conf.addresses[0].netloc}{path}", status="200 OK",
            headers=[("Content-Type", "text/html; charset=utf-8")], tags=["article:1"],
            record=record.name, stamp=record.tick, etag="", changed=int(time.time()),
        ),
        TEXT,
    )  # fmt: skip


@pytest.fixture
def started(conf: Conf) -> Iterator[Conf]:
    early.start("127.0.0.1", port_of(conf), conf)
    yield conf
    early.end()
    early.listening("127.0.0.1", free_port()).close()


def port_of(conf: Conf) -> int:
    return conf.addresses[0].port or 0


def ask(conf: Conf, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    body = b"x" * 3_000_000 if method == "POST" else None
    with closing(HTTPConnection("127.0.0.1", port_of(conf), timeout=60)) as line:
        line.request(method, path, body, {"Host": conf.addresses[0].netloc} | headers)
        answer = line.getresponse()
        return answer, answer.read()


def test_a_kept_page_is_served_while_nothing_else_stands(started: Conf):
    answer, body = ask(started, "/kept/", **{"If-None-Match": "*"})
    assert (answer.status, body) == (200, TEXT)
    assert answer.headers["Cache-Status"] == "chronique; hit"
    answer, body = ask(started, "/kept/", "HEAD")
    assert (answer.status, body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(TEXT))


@pytest.mark.parametrize(
    "how", [("GET", "/other/?q=%C3%A9"), ("POST", "/kept/"), ("seen", "/kept/")]
)
def test_who_needs_django_waits_and_is_sent_there_again(started: Conf, how: tuple[str, str]):
    method, path = how
    headers = {"Cookie": "chronique_seen=7"} if method == "seen" else {}
    found: list[HTTPResponse] = []
    reader = threading.Thread(
        target=lambda: found.append(
            ask(started, path, method if method != "seen" else "GET", **headers)[0]
        )
    )
    reader.start()
    reader.join(0.3)
    assert not found
    early.end()
    reader.join(30)
    assert found[0].status == 307
    assert found[0].headers["Location"] == f"{started.url}{path}"
    assert found[0].headers["Cache-Control"] == "no-store"


def test_the_real_server_takes_over_the_same_socket(started: Conf):
    taken = early.listening("127.0.0.1", port_of(started))
    assert taken.getsockname()[1] == port_of(started)
    early.end()
    early._started[0].process.join(30)
    # when somebody comes before the real server accepts
    with closing(HTTPConnection("127.0.0.1", port_of(started), timeout=30)) as line:
        line.connect()
        # then the connection waits for it
        accepted, _ = taken.accept()
        accepted.close()


def test_a_taken_port_is_refused_and_another_one_gets_its_own(started: Conf):
    with pytest.raises(Refused, match="cannot be used"):
        early.start("127.0.0.1", port_of(started), started)
    other = free_port()
    with closing(early.listening("127.0.0.1", other)) as found:
        assert found.getsockname()[1] == other


def test_without_kept_pages_nobody_listens_early(conf: Conf, tmp_path: Path):
    url = {"CHRONIQUE_URL": conf.url}
    early.start("127.0.0.1", port_of(conf), load(url | {"CHRONIQUE_HOME": str(tmp_path / "new")}))
    assert not early._started
    assert port_of(conf) in {int(host.rpartition(":")[2]) for host in hosts(conf)}


def test_beside_other_machines_only_who_heard_of_them_lately_is_believed(
    conf: Conf, tmp_path: Path
):
    beside = load(
        {"CHRONIQUE_HOME": str(tmp_path), "CHRONIQUE_URL": conf.url,
         "CHRONIQUE_DATABASE": "postgresql://u:p@localhost/x"}
    )  # fmt: skip
    early.start("127.0.0.1", port_of(conf), beside)
    assert not early._started
    early.heard(tmp_path / "pages")
    early.start("127.0.0.1", port_of(conf), beside)
    assert len(early._started) == 1
    early.end()
    early.listening("127.0.0.1", free_port()).close()


def test_who_waits_too_long_or_asks_for_others_is_told_honestly(conf: Conf):
    waiting = Waiting(conf, longest=0.01)
    assert told(waiting, conf.addresses[0].netloc, "/")[0] == "503 Service Unavailable"
    assert told(waiting, conf.addresses[0].netloc, "/")[1]["Retry-After"] == "5"
    waiting.end()
    assert told(waiting, conf.addresses[0].netloc, "//elsewhere.example/")[1]["Location"] == (
        f"{conf.url}//elsewhere.example/"
    )
    for host, path in [("elsewhere.example", "/"), ("[", "/"), ("localhost", "http://x.example/")]:
        assert told(waiting, host, path)[0] == "503 Service Unavailable"


def told(waiting: Waiting, host: str, path: str) -> tuple[str, dict[str, str]]:
    caught: list[Any] = []
    environ = {"HTTP_HOST": host, "chronique.asked": path, "wsgi.input": BytesIO()}
    b"".join(waiting(environ, lambda *words: caught.extend(words)))
    return caught[0], dict(caught[1])


def test_what_another_program_kept_is_not_shown(conf: Conf, tmp_path: Path):
    address = f"{conf.addresses[0].netloc}/kept/"

    def as_seen_by(other: Conf) -> tuple[bool, bool]:
        pages = Pages(tmp_path / "pages", Record(tmp_path / "pages", made_by=made_by(other)))
        return pages.find(address) is not None, pages.previous(address) is not None

    assert as_seen_by(conf) == (True, True)
    home = {"CHRONIQUE_HOME": str(tmp_path), "CHRONIQUE_URL": conf.url}
    for changed in ("LANGUAGE=en", "TIME_ZONE=Asia/Tokyo", "URL=http://localhost:1"):
        name, _, value = changed.partition("=")
        assert as_seen_by(load(home | {f"CHRONIQUE_{name}": value})) == (False, False), changed
    assert as_seen_by(load(home | {"CHRONIQUE_LOG_LEVEL": "ERROR"})) == (True, True)


def test_an_edited_file_makes_other_pages(
    conf: Conf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "package" / "templates").mkdir(parents=True)
    page = tmp_path / "package" / "templates" / "page.html"
    page.write_text("one")
    monkeypatch.setattr("chronique.project.front.PACKAGE", tmp_path / "package")
    before = made_by(conf)
    (tmp_path / "package" / "__pycache__").mkdir()
    assert made_by(conf) == before
    page.write_text("another")
    assert made_by(conf) != before
