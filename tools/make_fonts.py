"""Make the readers' fonts from Newsreader, as docs/decisions/0012-fonts.md tells.

    python -m tools.make_fonts PACKAGE_FOLDER

PACKAGE_FOLDER is the unpacked npm package @fontsource-variable/newsreader. Written are the files
of src/chronique/front/static/front/fonts/: roman and italic, each in three sets of characters.
Browsers fetch the first set always, the others only for a page that has one of their characters.
"""

import io
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset, varLib
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parents[1] / "src/chronique/front/static/front/fonts"
# Coordinates stand on a grid of 500 to the em: in a title of 60 pixels, an eighth of a pixel.
UNITS = 500

FRENCH = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«»\u2039\u203a“”‘’–—…·°²×\u2212€"
BASIC = {chr(code) for code in range(0x20, 0x7F)} - set("#$<>@\\^_`{|}~*")
SPACES = {"\u00a0", "\u202f", "\u2009"}
HYPHENS = {"\u2010", "\u2011", "\u00ad"}
CORE = BASIC | set(FRENCH) | SPACES | HYPHENS
# № is drawn as N and º: the typeface has no glyph of its own for it.
NUMERO = "\u2116"


@dataclass(frozen=True)
class Cut:
    """One drawing of the typeface: text is set in the first, titles and bold in the second."""

    style: str
    size: int
    weight: int
    # Kerning below the first is not seen; the rest is rounded to the second. Units.
    kern_from: int = 9
    kern_step: int = 4


TEXT, DISPLAY = Cut("normal", 16, 400), Cut("normal", 40, 600)
# Stands in text, seldom in titles: what is kerned there are capitals, quotes and full stops.
ITALIC = Cut("italic", 16, 400, kern_from=25, kern_step=10)


def reopened(font: TTFont) -> TTFont:
    buffer = io.BytesIO()
    font.flavor = None
    font.save(buffer)
    buffer.seek(0)
    return TTFont(buffer, recalcTimestamp=False)


def source(package: Path, script: str, style: str) -> Path:
    return package / "files" / f"newsreader-{script}-standard-{style}.woff2"


def drawn(package: Path, script: str, cut: Cut, characters: set[str]) -> tuple[TTFont, str]:
    """Return one cut with these characters, without layout, and its kerning as a feature."""
    font = TTFont(source(package, script, cut.style))
    place = {"opsz": cut.size, "wght": cut.weight}
    font = reopened(instancer.instantiateVariableFont(font, place))
    options = subset.Options(
        layout_features=["kern"], hinting=False, notdef_outline=False, glyph_names=True,
        name_IDs=[0, 1, 2, 13, 14], drop_tables=[*subset.Options().drop_tables, "STAT", "MVAR"],
    )  # fmt: skip
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters | {"N", "º", " ", "-"}])
    subsetter.subset(font)
    scale_upem(font, UNITS)
    complete(font, characters)
    kerning = feature(kern(font, cut), font) if script == "latin" else ""
    for table in ("GPOS", "GSUB", "GDEF", "STAT"):
        if table in font:
            del font[table]
    return font, kerning


def complete(font: TTFont, characters: set[str]) -> None:
    """Give the font what French needs and Newsreader lacks; forget characters not asked for."""
    cmap = font.getBestCmap()
    space = font["hmtx"][cmap[ord(" ")]][0]
    if "\u202f" in characters:
        add(font, "uni202F", Glyph(), advance=round(space * 0.72))
        cmap[0x202F] = cmap[0x2009] = "uni202F"
        cmap[0x2010] = cmap[0x2011] = cmap[0x00AD] = cmap[ord("-")]
    if NUMERO in characters and {ord("N"), ord("º")} <= set(cmap):
        advance = font["hmtx"][cmap[ord("N")]][0]
        add(font, "uni2116", joined(cmap[ord("N")], cmap[ord("º")], advance), advance=advance
            + font["hmtx"][cmap[ord("º")]][0])  # fmt: skip
        cmap[ord(NUMERO)] = "uni2116"
    wanted = {code: name for code, name in cmap.items() if chr(code) in characters}
    for table in font["cmap"].tables:
        table.cmap = dict(wanted)


def add(font: TTFont, name: str, glyph: Glyph, *, advance: int) -> None:
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    if glyph.isComposite():
        glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))


def joined(first: str, second: str, offset: int) -> Glyph:
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = [component(first, 0), component(second, offset)]
    return glyph


def component(name: str, x: int) -> GlyphComponent:
    part = GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, x, 0, 0
    return part


