"""What stood at a source's address is kept for the writer, whatever its host does."""

import gzip
import socket
import time
from datetime import timedelta
from hashlib import sha256
from threading import Event

import pytest
from warcio.archiveiterator import ArchiveIterator

from chronique.base.errors import Unreachable
from chronique.base.http import record
from chronique.dossiers import shelves
from chronique.dossiers.actions import snapshots
from chronique.dossiers.actions.sources import save_source
from chronique.dossiers.jobs import make_snapshots
from chronique.dossiers.models import Snapshot
from tests.base.test_http import HERE, KB, Host, a_host
from tests.dossiers.factories import make_source
from tests.factories import NOON

pytestmark = pytest.mark.django_db
PAGE = b"<!doctype html><title>Minutes</title>"


@pytest.fixture(autouse=True)
def _may_ask_here(monkeypatch, settings, tmp_path):
    settings.SNAPSHOTS_ROOT = tmp_path / "snapshots"
    monkeypatch.setattr(snapshots, "PRIVATE_HOSTS", HERE)
    monkeypatch.setattr(snapshots, "MAX_BYTES", 64 * KB)
    monkeypatch.setattr(snapshots, "SECONDS", 2.0)


def say(line: socket.socket, *headers: str, status: str = "200 OK", body: bytes = PAGE) -> None:
    head = [f"HTTP/1.1 {status}", "Connection: close", *headers]
    line.sendall(("\r\n".join(head) + "\r\n\r\n").encode() + body)


def asked_of(host: Host, path: str = "/") -> Snapshot:
    source = save_source(
        source=make_source(url=host.at(path)), now=NOON, wants_snapshot=True
    )  # fmt: skip
    return source.snapshots.get()


def made(snapshot: Snapshot) -> Snapshot:
    make_snapshots()
    snapshot.refresh_from_db()
    return snapshot


def records(snapshot):
    with (shelves.folder() / snapshot.file).open("rb") as file:
        return [
            (
                one.rec_type,
                one.rec_headers.get_header("WARC-Target-URI"),
                one.content_stream().read(),
            )
            for one in ArchiveIterator(file)
        ]


def test_a_snapshot_is_a_warc_file_with_requests_and_responses():
    def answer(line, path):
        if path == "/old":
            say(line, "Location: /new", status="301 Moved", body=b"")
        else:
            say(line, "Content-Type: text/html; charset=utf-8")

    with a_host(answer) as host:
        snapshot = made(asked_of(host, "/old"))
        assert snapshot.state == Snapshot.State.KEPT
        assert (snapshot.size, snapshot.media_type) == (len(PAGE), "text/html")
        assert snapshot.sha256 == sha256(PAGE).hexdigest()
        kept = records(snapshot)
        assert [(kind, uri) for kind, uri, _ in kept[1:]] == [
            ("response", host.at("/old")), ("request", host.at("/old")),
            ("response", host.at("/new")), ("request", host.at("/new")),
        ]  # fmt: skip
    assert kept[0][0] == "warcinfo"
    assert kept[3][2] == PAGE
    file = shelves.folder() / snapshot.file
    assert file.parent.stat().st_mode & 0o077 == 0


def test_what_came_packed_is_kept_unpacked_and_says_so():
    def answer(line, path):
        say(line, "Content-Encoding: gzip", "Content-Type: text/html", body=gzip.compress(PAGE))

    with a_host(answer) as host:
        assert records(made(asked_of(host)))[1][2] == PAGE


def test_what_is_no_html_is_kept_as_it_is():
    with a_host(
        lambda line, path: say(line, "Content-Type: application/pdf", body=b"%PDF-1.7")
    ) as host:
        snapshot = made(asked_of(host))
    assert (snapshot.state, snapshot.media_type) == (Snapshot.State.KEPT, "application/pdf")


def endless(line: socket.socket, path: str) -> None:
    say(line, body=b"")
    while True:
        line.sendall(b"x" * KB)


def slow(line: socket.socket, path: str) -> None:
    say(line, body=b"")
    end = time.monotonic() + 8
    while time.monotonic() < end:
        line.sendall(b"x")
        Event().wait(0.05)


def bomb(line: socket.socket, path: str) -> None:
    say(line, "Content-Encoding: gzip", body=gzip.compress(bytes(20_000 * KB)))


def huge(line: socket.socket, path: str) -> None:
    say(line, "Content-Length: 99999999", body=b"")


def circle(line: socket.socket, path: str) -> None:
    say(line, "Location: /again", status="302 Found", body=b"")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (endless, "it is larger than 0 MB"),
        (slow, "its host does not answer in time"),
        (bomb, "it is larger than 0 MB"),
        (circle, "it redirects too often"),
        (huge, "it is larger than 0 MB"),
        (lambda line, path: say(line, status="404 Not Found"), "its host answers 404"),
        (lambda line, path: line.sendall(b"nonsense\r\n\r\n"), "its host answers nonsense"),
    ],
)  # fmt: skip
def test_a_bad_host_leaves_a_reason_and_no_file(answer, why):
    before = set(shelves.folder().iterdir())
    with a_host(answer) as host:
        snapshot = made(asked_of(host))
    assert (snapshot.state, snapshot.why) == (Snapshot.State.FAILED, why)
    assert set(shelves.folder().iterdir()) == before


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://10.0.0.8/x", "http://[::1]/", "http://169.254.169.254/"]
)
def test_a_private_address_is_never_asked(url, monkeypatch):
    monkeypatch.setattr(snapshots, "PRIVATE_HOSTS", frozenset())
    source = save_source(source=make_source(url=url), now=NOON, wants_snapshot=True)
    snapshot = made(source.snapshots.get())
    assert snapshot.why == "its host lies in a private network"


def test_a_redirect_into_a_private_network_is_not_followed():
    def answer(line, path):
        say(line, "Location: http://10.0.0.8/", status="302 Found", body=b"")

    with a_host(answer) as host, pytest.raises(Unreachable, match="private network"):
        record(host.at(), max_bytes=KB, seconds=2, private_hosts=HERE)


def test_two_processes_do_not_make_the_same_snapshot():
    source = save_source(
        source=make_source(url="http://127.0.0.1:9/"), now=NOON, wants_snapshot=True
    )
    snapshot = source.snapshots.get()
    assert Snapshot.objects.claim(snapshot, NOON)
    assert not Snapshot.objects.claim(snapshot, NOON)
    # … unless the first was killed.
    assert Snapshot.objects.claim(snapshot, NOON + timedelta(minutes=11))


def test_a_snapshot_under_way_is_not_asked_for_again():
    source = make_source(url="http://127.0.0.1:9/")
    for _ in range(2):
        save_source(source=source, now=NOON, wants_snapshot=True)
    assert source.snapshots.count() == 1
    save_source(source=make_source(), now=NOON, wants_snapshot=True)
    assert Snapshot.objects.count() == 1
