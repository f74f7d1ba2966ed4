"""The style sheets, the fonts and the tables, looked at without a browser."""

import io
import re
from itertools import product
from pathlib import Path

import brotli
import pytest
from django.test import Client
from fontTools.ttLib import TTFont

from chronique import front
from chronique.articles.models import Publication
from chronique.front.lean import lean
from chronique.front.tables import aligned
from tests.factories import make_article, make_comment
from tests.front.given import page

STATIC = Path(front.__file__).parent / "static/front"
SHEETS = {path.name: path.read_text() for path in sorted(STATIC.glob("*.css"))}
FACES = re.findall(
    r"@font-face \{[^}]*?url\(([^)]+)\);([^}]*?)unicode-range: ([^;]+);", SHEETS["front.css"]
)
FRENCH = "œŒæÆàâäçéèêëîïôöùûüÿÀÂÇÉÈÊËÎÏÔÙÛÜ«»–—…’‘“”€°²\u00a0\u202f"
# As WCAG 2.2, 1.4.3: what is read, on what it stands on.
TEXTS = ["ink", "soft", "accent", "visited", "hot"]
GROUNDS = ["paper", "tint"]


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme by name."""
    light, dark = re.findall(r":root \{(.*?)\}", SHEETS["front.css"], re.DOTALL)[:2]
    known = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        known |= dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", dark))
    return known


def luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_text_can_be_read_on_every_ground(scheme: str):
    known = tokens(scheme)
    pairs = [*product(TEXTS, GROUNDS), ("ink", "mark"), ("paper", "ink"),
             ("paper", "hot"), ("paper", "accent")]  # fmt: skip
    pale = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in pale.items() if ratio < 4.5} == {}


def test_in_the_dark_nothing_but_colours_is_otherwise():
    # axe is asked there for nothing else
    dark = r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}"
    blocks = [block for sheet in SHEETS.values() for block in re.findall(dark, sheet, re.DOTALL)]
    set_there = re.findall(r"^ +([a-z-]+):", "\n".join(blocks), re.MULTILINE)
    assert len(set_there) > 5
    assert {one for one in set_there if not one.startswith("--")} <= {"filter"}


def test_a_sheet_of_some_pages_means_nothing_else_by_a_name_that_all_pages_have():
    named = {name: set(re.findall(r"^\.([\w-]+) \{", text, re.M)) for name, text in SHEETS.items()}
    common = named.pop("front.css")
    again = {name: common & classes for name, classes in named.items() if common & classes}
    # The line above a title is the same thing, but for its size.
    assert again == {"reading.css": {"kicker"}}


def test_numbers_of_rows_are_no_counters_that_a_grid_does_not_count():
    assert [name for name, sheet in SHEETS.items() if "counter(list-item)" in sheet] == []


def test_pale_text_would_be_seen():
    assert contrast("#999999", "#ffffff") < 4.5 < contrast("#000000", "#ffffff") == 21


@pytest.mark.parametrize("name", ["newsreader.woff2", "newsreader-italic.woff2"])
def test_the_fonts_that_every_page_loads_have_what_french_needs(name: str):
    known = TTFont(STATIC / "fonts" / name).getBestCmap()
    assert [character for character in FRENCH if ord(character) not in known] == []


def test_the_narrow_space_is_narrower_than_a_space():
    font = TTFont(STATIC / "fonts/newsreader.woff2")
    width = {c: font["hmtx"][font.getBestCmap()[ord(c)]][0] for c in " \u202f"}
    assert 0.5 < width["\u202f"] / width[" "] < 0.9


def test_weights_lead_from_text_to_titles():
    (axis,) = TTFont(STATIC / "fonts/newsreader.woff2")["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 600)


def test_the_style_sheet_names_every_font_with_just_its_characters():
    assert len(FACES) == 6
    for path, _, ranges in FACES:
        font = TTFont(STATIC / path)
        assert declared(ranges) <= set(font.getBestCmap()) | gaps(path), path


def declared(ranges: str) -> set[int]:
    codes: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return codes


def gaps(path: str) -> set[int]:
    """Return what may be declared all the same: rare letters that no font here has anyway."""
    everywhere = {code for p, *_ in FACES for code in TTFont(STATIC / p).getBestCmap()}
    return set(range(0x2009, 0x20C0)) - everywhere | set(range(0x100, 0x1F00)) - everywhere


@pytest.mark.django_db
def test_what_a_first_visit_needs_is_light():
    """The page itself, and what the answers say of themselves, have what is left of 45 KB."""
    fonts = [STATIC / "fonts" / name for name in ("newsreader.woff2", "newsreader-italic.woff2")]
    weight = sum(path.stat().st_size for path in fonts)
    assert weight < 21_000
    shown = page(make_article().address)
    asked = [link["href"] for link in shown.select("link[rel=stylesheet]")]
    asked += [script["src"] for script in shown.select("script[src]")]
    files = [STATIC / address.rpartition("/")[2] for address in asked]
    assert {path.name for path in files} == {"front.css", "reading.css", "talk.css", "front.js"}
    sent = [lean(path.name, path.read_text()).encode() for path in files]
    assert weight + sum(len(brotli.compress(one)) for one in sent) < 32_000


def test_what_readers_get_is_lean_and_says_the_same():
    sheet = """/* For us. */
