"""Prepared bytes say what was written, as Python's own package reads it back."""

import email
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chronique.mail.prepared import Prepared, Words
from chronique.mail.rules import one_line, sendable
from chronique.mail.slots import slot

TEXT = st.text(
    st.one_of(
        st.sampled_from(" \t\n.=é’\u202f語🙂"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\ue000\ue001"),
    ),
    max_size=200,
)
VALUE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=300)
OWN: dict[str, str] = {
    "to": "bo@example.org", "message_id": "<1@news.example.org>",
    "date": "Sat, 14 Mar 2026 12:00:00 +0100",
}  # fmt: skip


def words(**fields: Any) -> Words:
    values: dict[str, Any] = {
        "sender": "L’Écluse, revue", "address": "letters@news.example.org", "subject": "Tides",
        "text": "Hello.\n",
    }  # fmt: skip
    return Words(**values | fields)


def letter(slots: dict[str, str] | None = None, **fields: Any) -> bytes:
    return Prepared(words(**fields)).letter(slots=slots or {}, **OWN)


def read(raw: bytes) -> EmailMessage:
    parsed: Any = email.message_from_bytes(raw, policy=policy.default)
    return parsed


def content(part: Any) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def name_in(raw: bytes) -> str:
    name, _ = parseaddr(email.message_from_bytes(raw)["From"])
    return str(make_header(decode_header(name)))


def is_well_formed(raw: bytes) -> bool:
    lines = raw.split(b"\r\n")
    return raw.isascii() and raw.endswith(b"\r\n") and not any(
        len(line) > 76 or b"\r" in line or b"\n" in line or line[:1] == b"." for line in lines
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(before=TEXT, between=TEXT, after=TEXT, first=VALUE, second=VALUE)
@example(before="", between="", after="", first="", second="")
@example(before="a" * 75, between=" ", after=".", first=" ", second="a" * 76)
@example(before="." * 200, between="a" * 75 + ".\n..", after="." * 76, first=".", second="." * 99)
@example(
    before="\n." + "a" * 73, between="\n." + "a" * 74, after="a" * 75 + ".", first="", second=""
)
@example(before=".\n", between="\n", after="\n", first=".", second="=" * 30)
def test_what_is_read_is_what_was_written(
    before: str, between: str, after: str, first: str, second: str
):
    before, between, after = map(sendable, (before, between, after))
    text = f"{before}{slot('first')}{between}{slot('second')}{after}"
    raw = letter({"first": first, "second": second}, text=text, html=f"<p>{text}</p>")
    said = f"{before}{first}{between}{second}{after}"
    found = read(raw)
    plain, html = found.iter_parts()
    assert (content(plain), content(html)) == (said, f"<p>{said}</p>")
    assert is_well_formed(raw)
    assert not found.defects and not plain.defects and not html.defects


@settings(max_examples=25, deadline=None)
@given(subject=TEXT, sender=TEXT)
@example(subject="=?utf-8?q?a?= b", sender='The "Lock", etc. <x@example.org> \\')
@example(subject="é" * 200, sender="a" * 90)
@example(subject="a" * 120, sender="=?utf-8?q?a?=")
def test_headers_say_what_was_written(subject: str, sender: str):
    subject, sender = one_line(subject), one_line(sender)
    raw = letter(subject=subject, sender=sender)
    found = read(raw)
    assert found["Subject"] == subject
    [told] = found["From"].addresses
    assert told.addr_spec == "letters@news.example.org"
    # The newer reader of Python 3.11 puts spaces between the words of a long name.
    assert name_in(raw) == sender
    assert is_well_formed(raw)


def test_slots_stand_in_headers_too():
    leave, address = "https://news.example.org/leave/" + "a" * 600, "leave@news.example.org"
    raw = letter(
        {"leave": leave, "address": address}, reply_to="ada@example.org",
        headers={
            "List-Unsubscribe": f"<{slot('leave')}>, <mailto:{slot('address')}?subject=leave>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": "La revue d’été <news.example.org>",
        },
    )  # fmt: skip
    found = read(raw)
    assert found["List-Unsubscribe"] == f"<{leave}>, <mailto:{address}?subject=leave>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["List-Id"] == "La revue d’été <news.example.org>"
    assert (found["To"], found["Reply-To"]) == ("bo@example.org", "ada@example.org")
    assert found["Message-ID"] == OWN["message_id"]
    assert found["Date"].datetime.isoformat() == "2026-03-14T12:00:00+01:00"
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_a_letter_without_html_is_text_alone():
    found = read(letter())
    assert found.get_content_type() == "text/plain"
    assert content(found) == "Hello.\n"


def test_one_preparation_makes_many_letters():
    prepared = Prepared(words(text=f"Leave: {slot('leave')}"))
    raw = [prepared.letter(slots={"leave": name}, **OWN) for name in ("first", "second", "first")]
    assert raw[0] == raw[2] != raw[1]
    assert b"first" not in raw[1]
    with pytest.raises(KeyError):
        prepared.letter(slots={}, **OWN)
