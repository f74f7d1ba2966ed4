"""A list is read whoever wrote it, in whatever encoding, and however broken."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from chronique.base.errors import Refused
from chronique.exchange.subscribers.columns import columns_of
from chronique.exchange.subscribers.dates import moment
from chronique.exchange.subscribers.importing import look_at
from chronique.exchange.subscribers.people import Reading, several
from chronique.exchange.subscribers.states import Word
from tests.exchange.subscribers import people_in, person_of, written
from tests.factories import NOON


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


TABLE = "Email{0}Name\nbo@example.org{0}José Müller\ncy@example.org{0}\n"


def found(path: Path) -> dict[str, str]:
    return {person.address: person.name for person in people_in(path)}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_writing_is_read(tmp_path: Path, separator: str, encoding: str, end: str):
    text = TABLE.format(separator).replace("\n", end)
    path = written(tmp_path, text.encode(encoding))
    assert found(path) == {"bo@example.org": "José Müller", "cy@example.org": ""}


def test_lines_that_are_not_utf_8_are_read_among_those_that_are(tmp_path: Path):
    text = "email,name\nbo@example.org,José\n".encode() + b"cy@example.org,Ren\xe9\n"
    (one,) = look_at([written(tmp_path, text)])
    names = [person.name for person in one.people(NOON, lambda _size: None)]
    assert (names, one.table.lines.foreign) == (["José", "René"], 1)


def test_a_list_without_a_head_is_read(tmp_path: Path):
    assert found(written(tmp_path, "bo@example.org\n\ncy@example.org\n")) == {
        "bo@example.org": "", "cy@example.org": "",
    }  # fmt: skip
    two = written(tmp_path, "1;bo@example.org\n2;cy@example.org\n")
    assert set(found(two)) == {"bo@example.org", "cy@example.org"}


def test_excels_first_line_is_no_row(tmp_path: Path):
    assert set(found(written(tmp_path, "sep=|\nEmail|Name\nbo@example.org|Bo\n"))) == {
        "bo@example.org"
    }


@pytest.mark.parametrize(
    "broken",
    [
        'bo@example.org,"Bo\ncy@example.org,Cy\n',
        'bo@example.org,"Bo\ncy@example.org,Cy\nda@example.org,"Da\n',
        'bo@example.org,"Bo" the first"\ncy@example.org,Cy\n',
        'bo@example.org,5" tall\ncy@example.org,Cy\n',
        'bo@example.org, "Bo"\ncy@example.org,"Cy\nof two lines"\n',
    ],
)
def test_a_broken_quote_swallows_nobody(tmp_path: Path, broken: str):
    told = found(written(tmp_path, f"email,name\n{broken}ed@example.org,Ed\n"))
    assert {"bo@example.org", "cy@example.org", "ed@example.org"} <= set(told)
    assert told["cy@example.org"].startswith("Cy") and told["ed@example.org"] == "Ed"


def test_a_cell_of_several_lines_is_one_cell(tmp_path: Path):
    text = 'email,notes,name\nbo@example.org,"Likes ""tides"",\nand wind",Bo\n'
    assert found(written(tmp_path, text)) == {"bo@example.org": "Bo"}


def test_a_line_without_end_is_no_memory(tmp_path: Path):
    long = "x" * 3_000_000
    told = people_in(written(tmp_path, f"email,name\n{long}\nbo@example.org,Bo\n"))
    assert [(person.line, person.address[:20]) for person in told] == [
        (2, "x" * 20), (3, "bo@example.org"),
    ]  # fmt: skip


def test_a_zip_of_several_lists_is_read(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("subscribed_1.csv", "Email Address,LEID\nbo@example.org,1\n")
        archive.writestr("cleaned_1.csv", "Email Address,CLEAN_TIME\ncy@example.org,2024-01-02\n")
        archive.writestr("nonsubscribed_1.csv", "Email Address,LEID\nda@example.org,1\n")
        archive.writestr("__MACOSX/subscribed_1.csv", "rubbish")
        archive.writestr("picture.png", b"\x89PNG")
    assert {p.address: p.word for p in people_in(tmp_path / "export.zip")} == {
        "bo@example.org": Word.ACTIVE, "cy@example.org": Word.BOUNCED,
        "da@example.org": Word.UNCONFIRMED,
    }  # fmt: skip


def test_what_is_no_list_is_refused_in_a_sentence(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    with pytest.raises(Refused, match="This is a workbook: save it as CSV"):
        look_at([tmp_path / "list.xlsx"])
    with pytest.raises(Refused, match="Its columns are “User”, “City”"):
        look_at([written(tmp_path, "User,City\nBo,Brest\n")])
    for rubbish in (b"", b"\0\1\2" * 1000, b"\n\n\n", b"[]", b'{"a": 1}'):
        with pytest.raises(Refused, match=r"holds no e-mail address|no column holds"):
            look_at([written(tmp_path, rubbish)])


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("Subscribed", Word.ACTIVE), ("regular", Word.ACTIVE), ("Abonné", Word.ACTIVE),
        ("Unsubscribed", Word.LEFT), ("désabonné", Word.LEFT), ("opted-out", Word.LEFT),
        ("inactive", Word.LEFT), ("undeliverable", Word.BOUNCED), ("Hard bounce", Word.BOUNCED),
        ("complained", Word.COMPLAINED), ("spam complaint", Word.COMPLAINED),
        ("blocklisted", Word.BLOCKED), ("unactivated", Word.UNCONFIRMED),
        ("pending", Word.UNCONFIRMED), ("whatever", Word.UNKNOWN),
    ],
)  # fmt: skip
def test_a_status_is_understood_or_subscribes_nobody(status: str, word: Word):
    person = person_of(Email="bo@example.org", Status=status)
    assert person.word is word
    assert bool(person.wrong) == (word in (Word.UNKNOWN, Word.UNCONFIRMED))


@pytest.mark.parametrize(
    "cells",
    [
        {"unsub_time": "2024-01-02 10:00:00"},
        {"subscribed_to_emails": "false"},
        {"email_disabled": "true"},
        {"unsubscribed": "2024-01-02"},
        {"deleted_at": "2024-01-02"},
        {"status": "subscribed", "unsubscribed_at": "2024-01-02"},
        {"status": "whatever", "unsub_time": "long ago"},
    ],
)
def test_whoever_left_in_any_column_has_left(cells: dict[str, str]):
    person = person_of(email="bo@example.org", **cells)
    assert (person.word, person.wrong) == (Word.LEFT, "")


def test_a_postal_address_is_no_mail_address_nor_california_a_status():
    person = person_of(**{
        "Address": "1 Quay", "State": "California", "Email Address": "bo@example.org",
    })  # fmt: skip
    assert (person.address, person.word, person.wrong) == ("bo@example.org", Word.ACTIVE, "")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ('="bo@example.org"', "bo@example.org"), ("Bo <BO@Example.org>", "bo@example.org"),
        ("mailto:bo@example.org", "bo@example.org"), ("'+bo@example.org", "+bo@example.org"),
        ("bo@MÜNCHEN.example", "bo@xn--mnchen-3ya.example"),
        ("Ömil@example.org", "ömil@example.org"),
    ],
)  # fmt: skip
def test_an_address_is_found_in_its_cell(cell: str, address: str):
    assert person_of(email=cell).address == address


@pytest.mark.parametrize(
    "cell",
    [
        "bo@", "bo@example", "bo@@example.org", "bo example.org", "ö\u200bmil@example.org",
        "bo@example.org\nBcc: cy@example.org", "=HYPERLINK(1)@", "a" * 300 + "@example.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_said_to_be_none(cell: str):
    columns = columns_of(["email", "name"], [["cy@example.org", "Cy"]], "list.csv")
    assert columns
    person = Reading(columns, NOON).person(2, [cell, "Bo"])
    assert person.wrong.endswith(".") and person.word is Word.UNKNOWN
    assert Reading(columns, NOON).person(2, [""]).wrong == "It has no address."


def test_a_formula_is_no_name():
    person = person_of(email="bo@example.org", name='=HYPERLINK("https://x.example","Bo")')
    assert (person.name, person.notes) == (
        "", ["Its name is a formula of a spreadsheet, and was left out."]
    )  # fmt: skip
    assert person_of(email="bo@example.org", name="'=Bo").name == "=Bo"
    assert person_of(email="bo@example.org", name="Bo\u202e\x00\nCc: x").name == "Bo Cc: x"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-02-04 07:55:20 +0000", "2021-02-04"), ("2018-08-27T15:06:27.713Z", "2018-08-27"),
        ("2023-04-21 11:16:57", "2023-04-21"), ("2021-02-04 07:55:20 UTC", "2021-02-04"),
        ("Feb 4, 2021", "2021-02-04"), ("4 February 2021", "2021-02-04"),
        ("24/02/2021", "2021-02-24"), ("02/24/2021 7:55", "2021-02-24"),
        ("1612425320", "2021-02-04"), ("1612425320000", "2021-02-04"),
    ],
)  # fmt: skip
def test_a_date_is_read(text: str, day: str):
    at = moment(text)
    assert at and at.date().isoformat() == day and at.tzinfo


@pytest.mark.parametrize("text", ["03/04/2021", "0001-01-01", "soon", "32/13/2021", "1.5", ""])
def test_what_may_be_two_days_is_none(text: str):
    assert moment(text) is None


def test_a_date_that_is_to_come_is_left_out():
    person = person_of(email="bo@example.org", subscribed_at="2040-01-01")
    assert person.since is None and "2040-01-01" in person.notes[0]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ('"Lorem Editors"', ("Lorem Editors",)), ('"A, B","C"', ("A, B", "C")), ("a;b", ("a", "b")),
        ("amis,vip", ("amis", "vip")), ('["x", "y"]', ("x", "y")), ("", ()),
    ],
)  # fmt: skip
def test_several_names_stand_in_a_cell(cell: str, names: tuple[str, ...]):
    assert several(cell) == names
