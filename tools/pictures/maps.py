"""Maps of an island that does not exist."""

import numpy as np
from pictures.canvas import (
    BRICK,
    DEEP,
    FOG,
    INK,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    SAND,
    SEA,
    TEAL,
    VERMILION,
    Canvas,
    Floats,
    Paint,
    Point,
    arc,
    mix,
    points,
    ramp,
)
from pictures.land import relief, rough_ring, stepped

WIDTH, HEIGHT = 1600, 1067
ISLAND: list[Point] = points(
    "-0.9,-0.1 -0.5,-0.62 0.1,-0.5 0.62,-0.74 0.98,-0.2 0.66,0.3 0.24,0.34 0.05,0.72 -0.5,0.5"
)


def island(centre: Point, size: float, rounds: int = 7) -> list[Point]:
    """Return the coast of the island around a centre."""
    ring = rough_ring(ISLAND, 0.2, rounds, 5)
    return [(centre[0] + size * x, centre[1] + size * 0.92 * y) for x, y in ring]


def contours() -> Canvas:
    """An island and the sea floor around it, in steps of height."""
    fine = 2
    heights = relief(WIDTH * fine, HEIGHT * fine, 23, octaves=5, first=3)
    y, x = np.mgrid[0 : HEIGHT * fine, 0 : WIDTH * fine] / fine
    heights += 1.05 - 2.0 * np.hypot((x - 900) / 900, (y - 520) / 640) ** 1.3
    sheet = Canvas(WIDTH, HEIGHT, PAPER)
    sheet.rgb = reduced(tinted(heights), fine)
    lay_graticule(sheet, 200, 12)
    lay_rose(sheet, (210, 850), 118)
    sheet.add_grain(0.006)
    return sheet


def tinted(heights: Floats) -> Floats:
    """Return heights as colours, in steps, with a line at each step and a strong one at zero."""
    steps = heights / 0.1
    level = np.floor(steps)
    sea = ramp([NIGHT, INK, DEEP, SEA, TEAL, mix(TEAL, MIST, 0.6)], np.clip(1 + level / 17, 0, 1))
    land = ramp(
        [mix(PAPER, SAND, 0.35), SAND, mix(SAND, OCHRE, 0.6), OCHRE, VERMILION, BRICK],
        np.clip(level / 13, 0, 1),
    )
    colours = np.where((level >= 0)[..., None], land, sea)
    slope = np.hypot(*np.gradient(steps)) + 1e-6
    far = np.abs(steps - np.round(steps)) / slope
    fifth = np.round(steps) % 5 == 0
    line = np.clip(np.where(fifth, 1.9, 1.05) - far, 0, 1) * np.where(fifth, 0.62, 0.34)
    shore = np.clip(4.2 - np.abs(steps) / slope, 0, 1)
    ink = np.where((steps >= 0.2)[..., None], BRICK, mix(MIST, TEAL, 0.3))
    colours = colours + (ink - colours) * line[..., None]
    result: Floats = colours + (INK - colours) * shore[..., None] * 0.9
    return result


def reduced(values: Floats, times: int) -> Floats:
    """Return an image made smaller by averaging squares."""
    rows, columns = values.shape[0] // times, values.shape[1] // times
    squares = values.reshape(rows, times, columns, times, 3)
    result: Floats = squares.mean(axis=(1, 3))
    return result


def lay_graticule(sheet: Canvas, gap: float, tick: float) -> None:
    """Lay a grid as crosses, and a frame."""
    for x in np.arange(gap, sheet.width, gap):
        for y in np.arange(gap * 0.67, sheet.height, gap):
            sheet.line([(x - tick, y), (x + tick, y)], PAPER, 1.3, opacity=0.5)
            sheet.line([(x, y - tick), (x, y + tick)], PAPER, 1.3, opacity=0.5)


def lay_rose(sheet: Canvas, at: Point, size: float, paint: Paint = PAPER) -> None:
    """Lay a compass rose; north is up and red."""
    for radius, width in ((size, 1.6), (size * 0.9, 1.0), (size * 0.28, 1.2)):
        sheet.line(arc(at, radius, 0, 360, 160), paint, width, opacity=0.75)
    for degree in range(0, 360, 6):
        inner = 0.82 if degree % 30 == 0 else 0.86
        ends = [arc(at, size * reach, degree, degree, 1)[0] for reach in (inner, 0.9)]
        sheet.line(ends, paint, 1.2, opacity=0.7)
    for quarter in range(8):
        long = quarter % 2 == 0
        tip = arc(at, size * (0.8 if long else 0.5), 45 * quarter - 90, 0, 1)[0]
        for side in (-1, 1):
            root = arc(at, size * 0.13, 45 * quarter - 90 + 45 * side, 0, 1)[0]
            ink = VERMILION if quarter == 0 else paint
            sheet.polygon([at, root, tip], ink, opacity=0.95 if side > 0 else 0.5)


