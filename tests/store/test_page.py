"""The file of a page gives back what was kept, or says that it is not that any more."""

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chronique.store.page import (
    Damaged,
    Page,
    digest_of,
    etag_for,
    keepable,
    packed,
    packed_best,
    read,
    written,
)
from tests.store.given import WORDS, head

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
FILE = written(Page(head(etag=digest_of(WORDS)), packed(WORDS)))
PAGE = read(FILE)


@given(
    plain=st.binary(max_size=2_000), tags=st.lists(TEXT, max_size=5),
    headers=st.lists(st.tuples(TEXT, TEXT), max_size=4), stamp=st.integers(0, 2**63),
    until=st.none() | st.floats(allow_nan=False), address=TEXT,
)  # fmt: skip
@settings(max_examples=50)
def test_what_is_kept_comes_back(plain, tags, headers, stamp, until, address):
    page = Page(head(address, tags=tags, headers=headers, stamp=stamp, until=until), packed(plain))
    found = read(written(page))
    assert found.bodies == page.bodies
    assert found.head.bodies.keys() == page.bodies.keys()
    for name in ("address", "tags", "headers", "stamp", "until", "status", "record", "changed"):
        assert getattr(found.head, name) == getattr(page.head, name)


def test_each_encoding_says_the_same():
    assert PAGE.bodies.keys() == {"", "gzip", "br", "zstd"}
    assert brotli.decompress(PAGE.bodies["br"]) == PAGE.bodies[""] == WORDS
    assert zstandard.decompress(PAGE.bodies["zstd"]) == WORDS
    best = packed_best(PAGE)
    assert brotli.decompress(best.bodies["br"]) == WORDS and best.head.is_best
    assert len({etag_for(PAGE.head, name) for name in PAGE.bodies}) == 4


def test_what_does_not_get_smaller_stays_plain():
    assert packed(b"short").keys() == {""}
    noise = bytes(digest_of(b"%d" % n).encode()[0] ^ n % 256 for n in range(300))
    assert all(len(body) < 300 for name, body in packed(noise).items() if name)


def test_every_cut_is_noticed():
    for size in range(len(FILE)):
        with pytest.raises(Damaged):
            read(FILE[:size])


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
@settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much])
def test_no_altered_byte_makes_another_page(place, mask):
    altered = bytearray(FILE)
    altered[place] ^= mask
    try:
        found = read(bytes(altered))
    except Damaged:
        return
    # Some letters of the first line can be written in two ways.
    assert (found.head, found.bodies) == (PAGE.head, PAGE.bodies)
    assume(place < 60)


@given(st.binary(max_size=200))
def test_what_is_no_page_is_none(data):
    for begun in (data, b"chronique-page " + data, FILE[:60] + data):
        with pytest.raises(Damaged):
            read(begun)


def test_a_page_of_another_version_is_none():
    text = FILE.replace(b'"is_best"', b'"is_bess"')
    start = text.index(b"\n") + 1
    size = int(text[15:23], 16)
    digest = digest_of(text[start : start + size]).encode()
    with pytest.raises(Damaged):
        read(text[:24] + digest + text[start - 1 :])


@pytest.mark.parametrize(
    ("header", "may"),
    [
        (("Content-Type", "text/html"), True),
        (("Vary", "accept-encoding"), True),
        (("Cache-Control", "max-age=60"), True),
        (("Set-Cookie", "a=1"), False),
        (("set-cookie", "a=1"), False),
        (("Vary", "Cookie"), False),
        (("vary", "Accept-Encoding, Cookie"), False),
        (("Vary", "*"), False),
        (("Vary", "Accept"), False),
        (("Cache-Control", "no-store"), False),
        (("Cache-Control", "max-age=0, Private"), False),
        # Its bytes are not plain.
        (("Content-Encoding", "gzip"), False),
    ],
)
def test_what_is_somebodys_own_may_not_be_kept(header, may):
    assert keepable([("X", "y"), header]) is may


def test_another_form_of_the_same_words_has_another_validator():
    page = Page(head(), packed(b"The same words again. " * 400))
    best = packed_best(page)
    assert best.bodies["br"] != page.bodies["br"]
    assert etag_for(best.head, "br") != etag_for(page.head, "br")
    assert etag_for(best.head, "gzip") == etag_for(page.head, "gzip")
