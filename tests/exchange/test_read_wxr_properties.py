"""What holds for every text, every cut and every way of feeding."""

import tempfile
import tracemalloc
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.exchange.wxr.oddities import Malformed, Oddity
from chronique.exchange.wxr.reader import BrokenArchive, Item, moment, open_archive, read
from chronique.exchange.wxr.vocabulary import is_leaf
from chronique.exchange.wxr.xmlstream import XmlStream
from tests.shared import shared_inputs

from .exports import FOOT, HEAD, comment, comparable, events, export, item, only_item

NOT_XML = [
    "mg-multiple_attachments-only.xml",
    "mg-sample.xml",
    "malformed.xml",
]

# Line ends are made one by XML itself, and half characters cannot be written in UTF-8.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))
CONTROL = st.sampled_from([chr(code) for code in range(32)] + ["\ufffe", "\uffff", "\x7f"])
TEXT_WITH_CONTROLS = st.lists(TEXT | CONTROL | st.sampled_from(["]]>", "<![CDATA[", "&"])).map(
    "".join
)


def without(text: str, codes: set[int]) -> str:
    return "".join(
        (" " if code in (0x0B, 0x0C) else "") if code in codes else chr(code)
        for code in map(ord, text)
    )


FORBIDDEN = {*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF}


@given(TEXT_WITH_CONTROLS, st.integers(1, 2000))
def test_whatever_is_written_into_cdata_comes_out_but_for_control_characters(text, piece_bytes):
    text = text.replace("\r", "")
    (article,) = events(export(item(content=text)), piece_bytes=piece_bytes)[1:]
    assert article.content == without(text, FORBIDDEN)
    count = sum(ord(character) in FORBIDDEN for character in text)
    if count:
        assert article.remarks[0].startswith(f"{count} control character")
    else:
        assert article.remarks == ()


@given(TEXT_WITH_CONTROLS)
def test_whatever_is_written_into_cdata_comes_out_whole_when_controls_are_kept(text):
    text = text.replace("\r", "")
    article = only_item(export(item(content=text)), keep_controls=True)
    assert article.content == text.replace("\0", "")


ODD = (
    (
        HEAD
        + "stray <wp:author><wp:author_login>ann & bob</wp:author_login></wp:author>"
        + item(
            comment(1, "<wp:unknown a='1>2'><b/>x</wp:unknown>", content="]]> \x08 é")
            + "<wp:post_name>&eacute;&#55357;&#56832;&amp; <b>bold</b> &#x1F;<!-- not -->"
            + "</wp:post_name>"
            + '<category domain="post_tag" nicename="a&amp;b">&lt; < 3</category>',
            title="😀 é",
        )
        + "<item><content:encoded><![CDATA[a ]]> b ]]></content:encoded></item>"
        + FOOT
        + "\ngarbage <!-- x -->"
    )
    .encode()
    .replace("é".encode(), b"\xe9", 1)
)


@given(st.integers(1, len(ODD)))
def test_the_size_of_the_pieces_does_not_matter(piece_bytes):
    assert comparable(events(ODD, piece_bytes=piece_bytes)) == comparable(events(ODD))


def test_the_odd_export_is_read_as_it_is_meant():
    _, author, article, old = comparable(events(ODD))[:4]
    assert author.login == "ann & bob"
    assert (article.title, article.slug) == ("😀 \xe9", "é😀& <b>bold</b> <!-- not -->")
    assert article.terms == (("post_tag", "a&b", "< < 3"),)
    assert article.comments[0].content == "]]>  é"
    assert old.content == "a ]]> b "


SMALL = export(item(comment(1) + "<wp:post_name>é&amp;</wp:post_name>", content="]]>")).encode()


@pytest.mark.parametrize("data", [SMALL, SMALL.decode().encode("utf-16")], ids=["utf-8", "utf-16"])
def test_an_export_that_is_cut_anywhere_is_refused_or_whole(data):
    whole = comparable(events(data))
    for cut in range(0, len(data), 3):
        try:
            found = comparable(events(data[:cut]))
        except BrokenArchive as refused:
            assert str(refused).startswith("site.xml")
        else:
            assert found == whole
            assert not data[cut:].strip(b"\n\0")


PIECES = [
    *("<rss>", "</rss>", "<channel>", "</channel>", "<item>", "</item>", "<title>", "</title>"),
    *("<wp:post_id>", "</wp:post_id>", "<wp:comment>", "</wp:comment>", "<category domain='"),
    *("<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!", "</", "<", ">", "'", '"'),
    *("&", "&amp;", "&#55357;", "\x00", "\n", "é", "a "),
]


