"""Kept pages before an application: what is asked of it, and what readers get."""

import gzip
import os
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from pathlib import Path
from shutil import rmtree

import brotli
import pytest
import zstandard

from chronique.store import changes
from tests.store.given import HOST, WORDS, Behind, Body, ask, front

MODERN = "gzip, deflate, br, zstd"


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def site(tmp_path: Path, behind: Behind):
    return front(tmp_path, behind)


def test_a_page_is_made_once(site, behind):
    first, second = ask(site), ask(site)
    assert first.kept_as == "chronique; fwd=miss; stored"
    assert second.kept_as == "chronique; hit"
    assert first.body == second.body == WORDS and len(behind.asked) == 1
    assert {**first.headers, "cache-status": ""} == {**second.headers, "cache-status": ""}
    assert behind.given[0].is_closed


@pytest.mark.parametrize("encoding", ["", "gzip", "br", "zstd"])
def test_each_encoding_is_the_same_page(site, encoding):
    unpack = {
        "": bytes, "gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstandard.decompress,
    }[encoding]  # fmt: skip
    for _ in range(2):
        got = ask(site, accept_encoding=encoding)
        assert got.headers.get("content-encoding", "") == encoding
        assert got.headers["content-length"] == str(len(got.body))
        assert got.headers["vary"] == "Accept-Encoding"
        assert unpack(got.body) == WORDS


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "301 Moved Permanently", "410 Gone"])
@pytest.mark.parametrize("encoding", ["", "br"])
@pytest.mark.parametrize("tags", [("a",), ()])
def test_head_is_get_without_its_body(tmp_path: Path, status, encoding, tags):
    site = front(tmp_path, Behind(status=status, tags=tags))
    heads = [ask(site, method="HEAD", accept_encoding=encoding) for _ in range(2)]
    got = ask(site, accept_encoding=encoding)
    for head in heads:
        assert head.body == b"" and head.status == got.status
        assert head.headers | {"cache-status": ""} == got.headers | {"cache-status": ""} or not tags
        assert head.headers["content-length"] == str(len(got.body))


def test_who_has_a_page_is_told_so_in_a_few_words(site):
    got = ask(site, accept_encoding=MODERN)
    etag, date = got.headers["etag"], got.headers["last-modified"]
    for method in ("GET", "HEAD"):
        for conditions in (
            {"if_none_match": etag},
            {"if_none_match": f'"x", W/{etag}'},
            {"if_none_match": "*"},
            {"if_modified_since": date},
            {"if_none_match": etag, "if_modified_since": "yesterday"},
        ):
            short = ask(site, method=method, accept_encoding=MODERN, **conditions)
            assert (short.status, short.body) == (304, b"")
            # RFC 9110, 15.4.5: what the whole answer would say of itself
            for name in ("etag", "vary", "cache-control", "last-modified"):
                assert short.headers[name] == got.headers[name]
            assert not {"content-length", "content-encoding", "content-type"} & set(short.headers)
    for conditions in (
        {"if_none_match": '"x"', "if_modified_since": date},
        {"if_modified_since": formatdate(0, usegmt=True)},
        # Of another encoding.
        {"if_none_match": etag.replace("-br", "-gzip")},
    ):
        assert ask(site, accept_encoding=MODERN, **conditions).status == 200


def test_the_first_who_asks_may_have_it_already(site, behind):
    etag = ask(site).headers["etag"]
    site.pages.record.note(["article:1"])
    assert ask(site, if_none_match=etag, cookie="chronique_seen=5").status == 304
    # the application was not told of it: others get the whole page
    assert "HTTP_IF_NONE_MATCH" not in behind.asked[1]
    assert ask(site).body == WORDS and len(behind.asked) == 2


def test_nothing_is_told_of_who_asks_first(site, behind):
    ask(
        site, query="utm_source=x", cookie="csrftoken=1; theme=dark", user_agent="Curious/1.0",
        accept="application/json", accept_language="fr", x_forwarded_host="evil.example",
        range="bytes=0-5", referer="https://elsewhere.example/", x_requested_with="XMLHttpRequest",
        x_http_method_override="DELETE", if_modified_since="x",
    )  # fmt: skip
    told = {name: value for name, value in behind.asked[0].items() if name.startswith("HTTP_")}
    assert told == {"HTTP_HOST": HOST}
    assert behind.asked[0]["QUERY_STRING"] == ""


