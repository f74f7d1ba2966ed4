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
    Rules,
    dashes,
    exchanging,
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
    exchanging(rf"'(?<=[^\W\d_]')(?=[\w{THING}\"«“])", "’"),
    exchanging(r"'(?<![^\s(«“].)(?=[0-9]{2}(?![0-9']))", "’"),
    exchanging(r"'(?<![\w'’\ufffc]')(?=[^\s'])([^'‘\n]{1,300}?)(?<=[^\s'’])'(?![\w'])", r"‘\1’"),
    exchanging(r"'(?<=[^\W\d_]')", "’"),
)
GUILLEMETS = (
    replacing(rf"«[{SPACES}]*(?=[^\s»])", f"«{NARROW}", "«"),
    replacing(rf"(?<=[^\s«])[{SPACES}]*»", f"{NARROW}»", "»"),
)


# -- Spaces before punctuation

# Patterns that are tried everywhere begin with a set of characters: `re` then skips to these.
_MARK = re.compile(r"[;:!?](?:(?<=[!?])[!?…]*(?![\w=/])|(?<=[;:])(?=[\s»”’\"]|$))")
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
        not after or after in '»”’")];:' or after.isspace()
    )


# -- Dashes

DASHES = (
    YEARS,
    Rule(dashes("–", spaced=True), ("--",)),
    exchanging(r"(?<!\w)(pp?\.\s?[0-9]{1,4})-(?=[0-9]{1,4}(?![\w-]))", r"\1–", "p."),
    SPACED_DASH,
)
_INCISE = re.compile(
    rf"(?:^|(?<=\n))[–—][{SPACES}]|[{SPACES}][–—][{SPACES}]"
    # the end of a sentence, but not of "M." or "p."
    rf"|(?<=[{_SMALL}0-9»)]{{2}})\.|(?<=[{_SMALL}0-9»)])[!?…]|(?<=[{_SMALL}0-9»)][{SPACES}])[!?…]"
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

_UNIT = re.compile(
    r"(?:°|[µncdhk]?m[²³]?|km/h|m/s|ha|[cmhd]?[lL]|[mk]?g|[kMG]?t|h|min|m?s|[kMG]?Hz|[kMG]?V|A|"
    r"[kMGT]?Wh?|[kM]?J|h?Pa|ppm|dB|[kKMGT]?o|bits?|octets?|px|pt|[kM]€|Mds?€|F|CHF|EUR|USD|"
    r"euros?|dollars?|francs?|millions?|milliards?|billions?|degrés?|points?|voix|ans?|heures?|"
    r"minutes?|secondes?|jours?|mois|mètres?|kilomètres?|hectares?|tonnes?)(?![\w'’])"
)
_MONTH = re.compile(
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    r"vendémiaire|brumaire|frimaire|nivôse|pluviôse|ventôse|germinal|floréal|prairial|messidor|"
    r"thermidor|fructidor)(?!\w)"
)
_AFTER_NUMBER = re.compile(rf"[0-9](er|[{SPACES}]h)?([{SPACES}])")
_MINUTES = re.compile(r"[0-9]{2}(?![0-9])")
_THOUSANDS = re.compile(rf"[0-9][0-9]{{0,2}}(?:[{SPACES}][0-9]{{3}})+(?!\w)")
_ROMAN_NUMBER = re.compile(r"[IVX](?:[IVX]+|(?<=[VX])|(?<=I)er)(?!\w)")


def _after_numbers(text: str) -> Iterator[Edit]:
    """10 km, 14 h 30, 3 millions, 5 juillet, 1er mai."""
    for match in _AFTER_NUMBER.finditer(text):
        between, at, end = match[1], match.start(2), match.end()
        if between and between != "er":
            yield match.start(1), match.start(1) + 1, NARROW
            if _MINUTES.match(text, end):
                yield at, end, NARROW
        elif not between and _UNIT.match(text, end):
            yield at, end, NARROW
        elif _MONTH.match(text, end):
            yield at, end, NO_BREAK


def _thousands(text: str) -> Iterator[Edit]:
    for match in _THOUSANDS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not (before.isalnum() or before in {",", ".", "-", "/", "+"}):
            yield match.start(), match.end(), re.sub(f"[{SPACES}]", NARROW, match[0])


def _roman_numbers(text: str) -> Iterator[Edit]:
    """Louis XIV, chapitre II."""
    for match in _ROMAN_NUMBER.finditer(text):
        at = match.start() - 1
        if at > 0 and text[at] in SPACES and text[at - 1].islower():
            yield at, at + 1, NO_BREAK


NUMBERS = (
    Rule(_thousands),
    Rule(_after_numbers),
    replacing(
        rf"([0-9])[{SPACES}]?(?=(?:[%‰€£$]|°[CF])(?!\w))", rf"\1{NARROW}", *"%‰€£$", "°C", "°F"
    ),
)
_BEFORE_NUMBER = "|".join(
    rf"(?<=\b{name}\.)" for name in ("p", "pp", "art", "al", "chap", "vol", "t", "fig", "v", "éd")
)
_TITLES = ("Mme", "Mlle", "Mgr", "Dr", "Pr", "Me", "St")
NAMES = (
    exchanging(
        rf"(?<=[IVX0-9]e)[{SPACES}](?=siècle)|(?<=er)[{SPACES}](?=siècle)", NO_BREAK, "siècle"
    ),
    exchanging(rf"(?<=[aA][vp]\.)[{SPACES}](?=J\.-C\.)", NO_BREAK, "J.-C."),
    exchanging(
        rf"\.(?:(?<=\b[{_CAPITAL}]\.)|(?<=\bMM\.))[{SPACES}](?=[{_CAPITAL}])", f".{NO_BREAK}", "."
    ),
    exchanging(rf"\.(?:{_BEFORE_NUMBER})[{SPACES}](?=[0-9IVXLC])", f".{NO_BREAK}", "."),
    exchanging(
        rf"((?:{'|'.join(_TITLES)})(?:s|e)?)[{SPACES}](?=[{_CAPITAL}])", rf"\1{NO_BREAK}", *_TITLES
    ),
    replacing(rf"([nN][°º]s?)[{SPACES}]?(?=[0-9])", rf"\1{NO_BREAK}", "°", "º"),
    replacing(rf"§[{SPACES}]*(?=[0-9])", f"§{NO_BREAK}", "§"),
    Rule(_roman_numbers, tuple("IVX")),
)


def _rules(*, inserted: bool) -> Rules:
    rules = (
        ELLIPSIS,
        Rules(DASHES, ("-",)),
        Rules(APOSTROPHES, ("'",)),
        Rule(_quotes, ('"',)),
        *GUILLEMETS,
        Rule(_incises, ("–", "—")),
        Rule(_punctuation(inserted=inserted), tuple(";:!?")),
        Rules(NUMBERS, found=re.compile("[0-9]")),
        *NAMES,
    )
    return Rules(rules)


FRENCH = _rules(inserted=True)
# Québec and Switzerland set no space before ; ! ? so what the writer typed stands.
FRENCH_ELSEWHERE = _rules(inserted=False)


# -- Ordinals, which only HTML can raise

_ORDINAL = re.compile(r"([0-9IVX][0-9IVX]{0,5})(ers?|res?|ères?|nde?s?|es?|èmes?)(?!\w)")
# Roman numbers up to XXXIX.
_FITTING = re.compile(
    r"(?:1|I)ers?|1(?:res?|ères?)|2nde?s?|(?:[2-9]|[1-9][0-9]{1,3})(?:es?|èmes?)"
    r"|(?!Ie)X{0,3}(?:IX|IV|V?I{0,3})(?:es?|èmes?)"
)


def raise_ordinals(html: str) -> str:
    """Return escaped text with the letters of 1er, 2e, XIXe in `<sup>`."""
    return _ORDINAL.sub(_raised, html)


def _raised(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    if before.isalnum() or (before and before in ".,#-_") or not _FITTING.fullmatch(match[0]):
        return match[0]
    return f"{match[1]}<sup>{match[2]}</sup>"