def kern(font: TTFont, cut: Cut) -> dict[tuple[str, str], int]:
    """Return the kerning of pairs that is worth its bytes."""
    table = font["GPOS"].table
    wanted = [r.Feature for r in table.FeatureList.FeatureRecord if r.FeatureTag == "kern"]
    found: dict[tuple[str, str], int] = {}
    for number in sorted({index for each in wanted for index in each.LookupListIndex}):
        for pairs in table.LookupList.Lookup[number].SubTable:
            pairs = getattr(pairs, "ExtSubTable", pairs)
            if pairs.LookupType == 2:
                for pair, advance in advances(pairs, font.getGlyphOrder()):
                    found.setdefault(pair, advance)
    shown = set(font.getBestCmap().values())
    return {
        pair: round(advance / cut.kern_step) * cut.kern_step
        for pair, advance in found.items()
        if abs(advance) >= cut.kern_from and set(pair) <= shown
    }


def advances(pairs: Any, names: list[str]) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield ((left, right), advance) of a lookup of pairs, of either format."""
    left = pairs.Coverage.glyphs
    if pairs.Format == 1:
        for name, following in zip(left, pairs.PairSet, strict=True):
            for record in following.PairValueRecord:
                yield (name, record.SecondGlyph), getattr(record.Value1, "XAdvance", 0)
        return
    first, second = pairs.ClassDef1.classDefs, pairs.ClassDef2.classDefs
    for name in left:
        row = pairs.Class1Record[first.get(name, 0)].Class2Record
        for other in names:
            if other in second:
                yield (name, other), getattr(row[second[other]].Value1, "XAdvance", 0)


def feature(kerning: dict[tuple[str, str], int], font: TTFont) -> str:
    """Return the kerning as a feature: glyphs that kern alike, on either side, are one class."""
    left, right = alike(kerning, 0), alike(kerning, 1)
    lines = [
        f"  pos [{' '.join(one)}] [{' '.join(two)}] {kerning[one[0], two[0]]};"
        for one in left
        for two in right
        if (one[0], two[0]) in kerning
    ]
    return "feature kern {\n" + "\n".join(lines) + "\n} kern;"


def alike(kerning: dict[tuple[str, str], int], side: int) -> list[list[str]]:
    rows: dict[str, dict[str, int]] = {}
    for pair, advance in sorted(kerning.items()):
        rows.setdefault(pair[side], {})[pair[1 - side]] = advance
    classes: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for name, row in rows.items():
        classes.setdefault(tuple(row.items()), []).append(name)
    return list(classes.values())


def between(text: TTFont, display: TTFont) -> TTFont:
    """Return a font whose weight, from 400 to 600, leads from one cut to the other."""
    space = DesignSpaceDocument()
    axis = AxisDescriptor(tag="wght", name="Weight", minimum=400, default=400, maximum=600)
    space.addAxis(axis)
    for font, weight in ((text, 400), (display, 600)):
        space.addSource(
            SourceDescriptor(font=font, location={"Weight": weight}, familyName="Newsreader",
                             styleName=str(weight), name=str(weight))
        )  # fmt: skip
    built, _model, _masters = varLib.build(space, exclude=["MVAR", "HVAR", "STAT"])
    if "STAT" in built:
        del built["STAT"]
    return built


def write(font: TTFont, kerning: str, name: str) -> None:
    if kerning:
        addOpenTypeFeaturesFromString(font, kerning)
    font["post"].formatType = 3.0
    font.recalcTimestamp = False
    font["head"].modified = font["head"].created
    font.flavor = "woff2"
    font.save(FONTS / name)
    print(
        f"{name:32} {(FONTS / name).stat().st_size:6} bytes, {len(font.getBestCmap())} characters"
    )
    print(f"  {ranges(set(font.getBestCmap()))}")


def ranges(codes: set[int]) -> str:
    """Return characters as a style sheet's `unicode-range`."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def main(package: Path) -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    latin = {chr(c) for c in TTFont(source(package, "latin", "normal")).getBestCmap()}
    extended = {chr(c) for c in TTFont(source(package, "latin-ext", "normal")).getBestCmap()}
    latin = {c for c in latin if c.isprintable() and not "\u0300" <= c <= "\u036f"} | {NUMERO}
    sets = {
        "": ("latin", CORE),
        "-more": ("latin", latin - CORE),
        "-extended": ("latin-ext", extended - latin - CORE),
    }
    for ending, (script, characters) in sets.items():
        text, kerning = drawn(package, script, TEXT, characters)
        display, _ = drawn(package, script, DISPLAY, characters)
        write(between(text, display), kerning, f"newsreader{ending}.woff2")
        write(*drawn(package, script, ITALIC, characters), f"newsreader{ending}-italic.woff2")
    shutil.copy(package / "LICENSE", FONTS / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
