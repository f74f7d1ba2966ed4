"""Programs of librarians read back what we write of sources, whatever stands in it."""

import json
from datetime import date
from urllib.parse import parse_qs

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from hypothesis import given
from hypothesis import strategies as st

from chronique.dossiers.citations import (
    Item,
    Name,
    write_bibtex,
    write_coins,
    write_csl,
    write_ris,
)
from chronique.dossiers.citations.issued import Issued
from chronique.dossiers.citations.items import KINDS, names_of, one_line

LETTER = Item(
    number=3, kind="press", title="La paix & la guerre : 100 % d’“accord” {sic} ~ C:\\_#$^",
    names=(Name(family="Jaurès", given="Jean"), Name(whole="Ligue des droits and Co")),
    publisher="L’Humanité", url="https://example.org/a_b?c=%C3%A9&d={e}#f", language="fr",
    issued=Issued("1914-06-28"), seen=date(2026, 3, 14), note="« Mots » (B2)",
)  # fmt: skip
TEXT = st.text(max_size=40).map(one_line)


def read_bibtex(text):
    decoding = [SeparateCoAuthors(), LatexDecodingMiddleware()]
    library = parse_string(text, append_middleware=decoding)
    assert library.failed_blocks == []
    return library.entries


def bare(text):
    """Return it without braces; the parser takes TeX's sign of that name for a circumflex."""
    return text.replace("{", "").replace("}", "").replace("\u02c6", "^")


def test_bibtex_comes_back_from_a_kept_parser():
    [entry] = read_bibtex(write_bibtex([LETTER]))
    assert (entry.entry_type, entry.key) == ("article", "jaures1914-3")
    assert bare(entry["title"]) == bare(LETTER.title)
    assert [bare(name) for name in entry["author"]] == [
        "Jaurès, Jean", "Ligue des droits and Co",
    ]  # fmt: skip
    told = {name: entry[name] for name in ("year", "date", "urldate", "journal", "langid", "note")}
    assert told == {
        "year": "1914", "date": "1914-06-28", "urldate": "2026-03-14", "journal": "L’Humanité",
        "langid": "fr", "note": "« Mots » (B2)",
    }  # fmt: skip


def test_ris_comes_back_from_a_kept_parser():
    [entry] = rispy.loads(write_ris([LETTER]))
    assert entry == {
        "type_of_reference": "NEWS", "id": "jaures1914-3", "title": LETTER.title,
        "authors": ["Jaurès, Jean", "Ligue des droits and Co"],
        "secondary_title": "L’Humanité", "year": "1914", "date": "1914/06/28/",
        "urls": [LETTER.url], "access_date": "2026/03/14/", "language": "fr",
        "notes": ["« Mots » (B2)"],
    }  # fmt: skip


def test_csl_says_what_its_schema_asks_for():
    [entry] = json.loads(write_csl([LETTER]))
    assert entry == {
        "id": "jaures1914-3", "type": "article-newspaper", "title": LETTER.title,
        "author": [
            {"family": "Jaurès", "given": "Jean"}, {"literal": "Ligue des droits and Co"},
        ],
        "container-title": "L’Humanité", "issued": {"date-parts": [[1914, 6, 28]]},
        "accessed": {"date-parts": [[2026, 3, 14]]}, "URL": LETTER.url, "language": "fr",
        "note": "« Mots » (B2)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "issued"),
    [
        ("1914", {"date-parts": [[1914]]}),
        ("1914-06~", {"date-parts": [[1914, 6]], "circa": True}),
        ("1914-22", {"date-parts": [[1914]], "season": 2}),
        ("1914/1918-11-11", {"date-parts": [[1914], [1918, 11, 11]]}),
        ("191X", {"literal": "191X"}),
        ("1914/..", {"literal": "1914/.."}),
        ("-0043", {"date-parts": [[-43]]}),
        ("", None),
    ],
)
def test_dates_are_told_as_far_as_a_format_can(written, issued):
    [entry] = json.loads(write_csl([Item(1, "document", "T", issued=Issued(written))]))
    assert entry.get("issued") == issued


def test_many_come_one_after_the_other():
    items = [Item(number, kind, f"No. {number}") for number, kind in enumerate(KINDS, 1)]
    assert len(json.loads(write_csl(items))) == len(KINDS)
    assert len(read_bibtex(write_bibtex(items))) == len(KINDS)
    assert len(rispy.loads(write_ris(items))) == len(KINDS)
    assert len({item.key for item in items}) == len(KINDS)


@given(title=TEXT, author=TEXT, note=TEXT)
def test_whatever_is_written_stays_one_entry_with_its_title(title, author, note):
    item = Item(7, "document", title or "x", names_of(author), note=note)
    [entry] = read_bibtex(write_bibtex([item]))
    assert entry.key.endswith("-7")
    [entry] = rispy.loads(write_ris([item]))
    assert entry["title"].strip() == item.title
    assert entry.get("authors", []) == [name.inverted for name in item.names]
    [entry] = json.loads(write_csl([item]))
    assert entry["title"] == item.title


def test_a_span_in_a_page_says_the_same():
    told = parse_qs(write_coins(LETTER))
    assert told["rft.title"] == [LETTER.title]
    assert told["rft.au"] == ["Jaurès, Jean", "Ligue des droits and Co"]
    assert (told["rft.date"], told["rft.identifier"]) == (["1914-06-28"], [LETTER.url])