a:hover > b,
c {
  content: "/* no */ ; }";
  margin: 0 auto; /* and here */
}
@media (min-width: 1px) and (x) {
  d { width: calc(1px + 2px); }
}
"""
    assert lean("a.css", sheet) == (
        'a:hover > b,c{content:"/* no */ ; }";margin:0 auto}'
        "@media (min-width:1px) and (x){d{width:calc(1px + 2px)}}"
    )
    script = '/* For us. */\nif (a) {\n  /* So. */\n  b("/* no */"); // c\n}\n'
    assert lean("a.js", script) == 'if (a) {\nb("/* no */"); // c\n}'
    assert lean("icon.svg", " <svg/> ") == " <svg/> "


def test_our_scripts_have_no_string_of_several_lines():
    for path in STATIC.glob("*.js"):
        assert all(line.count("`") % 2 == 0 for line in path.read_text().split("\n")), path.name


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_own_words_around_an_article_need_the_first_font_alone(language: str):
    """The second weighs ten kilobytes, for one rare sign; code is set in a font of the device."""
    article = make_article(language=language, title="Tides")
    make_comment(article, "The ebb.")
    Publication.objects.update(language=language)
    shown = page(article.address)
    for apart in shown.select("head, script, code"):
        apart.decompose()
    known = TTFont(STATIC / "fonts/newsreader.woff2").getBestCmap()
    assert {sign for sign in shown.get_text() if ord(sign) not in known} <= {"\n"}


def test_what_the_style_sheets_write_needs_the_first_font_alone():
    known = TTFont(STATIC / "fonts/newsreader.woff2").getBestCmap()
    written = re.findall(r'content: "([^"]*)"', "".join(SHEETS.values()))
    signs = {sign for text in written for sign in text.replace("\\a0", "\u00a0")}
    assert "\u203a" in signs
    assert {sign for sign in signs if ord(sign) not in known} == set()


def test_the_fonts_come_with_their_licence():
    for path in (STATIC / "fonts").glob("*.woff2"):
        names = TTFont(path)["name"]
        assert "Newsreader Project Authors" in names.getDebugName(0)
        assert "OFL" in names.getDebugName(14)
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text().upper()


def test_columns_of_figures_are_found():
    table = aligned(
        ["Year", "Ships", "Note"],
        [["2023", "1\u202f734", "so"], ["2024", "\u221212,5 %", ""], ["", "–", "3"]],
    )
    assert table.head == [("Year", True), ("Ships", True), ("Note", False)]
    assert [[is_number for _, is_number in row] for row in table.rows] == [[True, True, False]] * 3


def test_an_empty_column_is_none_and_rows_may_be_short():
    table = aligned([], [["", "a"], ["1"]])
    assert table.rows == [[("", True), ("a", False)], [("1", True)]]
    assert aligned([], []).rows == []


def test_the_icon_is_a_picture():
    assert io.BytesIO((STATIC / "icon.svg").read_bytes()).read(4) == b"<svg"


def test_who_does_not_read_the_page_finds_the_icon_too(publication: object):
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer["location"]) == (302, "/static/front/icon.svg")


def test_what_is_drawn_by_its_ground_is_seen_in_a_readers_own_colours():
    """There, grounds become the page's, gradients go, and see-through borders are seen."""
    found: set[str] = set()
    for sheet in SHEETS.values():
        forced = re.search(r"@media \(forced-colors: active\) \{\n(.*?)\n\}", sheet, re.DOTALL)
        kept = re.findall(r"([^{}]+)\{\s*forced-color-adjust: none;", forced[1] if forced else "")
        named = {name.strip() for names in kept for name in names.split(",")}
        drawn = {
            rule[0].strip()
            for rule in re.findall(r"\n([^{}@/]+)\{([^{}]*)\}", sheet)
            if re.search(r"\bmask:|border-color: currentColor #0000", rule[1])
        }
        assert drawn <= named
        found |= drawn
    assert len(found) > 1