def test_a_page_that_names_nothing_is_not_kept(tmp_path: Path):
    behind = Behind(tags=())
    site = front(tmp_path, behind)
    for _ in range(2):
        got = ask(site)
        assert got.body == WORDS and got.kept_as == "" and "etag" not in got.headers
    assert len(behind.asked) == 2 and all(body.is_closed for body in behind.given)


def test_what_is_not_kept_is_made_from_all_that_its_reader_sent(tmp_path: Path):
    """A form's token goes by the cookie that the browser has: no new one is made for nobody."""
    behind = Behind(tags=())
    site = front(tmp_path, behind)
    ask(site, cookie="csrftoken=secret", accept_encoding="br", query="utm_source=x")
    assert behind.asked[-1]["HTTP_COOKIE"] == "csrftoken=secret"
    assert behind.asked[-1]["QUERY_STRING"] == "utm_source=x"
    assert all(body.is_closed for body in behind.given)
    ask(site, if_none_match='"x"')
    assert behind.asked[-1]["HTTP_IF_NONE_MATCH"] == '"x"'
    ask(site, accept="application/json")
    assert behind.asked[-1]["HTTP_ACCEPT"] == "application/json"
    asked = len(behind.asked)
    ask(site, accept="text/html", accept_encoding="br")
    assert len(behind.asked) == asked + 1


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "csrftoken=1"),
        ("Vary", "Cookie"),
        ("Cache-Control", "private"),
        ("Cache-Control", "no-store"),
        ("Content-Encoding", "gzip"),
    ],
)
def test_what_is_somebodys_own_is_not_kept(tmp_path: Path, header):
    behind = Behind(headers=[("Content-Type", "text/html"), header])
    site = front(tmp_path, behind)
    for number in range(1, 4):
        got = ask(site)
        assert got.headers[header[0].lower()] == header[1] and got.kept_as == ""
        assert len(behind.asked) == number
    assert not list(tmp_path.glob("??/*"))


@pytest.mark.parametrize(
    "request_", [
        {"cookie": "sessionid=x"}, {"cookie": "a=1;sessionid=; b=2"}, {"cookie": "messages=x"},
        {"authorization": "Basic x"}, {"query": "page=2"}, {"query": "utm_source=1&page=2"},
        {"host": "localhost"}, {"host": "evil.example"}, {"host": ""}, {"scheme": "https"},
        {"host": f"{HOST},{HOST}"}, {"host": f"evil@{HOST}"}, {"host": f"{HOST}."},
        {"path": "/desk/"}, {"path": "/" + "a" * 700},
    ],
)  # fmt: skip
def test_some_requests_pass_by(tmp_path: Path, request_):
    behind = Behind()
    site = front(tmp_path, behind, never=("/desk/",))
    ask(site)
    for number in range(2, 4):
        assert ask(site, **request_).kept_as == ""
        assert len(behind.asked) == number
    path, host = request_.get("path", "/"), request_.get("host", HOST)
    assert behind.asked[-1]["PATH_INFO"] == path and behind.asked[-1]["HTTP_HOST"] == host
    # they filled nothing
    assert len(list(tmp_path.glob("??/*"))) == 1 and list(site.pages.hot) == [f"{HOST}/"]


def test_advertising_words_make_no_other_page(site, behind):
    for query in ("", "utm_source=a", "fbclid=1&utm_medium=x", "gclid"):
        assert ask(site, query=query).body == WORDS
    assert len(behind.asked) == 1


def test_each_host_has_pages_of_its_own(tmp_path: Path):
    behind = Behind()
    site = front(tmp_path, behind, hosts=["one.example", "Two.example"])
    for host in ("one.example", "two.example", "ONE.example", "TWO.EXAMPLE"):
        behind.body = host.lower().encode()
        assert ask(site, host=host).body == host.lower().encode()
    assert len(behind.asked) == 2


def test_behind_a_proxy_it_says_what_is_encrypted(tmp_path: Path):
    behind = Behind()
    site = front(tmp_path, behind, is_secure=True, has_proxy=True)
    for proto in ("https", "https"):
        assert ask(site, x_forwarded_proto=proto).body == WORDS
    assert len(behind.asked) == 1
    assert behind.asked[0]["HTTP_X_FORWARDED_PROTO"] == "https"
    for said in ({}, {"x_forwarded_proto": "http"}, {"scheme": "https"}):
        assert ask(site, **said).kept_as == ""


