"""Exports come plain, in gzip or in a zip of several parts, and are told by content."""

import gzip
import stat
import zipfile
from pathlib import Path

from chronique.exchange.wxr.reader import Item, Notice, open_archive, read

from .exports import export, item


def titles(path: Path) -> list[str]:
    return [event.title for event in read(open_archive(path)) if isinstance(event, Item)]


def test_plain_and_gzip_are_told_apart_by_content(tmp_path):
    data = export(item(title="Here")).encode()
    (tmp_path / "a.gz").write_bytes(data)
    (tmp_path / "b.xml").write_bytes(gzip.compress(data[:50]) + gzip.compress(data[50:]))
    assert titles(tmp_path / "a.gz") == titles(tmp_path / "b.xml") == ["Here"]


def test_an_archive_can_be_read_again_and_again(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", export(item(title="Here")))
    opened = open_archive(path)
    for _ in range(3):
        assert [e.title for e in read(opened) if isinstance(e, Item)] == ["Here"]


def test_the_parts_of_a_zip_come_in_the_order_people_count_and_the_rest_is_said(tmp_path):
    path = tmp_path / "site.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in (10, 2, 1):
            archive.writestr(f"site/part-{number}.xml", export(item(title=f"Part {number}")))
        archive.writestr("site/readme.txt", "Hello")
        archive.writestr("__MACOSX/site/._part-1.xml", "\0\0")
        link = zipfile.ZipInfo("site/part-3.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../../up.xml", export(item(title="Up")))
    found = list(read(open_archive(path)))
    assert [e.title for e in found if isinstance(e, Item)] == ["Up", "Part 1", "Part 2", "Part 10"]
    assert [e.text for e in found if isinstance(e, Notice)] == [
        "site.zip also holds 1 file besides the export, left out: site/readme.txt."
    ]
    assert [entry.name for entry in tmp_path.iterdir()] == ["site.zip"]


def test_the_way_done_adds_up_to_the_size(tmp_path):
    data = export(*(item(title=f"Title {n}", content="word " * 500) for n in range(300))).encode()
    plain, packed, parts = tmp_path / "a.xml", tmp_path / "a.gz", tmp_path / "a.zip"
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    with zipfile.ZipFile(parts, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", data)
        archive.writestr("2.xml", data)
    for path in (plain, packed, parts):
        steps: list[int] = []
        archive_ = open_archive(path)
        list(read(archive_, advance=steps.append))
        assert sum(steps) == archive_.size_bytes
        assert min(steps) >= 0
