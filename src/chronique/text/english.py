"""English typography: curly quotes and apostrophes, dashes, ellipses. Primes stay as they are."""

from collections.abc import Iterator

from chronique.text.rules import (
    ELLIPSIS,
    NO_BREAK,
    SPACED_DASH,
    SPACES,
    THING,
    YEARS,
    Edit,
    Rule,
    Rules,
    dashes,
    exchanging,
    find_quotes,
)

_CURLY = ("“", "”"), ("‘", "’")


def _quotes(text: str) -> Iterator[Edit]:
    """A quotation may open in one paragraph and close in another, so lone quotes are curled too."""
    quotes = find_quotes(text, '"')
    edits: list[Edit] = []
    for start, end, depth in quotes.pairs:
        opening, closing = _CURLY[depth % 2]
        edits += [(start, start + 1, opening), (end, end + 1, closing)]
    edits += [(at, at + 1, "“") for at in quotes.opening]
    edits += [(at, at + 1, "”") for at in quotes.closing]
    yield from sorted(edits)


def _single_quotes(text: str) -> Iterator[Edit]:
    """What does not enclose anything is an apostrophe; it looks like a closing quote."""
    quotes = find_quotes(text, "'")
    edits: list[Edit] = []
    for start, end, _ in quotes.pairs:
        edits += [(start, start + 1, "‘"), (end, end + 1, "’")]
    lone = quotes.closing + [at for at in quotes.opening if text[at + 1].isalnum()]
    yield from sorted(edits + [(at, at + 1, "’") for at in lone])


_APOSTROPHES = (
    # don't, l'État, the 1990's
    exchanging(rf"'(?:(?<=[^\W\d_]')|(?<={THING}'))(?=[^\W_])|'(?<=[0-9]')(?=s\b)", "’"),
    # '90s; '68 unless a quotation begins there
    exchanging(r"'(?<!\w')(?=[0-9]{2}s\b)|'(?<!\w')(?=[0-9]{2}\b)(?![^'\n]*\w['’](?!\w))", "’"),
    # rock 'n' roll
    exchanging(r"(?<![\w'])'([nN])'(?![\w'])", r"’\1’"),
    # 'tis; words that lost their first letters
    exchanging(r"'(?<!\w')(?=(?i:tis|twas|twere|twill|em|til|till|cause|bout|n)\b(?!['’]))", "’"),
)
_TITLES = exchanging(
    rf"\b((?:Mr|Mrs|Ms|Dr|Prof|No|p|pp)\.)[{SPACES}](?=[A-Z0-9])", rf"\1{NO_BREAK}",
    "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "No.", "p.",
)  # fmt: skip


ENGLISH = Rules(
    (
        ELLIPSIS,
        YEARS,
        Rule(dashes("—", spaced=False), ("--",)),
        exchanging(r"\b(pp\.\s?[0-9]{1,4})-(?=[0-9]{1,4}(?![\w-]))", r"\1–", "pp."),
        SPACED_DASH,
        Rules(_APOSTROPHES, ("'",)),
        Rule(_quotes, ('"',)),
        Rule(_single_quotes, ("'",)),
        _TITLES,
    )
)
