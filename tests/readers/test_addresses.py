"""One mailbox has one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.readers.rules import one_form, spellings


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("  Bo@Example.ORG ", "bo@example.org"),
        ("bo+talk@example.org", "bo+talk@example.org"),
        ("bo@bücher.example", "bo@xn--bcher-kva.example"),
        ("bo@BÜCHER.example", "bo@xn--bcher-kva.example"),
        ("bo@xn--bcher-kva.example", "bo@xn--bcher-kva.example"),
        ("BÖ@example.org", "bö@example.org"),
        ("bo\u0308@example.org", "bö@example.org"),
        ("संपर्क@डाटामेल.example", "संपर्क@xn--c2bd4bq1db8d.example"),
    ],
)
def test_one_mailbox_has_one_form(typed: str, form: str):
    assert one_form(typed) == form


@pytest.mark.parametrize(
    "typed",
    [
        "", "bo", "bo@", "@example.org", "bo@example", "bo@@example.org", "bo@example..org",
        "bo@example.org\nBcc: cy@example.org", "bo\r\n@example.org", "Bo <bo@example.org>",
        "bo@example.org, cy@example.org", "bo@-.example.org", f"{'b' * 65}@example.org",
        f"bo@{'e' * 64}.org", f"bo@{'example.' * 40}org", "b\0o@example.org",
        "b\u200bo@example.org", "bo\u2028@example.org",
    ],
)  # fmt: skip
def test_what_is_no_address_has_none(typed: str):
    assert one_form(typed) == ""


@given(st.text(max_size=60))
def test_the_form_of_a_form_is_the_same(typed: str):
    form = one_form(typed)
    assert one_form(form) == form
    assert "\n" not in form and "\r" not in form


@given(st.emails())
def test_an_address_is_among_its_spellings(typed: str):
    form = one_form(typed)
    assert all(one_form(each) == form for each in spellings(form) if form)


def test_a_domain_in_its_own_letters_is_a_spelling():
    assert "bo@bücher.example" in spellings("bo@xn--bcher-kva.example")