@given(st.lists(st.sampled_from(PIECES)))
def test_whatever_the_file_holds_it_is_read_or_refused(pieces):
    try:
        events("<rss><channel>" + "".join(pieces))
    except BrokenArchive as refused:
        assert str(refused).startswith("site.xml")


class Heard:
    """What a parser calls out, with neighbouring pieces of text as one."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str], line: int = 0) -> None:
        self._depth += 1
        self.calls.append(("start", name, dict(attributes)))

    def end(self, name: str) -> None:
        self._depth -= 1
        self.calls.append(("end", name))

    def text(self, text: str, *, quoted: bool = False, line: int = 0) -> None:
        if not self._depth:
            return  # expat does not speak of what stands around the root
        if self.calls[-1][0] == "text":
            text = str(self.calls.pop()[1]) + text
        self.calls.append(("text", text))

    def odd(self, oddity: Oddity, count: int, line: int) -> None:
        raise AssertionError(f"{oddity} on line {line}")


def heard_by_expat(data: str) -> list[tuple[object, ...]]:
    heard, parser = Heard(), expat.ParserCreate()
    parser.StartElementHandler = heard.start
    parser.EndElementHandler = heard.end
    parser.CharacterDataHandler = heard.text
    parser.Parse(data.encode(), True)
    return heard.calls


def heard_by_us(data: str, piece: int) -> list[tuple[object, ...]]:
    heard = Heard()
    stream = XmlStream(heard, is_leaf=is_leaf)
    for start in range(0, len(data), piece):
        stream.feed(data[start : start + piece])
    stream.close()
    return heard.calls


NAME = st.sampled_from(["a", "b:c", "wp:x", "é", "category-x"])
LEAF = st.sampled_from(["title", "content:encoded", "wp:meta_value", "category"])
INK = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\t]>-&<'"))


def escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
    )


WORDS = INK.map(escaped) | INK.map(
    lambda text: "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
)
COMMENT = INK.filter(lambda text: "--" not in text and not text.endswith("-")).map(
    lambda text: f"<!--{text}-->"
)
ATTRIBUTES = st.dictionaries(NAME, INK.map(escaped)).map(
    lambda found: "".join(f' {name}="{value}"' for name, value in found.items())
)
LEAVES = st.builds(
    lambda name, attributes, words: f"<{name}{attributes}>{''.join(words)}</{name} >",
    LEAF,
    ATTRIBUTES,
    st.lists(WORDS, max_size=3),
)
TREE = st.recursive(
    WORDS | COMMENT | LEAVES | st.just("<?php x?>") | st.just("<title/>"),
    lambda inside: st.builds(
        lambda name, attributes, parts: f"<{name}{attributes}\n>{''.join(parts)}</{name}>",
        NAME,
        ATTRIBUTES,
        st.lists(inside, max_size=4),
    ),
    max_leaves=12,
)


@given(TREE, st.integers(1, 50))
def test_on_well_formed_xml_we_say_what_expat_says(inside, piece):
    data = f"<?xml version='1.0'?><!-- {'x' * 9} --><rss>{inside}</rss>\n"
    assert heard_by_us(data, piece) == heard_by_expat(data)


def test_on_well_formed_real_exports_we_say_what_expat_says():
    paths = [path for path in (shared_inputs() / "wxr").glob("*.xml") if path.name not in NOT_XML]
    assert len(paths) >= 28
    for path in paths:
        data = path.read_text(encoding="utf-8")
        assert heard_by_us(data, 64 * 1024) == heard_by_expat(data), path.name


def test_a_stream_that_never_ends_an_element_is_cut_off():
    with pytest.raises(Malformed) as malformed:
        heard_by_us("<rss>\n\n<a>", 3)
    assert (malformed.value.line, malformed.value.is_cut_off) == (3, True)


@given(st.text() | st.from_regex(r"\A[0-9]{1,5}-[0-9]{2}-[0-9]{2}[ T][0-9:]{0,8}Z?\Z"), st.text())
def test_every_date_is_a_moment_or_none_with_a_reason(gmt, pub_date):
    found = moment(gmt, pub_date=pub_date)
    assert found.at is None or found.at.utcoffset() == timedelta(0)
    assert found.at is not None or found.remark or not (gmt.strip() and pub_date.strip())


def test_memory_does_not_grow_with_the_comments():
    data = export(item("".join(comment(n, content="word " * 800) for n in range(4000))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "site.xml")
        path.write_text(data)
        size = len(data)
        del data
        tracemalloc.start()
        (article,) = [event for event in read(open_archive(path)) if isinstance(event, Item)]
        assert sum(1 for _ in article.comments) == 4000
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < size / 2
