"""French typography, as the Imprimerie nationale and the newspapers set it."""

import re
from collections.abc import Iterator

from chronique.text.rules import (
    ELLIPSIS,
    NARROW,
    NO_BREAK,
    SPACED_DASH,
    SPACES,
    THING,
    YEARS,
    Edit,
    Edits,
    Rule,
    dashes,
    find_quotes,
    replacing,
)

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_SMALL = "a-zß-öø-ÿœ"


# -- Quotes and apostrophes


def _quotes(text: str) -> Iterator[Edit]:
    """« » for the outer pair, “ ” inside. A quote without its match stays as it is."""
    edits: list[Edit] = []
    for start, end, depth in find_quotes(text, '"').pairs:
        opening, closing = ("“", "”") if depth else (f"«{NARROW}", f"{NARROW}»")
        edits += [(start, start + 1, opening), (end, end + 1, closing)]
    yield from sorted(edits)


APOSTROPHES = (
    replacing(rf"'(?<=[^\W\d_]')(?=[\w{THING}\"«“])", "’", "'"),
    replacing(r"'(?<![^\s(«“].)(?=[0-9]{2}(?![0-9']))", "’", "'"),
    replacing(r"'(?<![\w'’\ufffc]')(?=[^\s'])([^'\n]{1,300}?)(?<=[^\s'])'(?![\w'])", r"‘\1’", "'"),
    replacing(r"'(?<=[^\W\d_]')", "’", "'"),
)
GUILLEMETS = (
    replacing(rf"«[{SPACES}]*(?=[^\s»])", f"«{NARROW}", "«"),
    replacing(rf"(?<=[^\s«])[{SPACES}]*»", f"{NARROW}»", "»"),
)


# -- Spaces before punctuation

_MARK = re.compile(r"[!?][!?…]*(?![\w=/])|[;:](?=[\s»”’\"]|$)")
# Here a mark begins something, or stands for itself, as in "(?)".
_NEVER_AFTER = "\n\t([{«“‘;:!?"
_MAY_LACK_SPACE = re.compile(r"[\w»”…%€°]")


def _punctuation(*, inserted: bool) -> Edits:
    """Make the edits that put a narrow space before ; ! ? and a no-break space before :

    With `inserted` also where the writer typed none: after a word and before the end of a phrase.
    """

    def edits(text: str) -> Iterator[Edit]:
        for match in _MARK.finditer(text):
            start = at = match.start()
            while start and text[start - 1] in SPACES:
                start -= 1
            before = text[start - 1 : start]
            if not before or before in _NEVER_AFTER:
                continue
            lacks = start == at
            if not lacks or (
                inserted and _lacks_space(before, text[match.end() : match.end() + 1])
            ):
                yield start, at, NO_BREAK if match[0] == ":" else NARROW

    return edits


def _lacks_space(before: str, after: str) -> bool:
    return bool(_MAY_LACK_SPACE.match(before)) and (
        not after or after in '»”’")]' or after.isspace()
    )


# -- Dashes

_INCISE = re.compile(
    rf"(?:^|(?<=\n))[–—][{SPACES}]|[{SPACES}][–—][{SPACES}]|(?<=[{_SMALL}0-9»)]{{2}})[.!?…]"
)


def _incises(text: str) -> Iterator[Edit]:
    """A dash that opens holds to the word after it, one that closes to the word before it."""
    is_open = False
    for match in _INCISE.finditer(text):
        start, end = match.span()
        if len(match[0]) == 1:
            is_open = False
        elif len(match[0]) == 2:
            yield end - 1, end, NO_BREAK
        elif text[start - 1 : start].isdigit() and text[end : end + 1].isdigit():
            continue
        elif is_open:
            yield start, start + 1, NO_BREAK
            is_open = False
        else:
            yield end - 1, end, NO_BREAK
            is_open = True


# -- Numbers, units, names

_UNITS = (
    "°|[µncdhk]?m[²³]?|km/h|m/s|ha|[cmhd]?[lL]|[mk]?g|[kMG]?t|h|min|m?s|[kMG]?Hz|[kMG]?V|A|"
    "[kMGT]?Wh?|[kM]?J|h?Pa|ppm|dB|[kKMGT]?o|bits?|octets?|px|pt|[kM]€|Mds?€|F|CHF|EUR|USD|"
    "euros?|dollars?|francs?|millions?|milliards?|billions?|degrés?|points?|voix|ans?|heures?|"
    "minutes?|secondes?|jours?|mois|mètres?|kilomètres?|hectares?|tonnes?"
)
_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "vendémiaire|brumaire|frimaire|nivôse|pluviôse|ventôse|germinal|floréal|prairial|messidor|"
    "thermidor|fructidor"
)
_THOUSANDS = re.compile(rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?!\w)")


