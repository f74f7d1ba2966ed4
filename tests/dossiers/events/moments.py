"""Dates of EDTF, made at random, and those of its specification."""

from hypothesis import strategies as st

from chronique.dossiers.moments.days import length_of

# The Library of Congress's examples, levels 0 and 1, with the first and the last day of each.
EXAMPLES = {
    "1985-04-12": ("1985-04-12", "1985-04-12"),
    "1985-04": ("1985-04-01", "1985-04-30"),
    "1985": ("1985-01-01", "1985-12-31"),
    "1985-04-12T23:20:30": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30Z": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30-04": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30+04:30": ("1985-04-12", "1985-04-12"),
    "1964/2008": ("1964-01-01", "2008-12-31"),
    "2004-06/2006-08": ("2004-06-01", "2006-08-31"),
    "2004-02-01/2005-02-08": ("2004-02-01", "2005-02-08"),
    "2004-02-01/2005-02": ("2004-02-01", "2005-02-28"),
    "2004-02-01/2005": ("2004-02-01", "2005-12-31"),
    "2005/2006-02": ("2005-01-01", "2006-02-28"),
    "Y170000002": ("+170000002-01-01", "+170000002-12-31"),
    "Y-170000002": ("-170000002-01-01", "-170000002-12-31"),
    "2001-21": ("2001-03-01", "2001-05-31"),
    "2001-22": ("2001-06-01", "2001-08-31"),
    "1984?": ("1984-01-01", "1984-12-31"),
    "2004-06~": ("2004-06-01", "2004-06-30"),
    "2004-06-11%": ("2004-06-11", "2004-06-11"),
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2004-XX": ("2004-01-01", "2004-12-31"),
    "1985-04-XX": ("1985-04-01", "1985-04-30"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31"),
    "1985-04-12/..": ("1985-04-12", None),
    "1985-04/..": ("1985-04-01", None),
    "1985/..": ("1985-01-01", None),
    "../1985-04-12": (None, "1985-04-12"),
    "../1985-04": (None, "1985-04-30"),
    "../1985": (None, "1985-12-31"),
    "1985-04-12/": ("1985-04-12", None),
    "1985-04/": ("1985-04-01", None),
    "1985/": ("1985-01-01", None),
    "/1985-04-12": (None, "1985-04-12"),
    "/1985-04": (None, "1985-04-30"),
    "/1985": (None, "1985-12-31"),
    "-1985": ("-1985-01-01", "-1985-12-31"),
    "1984~/2004-06": ("1984-01-01", "2004-06-30"),
    "1984/2004-06~": ("1984-01-01", "2004-06-30"),
    "1984~/2004~": ("1984-01-01", "2004-12-31"),
    "1984?/2004%": ("1984-01-01", "2004-12-31"),
    "-2004-06-01/2006": ("-2004-06-01", "2006-12-31"),
    "0000": ("0000-01-01", "0000-12-31"),
}
# Where the library `edtf` 5.0 answers otherwise: an end that nobody knows is ten years off there.
OTHERWISE = {one for one in EXAMPLES if one.startswith("/") or one.endswith("/")}

_YEARS = st.one_of(st.integers(100, 2100), st.integers(-9999, 9999))
_MARKS = st.sampled_from(["", "", "", "?", "~", "%"])


def _year(number: int) -> str:
    return f"{'-' if number < 0 else ''}{abs(number):04}"


@st.composite
def points(draw: st.DrawFn) -> str:
    """A date as an interval may have it: no digit of it is unknown."""
    year = draw(_YEARS)
    kind = draw(st.sampled_from(["year", "long", "month", "season", "day"]))
    if kind == "long":
        sign = draw(st.sampled_from(["", "-"]))
        return f"Y{sign}{draw(st.integers(10_000, 999_999_999_999))}{draw(_MARKS)}"
    text = _year(year)
    if kind == "season":
        text += f"-{draw(st.integers(21, 24))}"
    elif kind != "year":
        month = draw(st.integers(1, 12))
        text += f"-{month:02}"
        if kind == "day":
            text += f"-{draw(st.integers(1, length_of(year, month))):02}"
    return text + draw(_MARKS)


@st.composite
def vague(draw: st.DrawFn) -> str:
    """A date of which some digits are unknown."""
    year = draw(st.integers(100, 2100))
    return draw(
        st.sampled_from([
            f"{year // 10:03}X{draw(_MARKS)}", f"{year // 100:02}XX", f"{year:04}-XX",
            f"{year:04}-XX-XX",
            f"{year:04}-{draw(st.integers(1, 12)):02}-XX",
        ])
    )  # fmt: skip


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """Two dates, or one and none; the second may be before the first."""
    start, end = draw(points()), draw(points())
    return draw(
        st.sampled_from([f"{start}/{end}", f"{start}/..", f"../{end}", f"{start}/", f"/{end}"])
    )


texts = st.one_of(points(), vague(), intervals())