def test_without_a_proxy_nobody_says_what_is_encrypted(tmp_path: Path):
    behind = Behind()
    site = front(tmp_path, behind, is_secure=True)
    assert ask(site, scheme="https").kept_as and ask(site, scheme="https").kept_as
    assert ask(site, x_forwarded_proto="https").kept_as == ""


def test_readers_who_take_part_pass_by_where_they_see_another_page(tmp_path: Path):
    behind = Behind(is_personal=True)
    site = front(tmp_path, behind)
    ask(site)
    mine = ask(site, cookie="chronique_reader=me")
    assert mine.kept_as == "" and behind.asked[-1]["HTTP_COOKIE"] == "chronique_reader=me"
    behind.is_personal = False
    assert ask(site, "/feed/").kept_as
    assert ask(site, "/feed/", cookie="chronique_reader=me").kept_as == "chronique; hit"
    # an address of which nothing is known may be anybody's own
    assert ask(site, "/new/", cookie="chronique_reader=me").kept_as == ""


def test_a_change_is_seen_by_the_next_reader(site, behind):
    ask(site)
    behind.body = b"new" * 100
    assert ask(site).body == WORDS
    site.pages.record.note(["article:1"])
    assert ask(site, cookie="chronique_seen=5").body == b"new" * 100
    site.pages.record.note(["article:2"])
    assert ask(site).kept_as == "chronique; hit"


def test_a_change_while_a_page_is_made_is_seen_by_the_next_reader(site, behind):
    behind.meanwhile = lambda environ: site.pages.record.note(["article:1"])
    assert ask(site).body == WORDS
    behind.body, behind.meanwhile = b"new", lambda environ: None
    assert ask(site, cookie="chronique_seen=5").body == b"new"


def test_a_record_that_is_begun_anew_while_a_page_is_made_hides_no_change(site, behind):
    def meanwhile(environ: object) -> None:
        site.pages.record.note(["article:1"])
        (site.pages.folder / "forgotten").unlink()
        site.pages.record.mend()

    behind.meanwhile = meanwhile
    assert ask(site).body == WORDS
    behind.body, behind.meanwhile = b"new", lambda environ: None
    assert ask(site).body == b"new"


def test_a_page_is_another_from_the_moment_that_it_told(site, behind):
    behind.until = datetime.now(UTC) + timedelta(hours=1)
    assert ask(site).body == ask(site).body == WORDS
    behind.until, behind.body = datetime.now(UTC) - timedelta(seconds=1), b"new"
    site.pages.record.note(["article:1"])
    ask(site, cookie="chronique_seen=5")
    behind.body = b"newer"
    assert ask(site, cookie="chronique_seen=5").body == b"newer"


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable"])
def test_when_a_page_cannot_be_made_the_last_good_copy_is_given(site, behind, status):
    ask(site)
    site.pages.record.note(["article:1"])
    good, behind.status = behind.status, status
    for cookie in ("", "chronique_seen=5"):
        got = ask(site, cookie=cookie)
        assert got.body == WORDS and got.kept_as == "chronique; hit; detail=previous"
    assert all(body.is_closed for body in behind.given)
    # where there is none, or it may not be seen any more, the truth is told
    for path in ("/other/", "/"):
        site.pages.record.note(["article:1"], entirely=True)
        assert ask(site, path).status == int(status[:3])
    behind.status = good
    assert ask(site).status == 200


def test_an_error_is_not_kept(site, behind):
    behind.status = "503 Service Unavailable"
    assert ask(site).status == 503
    behind.status = "200 OK"
    assert ask(site).status == 200


def test_an_error_while_the_body_is_read_leaves_nothing_behind(tmp_path: Path):
    class Broken(Behind):
        def __call__(self, environ, start):
            super().__call__(environ, start)

            def pieces():
                yield b"half"
                raise OSError("gone")

            self.given.append(Body(pieces()))
            return self.given[-1]

    behind = Broken()
    site = front(tmp_path, behind)
    with pytest.raises(OSError, match="gone"):
        ask(site)
    assert behind.given[-1].is_closed
    assert site.pages.find(f"{HOST}/") is None
    # and nobody waits for the one who failed
    with site.pages.making(f"{HOST}/", patience=False) as is_ours:
        assert is_ours