def _thousands(text: str) -> Iterator[Edit]:
    for match in _THOUSANDS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not (before.isalnum() or before in {",", ".", "-", "/", "+"}):
            yield match.start(), match.end(), re.sub(f"[{SPACES}]", NARROW, match[0])


NUMBERS = (
    Rule(_thousands),
    replacing(rf"([0-9])[{SPACES}]?(?=(?:[%‰€£$]|°[CF])(?!\w))", rf"\1{NARROW}"),
    replacing(rf"([0-9][{SPACES}]h)[{SPACES}](?=[0-9]{{2}}(?![0-9]))", rf"\1{NARROW}", "h"),
    replacing(rf"([0-9])[{SPACES}](?=(?:{_UNITS})(?![\w'’]))", rf"\1{NARROW}"),
    replacing(rf"([0-9](?:er)?)[{SPACES}](?=(?:{_MONTHS})(?!\w))", rf"\1{NO_BREAK}"),
    replacing(
        rf"(?<=[IVX0-9]e)[{SPACES}](?=siècle)|(?<=er)[{SPACES}](?=siècle)", NO_BREAK, "siècle"
    ),
    replacing(rf"(?<=[aA][vp]\.)[{SPACES}](?=J\.-C\.)", NO_BREAK, "J.-C."),
)
_WITH_NUMBER = "".join(
    rf"(?<=\b{name}\.)|" for name in ("p", "pp", "art", "al", "chap", "vol", "t", "fig", "v", "éd")
)
NAMES = (
    replacing(
        rf"\.(?:(?<=\b[{_CAPITAL}]\.)|(?<=\bMM\.))[{SPACES}](?=[{_CAPITAL}])", f".{NO_BREAK}", "."
    ),
    replacing(rf"\.(?:{_WITH_NUMBER[:-1]})[{SPACES}](?=[0-9IVXLC])", f".{NO_BREAK}", "."),
    replacing(rf"(Mmes?|Mlles?|Mgr|Dr|Dre|Pr|Me|Ste?)[{SPACES}](?=[{_CAPITAL}])", rf"\1{NO_BREAK}"),
    replacing(rf"([nN][°º]s?)[{SPACES}]?(?=[0-9])", rf"\1{NO_BREAK}", "°", "º"),
    replacing(rf"§[{SPACES}]*(?=[0-9])", f"§{NO_BREAK}", "§"),
    replacing(
        rf"([{_SMALL}])[{SPACES}](?=(?:[IVX]{{2,}}|[VX]|Ier)(?!\w))", rf"\1{NO_BREAK}", *"IVX"
    ),
)


def _rules(*, inserted: bool) -> tuple[Rule, ...]:
    return (
        ELLIPSIS,
        YEARS,
        Rule(dashes("–", spaced=True), ("--",)),
        replacing(r"(?<!\w)(pp?\.\s?[0-9]{1,4})-(?=[0-9]{1,4}(?![\w-]))", r"\1–", "-"),
        SPACED_DASH,
        *APOSTROPHES,
        Rule(_quotes, ('"',)),
        *GUILLEMETS,
        Rule(_incises, ("–", "—")),
        Rule(_punctuation(inserted=inserted), tuple(";:!?")),
        *NUMBERS,
        *NAMES,
    )


FRENCH = _rules(inserted=True)
# Québec and Switzerland set no space before ; ! ? so what the writer typed stands.
FRENCH_ELSEWHERE = _rules(inserted=False)


# -- Ordinals, which only HTML can raise

_ORDINAL = re.compile(
    r"(1(?=ers?\b|res?\b|ères?\b)|I(?=ers?\b)|2(?=nde?s?\b)"
    r"|(?:[2-9]|[1-9][0-9]{1,3}|[IVX]{1,6})(?=es?\b|èmes?\b))([a-zè]+)"
)
# Up to XXXIX, but not I, which is never followed by a mere "e".
_ROMAN = re.compile(r"(?!Ie)X{0,3}(?:IX|IV|V?I{0,3})[a-zè]+")


def raise_ordinals(html: str) -> str:
    """Return escaped text with the letters of 1er, 2e, XIXe in `<sup>`."""
    return _ORDINAL.sub(_raised, html)


def _raised(match: re.Match[str]) -> str:
    number, letters = match.groups()
    before = match.string[match.start() - 1 : match.start()]
    alone = not (before.isalnum() or before in {".", ",", "#", "-", "_"}) or not before
    if alone and (number.isdigit() or _ROMAN.fullmatch(match[0])):
        return f"{number}<sup>{letters}</sup>"
    return match[0]