def three_scales() -> Canvas:
    """One coast measured with three openings of the dividers."""
    sheet = Canvas(WIDTH, 900, mix(PAPER, SAND, 0.12))
    for x in range(0, WIDTH, 40):
        sheet.line([(x, 0), (x, 900)], MIST, 1, opacity=0.32 if x % 200 else 0.7)
    for y in range(20, 900, 40):
        sheet.line([(0, y), (WIDTH, y)], MIST, 1, opacity=0.32 if (y - 20) % 200 else 0.7)
    for place, (step, ink) in enumerate(((190.0, VERMILION), (62.0, OCHRE), (4.0, SEA))):
        centre = (292 + 508 * place, 410)
        coast = island(centre, 240, 8)
        sheet.polygon(coast, SAND, opacity=0.55 - 0.1 * place)
        touched = stepped(coast, step)
        if place == 2:
            sheet.polygon(coast, mix(SAND, TEAL, 0.25), opacity=0.5)
        sheet.line([*touched, touched[0]], ink, 4.5 - place)
        if place < 2:
            for point in touched:
                sheet.disc(point, 9 - 3.5 * place, PAPER)
                sheet.disc(point, 6.5 - 3 * place, ink)
        lay_scale_bar(sheet, (centre[0] - 95, 742), step, ink)
    sheet.add_grain(0.010)
    return sheet


def lay_scale_bar(sheet: Canvas, at: Point, step: float, ink: Floats) -> None:
    """Lay as many openings of the dividers as fit in 190 pixels."""
    count = min(round(190 / step), 19)
    for part in range(count):
        left = at[0] + 190 * part / count
        box = [
            (left, at[1]),
            (left + 190 / count, at[1]),
            (left + 190 / count, at[1] + 14),
            (left, at[1] + 14),
        ]
        sheet.polygon(box, ink if part % 2 == 0 else PAPER)
    frame = [at, (at[0] + 190, at[1]), (at[0] + 190, at[1] + 14), (at[0], at[1] + 14), at]
    sheet.line(frame, ink, 1.6)


def light_sectors() -> Canvas:
    """A chart by night: which colour of light a ship sees from where."""
    sheet = Canvas(WIDTH, HEIGHT, mix(INK, NIGHT, 0.3))
    for ring in range(1, 16):
        for centre, _ in LIGHTS:
            sheet.line(arc(centre, 92 * ring, 0, 360, 220), TEAL, 1, opacity=0.16)
    for centre, sectors in LIGHTS:
        for start, end, reach, ink in sectors:
            lay_sector(sheet, centre, (start, end), reach, ink)
    land = rough_ring(
        points("-60,-60 720,-60 560,120 610,300 380,420 420,640 210,790 250,960 90,1130 -60,1130"),
        0.13,
        7,
        8,
    )
    isle = island((1240, 300), 150, 6)
    for coast in (land, isle):
        sheet.line([*coast, coast[0]], SEA, 26, opacity=0.30)
        sheet.line([*coast, coast[0]], TEAL, 9, opacity=0.35)
        sheet.polygon(coast, mix(DEEP, SEA, 0.25))
        sheet.line([*coast, coast[0]], mix(MIST, TEAL, 0.2), 2.2)
    lay_soundings(sheet)
    for centre, _ in LIGHTS:
        sheet.disc(centre, 40, mix(PAPER, SAND, 0.4), opacity=0.55, blur=16)
        sheet.disc(centre, 8, PAPER)
    sheet.add_grain(0.008)
    return sheet


GREEN = mix(TEAL, MIST, 0.2)
LIGHTS: list[tuple[Point, list[tuple[float, float, float, Floats]]]] = [
    ((596, 296), [(-24, 12, 560, GREEN), (12, 40, 690, PAPER), (40, 74, 560, VERMILION)]),
    ((232, 800), [(-48, -22, 500, VERMILION), (-22, 4, 720, PAPER), (4, 30, 500, GREEN)]),
    ((1180, 366), [(70, 104, 470, VERMILION), (104, 140, 560, PAPER), (140, 172, 470, GREEN)]),
]


def lay_sector(
    sheet: Canvas, centre: Point, angles: tuple[float, float], reach: float, ink: Floats
) -> None:
    """Lay a sector that fades outwards, with its limits dashed and its arc drawn."""
    edge = arc(centre, reach, *angles)
    box = sheet.box([centre, *edge])
    mask = sheet.mask(lambda pen: pen.polygon([centre, *edge]), box)
    y, x = np.mgrid[box[1] : box[3], box[0] : box[2]]
    fade = 1 - np.hypot(x - centre[0], y - centre[1]) / reach
    sheet.lay(mask * np.clip(0.12 + 0.5 * fade, 0, 1), ink, box)
    sheet.line(arc(centre, reach - 10, angles[0] + 0.6, angles[1] - 0.6), ink, 5, opacity=0.9)
    for angle in angles:
        for dash in np.arange(20, reach, 22):
            ends = [arc(centre, far, angle, angle, 1)[0] for far in (dash, dash + 11)]
            sheet.line(ends, MIST, 1.2, opacity=0.6)


def lay_soundings(sheet: Canvas) -> None:
    """Scatter depths over the open water, as charts do."""
    random = np.random.default_rng(31)
    for row in range(9):
        for column in range(14):
            x = 690 + 68 * column + random.normal(0, 14)
            y = 60 + 116 * row + random.normal(0, 20)
            if np.hypot(x - 1240, y - 300) > 210 and x > 700 - 0.35 * y:
                depth = 4 + (x - 400) / 34 + random.normal(0, 3)
                sheet.words(f"{max(depth, 2):.0f}", (x, y), 17, FOG, opacity=0.5)