def test_a_damaged_file_is_made_anew(site, behind):
    ask(site)
    for offset in (5, 200, -5):
        path = site.pages.file_of(f"{HOST}/")
        data = bytearray(path.read_bytes())
        data[offset] ^= 255
        path.write_bytes(data)
        late = front(site.pages.folder, behind)
        for encoding in ("zstd", "br", ""):
            got = ask(late, accept_encoding=encoding)
            assert got.status == 200 and len(got.body) == int(got.headers["content-length"])
        assert got.body == WORDS
    assert 2 <= len(behind.asked) <= 4


def test_the_folder_may_be_deleted(site, behind):
    ask(site, "/a/")
    rmtree(site.pages.folder)
    assert ask(site, "/b/").body == WORDS
    behind.body = b"new"
    site.pages.record.note(["article:1"])
    for path in ("/a/", "/b/"):
        assert ask(site, path, cookie="chronique_seen=5").body == b"new"
        assert ask(site, path).kept_as == "chronique; hit"


def test_only_what_changes_something_tells_the_browser_so(site, behind):
    behind.tags = ()
    assert "set-cookie" not in ask(site, method="POST").headers
    behind.meanwhile = lambda environ: changes.made(41)
    told = ask(site, method="POST").headers["set-cookie"]
    assert told == "chronique_seen=41; Max-Age=60; Path=/; HttpOnly; SameSite=Lax"
    behind.meanwhile = lambda environ: None
    assert "set-cookie" not in ask(site, method="POST").headers
    for method in ("PUT", "DELETE", "OPTIONS", "PROPFIND", "get"):
        assert ask(site, method=method).status == 200
        assert behind.asked[-1]["REQUEST_METHOD"] == method


def test_the_telling_cookie_is_encrypted_where_all_is(tmp_path: Path):
    behind = Behind(meanwhile=lambda environ: changes.made(41))
    site = front(tmp_path, behind, is_secure=True)
    told = ask(site, method="POST", scheme="https").headers["set-cookie"]
    assert told.endswith("; Secure")


@pytest.mark.parametrize(
    ("value", "asked"),
    [("7", 1), ("9" * 19, 1), ("9" * 400, 0), ("", 0), ("-1", 0), ("x", 0), ("٣", 0), ("1.5", 0)],
)
def test_what_others_changed_is_heard_of_when_a_reader_was_told_of_it(tmp_path, value, asked):
    heard: list[int] = []

    def hear_up_to(number: int) -> bool:
        heard.append(number)
        return True

    site = front(tmp_path, Behind(), hear_up_to=hear_up_to)
    ask(site, cookie=f"chronique_seen={value}")
    assert len(heard) == asked
    site.pages.record.note(["a"], number=7)
    ask(site, cookie="chronique_seen=7")
    assert len(heard) == asked


def test_who_changed_something_elsewhere_gets_nothing_kept_while_nobody_can_be_asked(
    tmp_path: Path,
):
    site = front(tmp_path, Behind(), hear_up_to=lambda number: False)
    ask(site)
    assert "hit" in ask(site).headers["cache-status"]
    assert "cache-status" not in ask(site, cookie="chronique_seen=7").headers


def test_a_flood_of_made_up_addresses_fills_nothing(tmp_path: Path):
    behind = Behind(status="404 Not Found", body=os.urandom(500).hex().encode() * 10)
    site = front(tmp_path, behind)
    behind.status = "200 OK"
    ask(site)
    behind.status = "404 Not Found"
    for number in range(400):
        assert ask(site, f"/made/up/{number}/").status == 404
        assert ask(site, f"/?made-up={number}").status == 404
    pages, folder = site.pages, tmp_path
    assert pages._small.bytes <= 4_000_000 and len(pages._small.entries) < 400
    assert list(pages.hot) == [f"{HOST}/"]
    # On disk: the page, the record, and locks, of which there is a fixed number.
    assert len(list(folder.glob("??/*"))) == 1
    assert len(list((folder / "making").iterdir())) <= 4096
