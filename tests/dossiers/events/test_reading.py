"""Dates that are not exact are read and put in order as EDTF means them."""

import re
from datetime import date, timedelta

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chronique.dossiers.moments.days import as_text, date_of, number_of
from chronique.dossiers.moments.reading import NotAMoment, Why, read
from tests.dossiers.events.moments import EXAMPLES, OTHERWISE, points, texts

IN_DOUBT = re.compile("[0-9]{4}-2[1-4][?~%]|Y.*[?~%/]|/Y")
ONE = date(1, 1, 1)


def bounds(text: str) -> tuple[str | None, str | None]:
    moment = read(text)
    first, last = moment.first, moment.last
    return (
        None if first is None else as_text(first),
        None if last is None else as_text(last),
    )


def refused(text: str) -> Why:
    with pytest.raises(NotAMoment) as refusal:
        read(text)
    return refusal.value.why


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.items())
def test_the_examples_of_the_specification_begin_and_end_as_it_says(text, expected):
    assert bounds(text) == expected


@pytest.mark.parametrize("text", sorted(set(EXAMPLES) - OTHERWISE))
def test_the_library_for_edtf_finds_the_same_days(text):
    theirs = parse_edtf(text)
    found = [
        None if isinstance(one, float) else as_text(number_of(*one[:3]))
        for one in (theirs.lower_strict(), theirs.upper_strict())
    ]
    assert tuple(found) == bounds(text)


@settings(deadline=None)
@given(texts)
def test_whatever_we_read_the_library_takes_for_edtf(text):
    try:
        read(text)
    except NotAMoment as refusal:
        assume(refusal.why is not Why.ENDS_BEFORE)
        raise
    # it knows no season and no long year that is not certain, and no interval of long years
    assume(not IN_DOUBT.search(text))
    try:
        parse_edtf(text)
    except EDTFParseException as error:
        raise AssertionError(text) from error


def test_a_winter_ends_in_the_year_after():
    # the library lets it end on the last of December
    assert bounds("1881-24") == ("1881-12-01", "1882-02-28")
    assert bounds("1883-24") == ("1883-12-01", "1884-02-29")


def test_no_year_has_a_day_that_the_calendar_does_not_know():
    assert refused("1900-02-29") is Why.NO_SUCH_DAY
    assert refused("1882-02-30") is Why.NO_SUCH_DAY
    assert refused("1882-04-00") is Why.NO_SUCH_DAY
    assert refused("1882-13") is Why.NO_SUCH_MONTH
    assert refused("1882-21-03") is Why.NO_SUCH_MONTH
    assert bounds("2000-02-29") == ("2000-02-29", "2000-02-29")
    assert bounds("-0004-02-29") == ("-0004-02-29", "-0004-02-29")


def test_nothing_ends_before_it_begins():
    assert refused("1889/1880") is Why.ENDS_BEFORE
    assert refused("1882-03-02/1882-03-01") is Why.ENDS_BEFORE
    assert bounds("1882-03-01/1882") == ("1882-03-01", "1882-12-31")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.NOT_UNDERSTOOD), ("82", Why.NOT_UNDERSTOOD), ("1XXX", Why.NOT_UNDERSTOOD),
        ("-0000", Why.NOT_UNDERSTOOD), ("-000X", Why.NOT_UNDERSTOOD), ("Y1882", Why.NOT_UNDERSTOOD),
        ("188X-03", Why.NOT_UNDERSTOOD), ("1882-XX-03", Why.NOT_UNDERSTOOD),
        ("1882-03-01T25:00:00", Why.NO_SUCH_TIME), ("1882/1883/1884", Why.NOT_UNDERSTOOD),
        ("../..", Why.NO_DATE), ("/", Why.NO_DATE), ("[1667,1668]", Why.LEVEL_2),
        ("2004?-06", Why.LEVEL_2), ("Y17E8", Why.LEVEL_2), ("1882-03-XX/1883", Why.LEVEL_2),
        ("1" * 61, Why.TOO_LONG), ("١٨٨٢", Why.NOT_UNDERSTOOD),
    ],
)  # fmt: skip
def test_what_is_no_date_of_level_one_says_why(text, why):
    assert refused(text) is why


@given(st.integers(0, (date.max - ONE).days))
def test_days_have_the_numbers_that_the_calendar_gives_them(number):
    day = ONE + timedelta(days=number)
    assert date_of(number) == (day.year, day.month, day.day)
    assert number_of(day.year, day.month, day.day) == number


@given(st.integers(-(10**14), 10**14))
def test_every_day_follows_the_one_before_it(number):
    year, month, day = date_of(number)
    assert number_of(year, month, day) == number
    after = date_of(number + 1)
    assert after in {(year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1)}


@given(points(), points())
def test_what_is_certainly_earlier_comes_first(one, other):
    a, b = read(one), read(other)
    assume(a.last < b.first)
    assert a.first < b.first
    assert refused(f"{other}/{one}") is Why.ENDS_BEFORE
    assert read(f"{one}/{other}").first == a.first


@given(texts)
def test_nothing_that_is_read_ends_before_it_begins(text):
    try:
        moment = read(text)
    except NotAMoment as refusal:
        assert refusal.why is Why.ENDS_BEFORE
    else:
        assert moment.first is None or moment.last is None or moment.first <= moment.last
