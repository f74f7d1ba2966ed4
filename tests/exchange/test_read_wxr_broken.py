"""What is no export, a spoilt one or an attack is refused in a sentence: where and why."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from chronique.base.errors import Refused
from chronique.exchange.wxr.reader import BrokenArchive, Item, open_archive, read

from .exports import FOOT, HEAD, export, item


def refusal(path: Path) -> str:
    """Read the archive to its end and return the sentence with which it is refused."""
    with pytest.raises(BrokenArchive) as refused:
        list(read(open_archive(path)))
    assert isinstance(refused.value, Refused)
    return str(refused.value)


def refusal_of(folder: Path, data: str | bytes, name: str = "site.xml") -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return refusal(path)


def test_an_export_that_is_cut_off_gives_what_it_has_and_then_says_where_it_ends(tmp_path):
    path = tmp_path / "site.xml"
    path.write_text(HEAD + item(title="Whole") + item(title="Half")[:90])
    found = []
    with pytest.raises(BrokenArchive) as refused:
        for event in read(open_archive(path)):
            found.append(event)
    assert [event.title for event in found if isinstance(event, Item)] == ["Whole"]
    assert str(refused.value) == (
        "site.xml is cut off at line 19: the export ends inside the item “Half”, which begins "
        "on line 17. Export it again, or give the rest."
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- This is a Word',
            "site.xml is cut off at line 2: the export ends before its first item. "
            "Export it again, or give the rest.",
        ),
        (
            HEAD + "<wp:author><wp:author_id>1",
            "site.xml is cut off at line 10: the export ends inside its list of authors. "
            "Export it again, or give the rest.",
        ),
        (
            HEAD,
            "site.xml is cut off at line 9: the export ends before its first item. "
            "Export it again, or give the rest.",
        ),
        (
            HEAD + item(),
            "site.xml is cut off at line 16: the export ends between two items. "
            "Export it again, or give the rest.",
        ),
        (
            HEAD + "<item></channel></rss>",
            "site.xml, line 10: </channel> stands where <item>, which begins on line 10, "
            "should be closed.",
        ),
        (
            HEAD + "<item><title>Open</item>" + FOOT,
            "site.xml, line 10: <title>, which begins on line 10, is not closed.",
        ),
        (
            HEAD + "<item>\n<wp:status>Open\n<wp:post_id>1</wp:post_id></item>" + FOOT,
            "site.xml, line 12: <wp:status>, which begins on line 11, is not closed.",
        ),
        (HEAD + "<!ELEMENT a>" + FOOT, "site.xml, line 10: “<!ELEMENT” is not XML."),
        (
            "<rss><notachannel></notachannel></rss>",
            "site.xml, line 1: it has no <channel>, in which an export holds everything.",
        ),
        (
            "<rss><channel><title>T</title><item><title>News</title></item></channel></rss>",
            "site.xml, line 1: it is a news feed, which holds only the latest articles, and not "
            "an export; in WordPress, choose Tools, then Export.",
        ),
        (
            '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"></feed>',
            "site.xml, line 2: it is an Atom feed, perhaps an export of Blogger, and not one of "
            "WordPress.",
        ),
        (
            '<?xml version="1.0"?><opml></opml>',
            "site.xml, line 1: it begins with <opml>, and an export with <rss>.",
        ),
        (
            HEAD + "<a>" * 200 + FOOT,
            "site.xml, line 10: its elements are nested more than 100 deep.",
        ),
        (
            HEAD + "<item " + "a" * 300_000 + FOOT,
            "site.xml, line 10: the tag <item> has no end.",
        ),
        (
            export(item()).replace("UTF-8", "zip"),
            "site.xml cannot be read: it declares the encoding “zip”, which is not a known "
            "encoding of text.",
        ),
        (
            export(item(title="X")).encode().replace(b"X", "Здравствуйте все".encode("cp1251")),
            "site.xml, line 11: the bytes here (c7 e4 f0 e0 …) are not text in the file's "
            "encoding, UTF-8; export it again, or save it as UTF-8.",
        ),
        (
            (export() + "é").replace("UTF-8", "utf-16").encode("utf-16-le") + b"\xd8",
            "site.xml, line 12: the bytes here (d8 …) are not text in the file's encoding, "
            "utf-16-le; export it again, or save it as UTF-8.",
        ),
    ],
)
def test_a_spoilt_export_is_refused_with_its_line_and_cause(tmp_path, data, sentence):
    assert refusal_of(tmp_path, data) == sentence


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE rss [<!ENTITY a0 "ha">{BOMB}]>',
        '<!DOCTYPE rss [<!ENTITY a0 SYSTEM "file:///etc/passwd">]>',
        '<!doctype rss [<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;]>',
        '<!DOCTYPE rss SYSTEM "http://example.org/rss.dtd">',
    ],
)
def test_a_doctype_is_refused_at_once(tmp_path, declaration):
    data = export(item(title="&a19; &a0;"))
    refused = "it declares a DOCTYPE, which no export of WordPress has and attacks are made with."
    inside = data.replace("<rss", f"{declaration}\n<rss", 1)
    assert refusal_of(tmp_path, inside) == f"site.xml, line 2: {refused}"
    assert refusal_of(tmp_path, declaration + data) == f"site.xml, line 1: {refused}"
    assert refusal_of(tmp_path, data.replace("<item>", declaration)).endswith(refused)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xml", b"", "a.xml is empty."),
        ("a.xml", b"\xef\xbb\xbf\n  \n", "a.xml is empty."),
        (
            "export.xml",
            "<!DOCTYPE html><html><body>Please sign in</body></html>",
            "export.xml is a web page, not an export; perhaps the site asked to sign in before the "
            "download. To get one: in WordPress, choose Tools, then Export, and give the file that "
            "it saves.",
        ),
        (
            "blog.ghost.json",
            '{"db": [{"meta": {"exported_on": 1}, "data": {"posts": []}}]}',
            "blog.ghost.json is an export of Ghost, not one of WordPress.",
        ),
        (
            "a.json",
            '[{"a": 1}]',
            "a.json is a JSON file, not an export of WordPress; in WordPress, choose Tools, then "
            "Export, and give the file that it saves.",
        ),
        (
            "dump.sql",
            "-- MySQL dump 10.13\nCREATE TABLE `wp_posts` (\n",
            "dump.sql is a copy of a database (SQL), not an export; in WordPress, choose Tools, "
            "then Export, and give the file that it saves.",
        ),
        (
            "a.png",
            b"\x89PNG\r\n\x1a\n" + bytes(100),
            "a.png is a picture, not an export of WordPress; in WordPress, choose Tools, then "
            "Export, and give the file that it saves.",
        ),
        (
            "a.bin",
            bytes(range(256)) * 9,
            "a.bin is not text; in WordPress, choose Tools, then Export, and give the file that "
            "it saves.",
        ),
        (
            "a.txt",
            "Dear reader, this is a letter.",
            "a.txt is not an export of WordPress: it does not hold <rss> where one begins; in "
            "WordPress, choose Tools, then Export, and give the file that it saves.",
        ),
        (
            "a.tar.gz",
            gzip.compress(b"site.xml".ljust(257, b"\0") + b"ustar\0" + bytes(500), mtime=0),
            "a.tar.gz holds a tar archive; unpack it and give the .xml file that is inside.",
        ),
        ("a.zip", b"PK\x03\x04 nothing", "a.zip cannot be unpacked: the zip archive is cut off or "
         "damaged."),
        ("a.gz", b"\x1f\x8b nothing at all", "a.gz cannot be unpacked: its compressed data are "
         "cut off or damaged."),
    ],
)  # fmt: skip
def test_what_is_no_export_is_named_for_what_it_is(tmp_path, name, data, sentence):
    assert refusal_of(tmp_path, data, name) == sentence


def test_a_folder_a_missing_file_and_a_pipe_are_refused(tmp_path):
    (tmp_path / "exports").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "exports") == (
        "exports is a folder; give the export file that is inside."
    )
    assert refusal(tmp_path / "no.xml") == "no.xml cannot be read: No such file or directory."
    assert refusal(tmp_path / "pipe") == (
        "pipe is not a regular file, and an import must read it twice."
    )


def test_a_name_that_would_move_the_cursor_does_not(tmp_path):
    assert refusal(tmp_path / "a\x1b[2J.xml").startswith("a�[2J.xml cannot be read")


def test_a_truncated_gzip_says_how_far_it_came(tmp_path):
    packed = gzip.compress(
        export(*(item(title=os.urandom(40).hex()) for _ in range(2000))).encode()
    )
    path = tmp_path / "site.xml.gz"
    path.write_bytes(packed[: len(packed) // 2])
    archive = open_archive(path)
    found = []
    with pytest.raises(BrokenArchive) as refused:
        for event in read(archive):
            found.append(event)
    assert found
    assert str(refused.value).startswith("site.xml.gz ends at line ")
    assert str(refused.value).endswith(
        ": its compressed data are cut off or damaged. Download it again."
    )


def zipped(**entries: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_a_zip_without_an_export_says_what_it_holds(tmp_path):
    data = zipped(**{"a.txt": "Hello", "b.html": "<html>", "c.txt": "c", "d.txt": "d"})
    assert refusal_of(tmp_path, data, "a.zip") == (
        "a.zip holds no export of WordPress: it holds a.txt, b.html, c.txt and 1 more; in "
        "WordPress, choose Tools, then Export, and give the file that it saves."
    )


def test_a_bomb_is_refused_before_it_goes_off(tmp_path, monkeypatch):
    monkeypatch.setattr("chronique.exchange.wxr.archives.FREE_BYTES", 1024 * 1024)
    start = (HEAD + "<item><content:encoded>").encode()
    bomb = start + b" " * 8 * 1024 * 1024
    assert refusal_of(tmp_path, zipped(**{"a.xml": bomb}), "a.zip") == (
        "a.zip would unpack to 8 MB, more than any text would; it may be an attack and was not "
        "opened."
    )
    assert refusal_of(tmp_path, gzip.compress(bomb), "a.gz").endswith(
        "it unpacks to more than any text would; it may be an attack. Download it again."
    )


def test_a_zip_with_a_password_is_refused(tmp_path):
    data = bytearray(zipped(**{"a.xml": export(item())}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + place] |= 1
    assert refusal_of(tmp_path, bytes(data), "a.zip") == (
        "a.zip is locked with a password; unpack it and give the .xml file that is inside."
    )


def test_a_damaged_zip_says_where_it_stops_being_readable(tmp_path):
    noise = "".join(item(title=os.urandom(40).hex()) for _ in range(2000))
    data = bytearray(zipped(**{"a.xml": export(noise)}))
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    assert "a.zip: a.xml" in refusal_of(tmp_path, bytes(data), "a.zip")
