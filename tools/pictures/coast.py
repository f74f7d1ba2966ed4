"""The sea, the coast and what stands on it."""

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
    Gradient,
    Point,
    arc,
    around,
    downward,
    mix,
    rectangle,
)
from pictures.land import down_to, hills, smooth, swell

WIDTH, HEIGHT = 1600, 1067
ROCKS = np.random.default_rng(14).uniform(-1, 1, 30)


def glitter(sheet: Canvas, at: Point, depth: float, spread: float, paint: np.ndarray) -> None:
    """Lay the broken reflection of a light on water below `at`."""
    random = np.random.default_rng(round(at[0]))
    for step in range(46):
        share = (step / 46) ** 1.35
        y = at[1] + depth * share
        half = (0.25 + share) * spread * random.uniform(0.25, 1)
        x = at[0] + random.normal(0, spread * 0.22 * (0.2 + share))
        sheet.line(
            [(x - half, y), (x + half, y)], paint, 1 + 3.2 * share, opacity=0.6 - 0.4 * share
        )


def tide_staff() -> Canvas:
    """A graduated staff in calm water at daybreak."""
    sheet = Canvas(
        WIDTH, HEIGHT, downward(0, 640, mix(TEAL, MIST, 0.55), FOG, mix(SAND, PAPER, 0.4))
    )
    sun = (1110.0, 470.0)
    sheet.disc(sun, 330, PAPER, opacity=0.30, blur=90)
    sheet.disc(sun, 118, around(sun, 118, mix(PAPER, SAND, 0.15), mix(SAND, OCHRE, 0.32)))
    far = hills(WIDTH, 560, 34, 5)
    sheet.polygon(down_to(far, 640), downward(520, 640, mix(TEAL, MIST, 0.5), mix(MIST, FOG, 0.6)))
    near = hills(WIDTH, 596, 22, 12)
    sheet.polygon(down_to(near, 640), mix(TEAL, MIST, 0.28), opacity=0.8)
    sheet.polygon(rectangle(0, 606, WIDTH, 470), downward(606, 1067, mix(MIST, SAND, 0.3), TEAL))
    glitter(sheet, (sun[0], 612), 330, 150, PAPER)
    for band in range(7):
        share = band / 6
        edge = swell(
            WIDTH, 706 + 54 * band + 4 * band**1.5, 8 + 5 * band, band + 30, 2.4 - 0.2 * band
        )
        sheet.polygon(down_to(edge, HEIGHT), mix(mix(TEAL, SEA, 0.25), INK, share), opacity=0.72)
        sheet.line(edge, mix(FOG, TEAL, share), 1.4, opacity=0.45 - 0.3 * share)
    lay_staff(sheet, 330, 130, 960)
    front = swell(WIDTH, 972, 15, 77, 2)
    sheet.polygon(down_to(front, HEIGHT), downward(950, 1067, DEEP, NIGHT), opacity=0.94)
    sheet.add_grain()
    return sheet


def lay_staff(sheet: Canvas, x: float, top: float, foot: float) -> None:
    """Lay the staff itself: a board, its marks each decimetre, its figures each metre."""
    sheet.polygon(rectangle(x + 16, top + 16, 112, foot - top), INK, opacity=0.16, blur=14)
    sheet.polygon(rectangle(x - 26, top - 40, 22, foot - top + 90), downward(top, foot, DEEP, INK))
    sheet.polygon(
        rectangle(x, top, 112, foot - top), downward(top, foot, PAPER, mix(PAPER, MIST, 0.4))
    )
    for mark in range(int((foot - top) / 21)):
        y, major = foot - 21 * (mark + 1), mark % 10 in (4, 9)
        wide = 62 if major else 40
        ink = VERMILION if (mark // 10) % 2 else DEEP
        if mark % 2 == 0 or major:
            sheet.polygon(rectangle(x, y, wide, 21 if mark % 2 == 0 else 5), ink)
    for metre in range(4):
        sheet.words(str(metre + 1), (x + 86, foot - 210 * metre - 126), 46, DEEP)


def wind_at_sea() -> Canvas:
    """Wind turbines in the mist, in rows that fade."""
    sheet = Canvas(
        WIDTH, HEIGHT, downward(0, 760, DEEP, SEA, mix(TEAL, SAND, 0.45), mix(SAND, OCHRE, 0.35))
    )
    sun = (420.0, 700.0)
    sheet.disc(sun, 420, mix(SAND, PAPER, 0.5), opacity=0.35, blur=120)
    sheet.disc(sun, 92, around(sun, 92, PAPER, mix(SAND, OCHRE, 0.25)))
    for row, (count, size, shade) in enumerate(((9, 150, 0.72), (6, 260, 0.42), (3, 470, 0.0))):
        random = np.random.default_rng(row + 3)
        paint = mix(PAPER, mix(SAND, TEAL, 0.55), shade)
        for place in range(count):
            x = WIDTH * (place + 0.62) / count + random.uniform(-30, 30)
            lay_turbine(sheet, (x, 742 + 12 * row), size, random.uniform(0, 120), paint)
    sheet.polygon(rectangle(0, 738, WIDTH, 340), downward(738, 1067, mix(SAND, TEAL, 0.62), DEEP))
    glitter(sheet, (sun[0], 744), 290, 130, mix(PAPER, SAND, 0.5))
    for band in range(6):
        edge = swell(WIDTH, 772 + 46 * band, 5 + 4 * band, band + 60, 3 - 0.3 * band)
        sheet.polygon(
            down_to(edge, HEIGHT), mix(mix(TEAL, SEA, 0.6), NIGHT, band / 5.5), opacity=0.55
        )
    sheet.add_grain()
    return sheet


def lay_turbine(sheet: Canvas, foot: Point, size: float, turn: float, paint: np.ndarray) -> None:
    """Lay one wind turbine; `turn` in degrees is the position of its blades."""
    x, y = foot
    hub, wide = (x, y - size), size * 0.013
    sheet.polygon(
        [
            (x - wide * 1.7, y),
            (x - wide * 0.8, hub[1]),
            (x + wide * 0.8, hub[1]),
            (x + wide * 1.7, y),
        ],
        paint,
    )
    for blade in range(3):
        angle = np.radians(turn + 120 * blade)
        ahead = np.array([np.cos(angle), np.sin(angle)])
        side = np.array([-ahead[1], ahead[0]]) * size
        root, tip = np.array(hub), np.array(hub) + ahead * size * 0.66
        belly = root + ahead * size * 0.14 + side * 0.026
        points = [root - side * 0.006, belly, tip, root + ahead * size * 0.1 - side * 0.008]
        sheet.polygon([(float(p[0]), float(p[1])) for p in points], paint)
    sheet.disc(hub, size * 0.017, paint)


def lighthouse() -> Canvas:
    """A lighthouse at night, its four beams and the stars."""
    sheet = Canvas(WIDTH, 900, downward(0, 720, NIGHT, INK, DEEP, mix(SEA, TEAL, 0.3)))
    lay_stars(sheet, 380, 620)
    lamp = (1085.0, 300.0)
    for turn, opening, strength in ((171, 5.5, 0.55), (192, 4, 0.3), (-9, 5.5, 0.5), (12, 4, 0.28)):
        lay_beam(sheet, lamp, (turn - opening, turn + opening), strength)
    sheet.disc(lamp, 120, mix(PAPER, SAND, 0.5), opacity=0.5, blur=48)
    sheet.polygon(rectangle(0, 690, WIDTH, 220), downward(690, 900, mix(SEA, DEEP, 0.4), NIGHT))
    slope = np.linspace(0, 1, 200)
    rise = 112 * np.sin(np.pi * slope) ** 0.55 + 9 * smooth(slope, np.linspace(0, 1, 30), ROCKS)
    rock = list(zip(760 + 690 * slope, 742 - rise, strict=True))
    sheet.polygon(rock, downward(620, 750, mix(INK, DEEP, 0.5), NIGHT))
    lay_tower(sheet, lamp, 634)
    for band in range(5):
        edge = swell(WIDTH, 728 + 38 * band, 5 + 3 * band, band + 8, 3)
        sheet.polygon(down_to(edge, 900), mix(DEEP, NIGHT, 0.25 + band / 7), opacity=1 - 0.1 * band)
        sheet.line(edge, TEAL, 1.2, opacity=0.26)
    glitter(sheet, (lamp[0] - 20, 748), 150, 90, SAND)
    sheet.add_grain(0.008)
    return sheet


def lay_tower(sheet: Canvas, lamp: Point, foot: float) -> None:
    """Lay a tower with two dark rings, its gallery and its lantern."""
    x, y = lamp
    paint = roundness(x)
    sheet.polygon([(x - 30, y + 46), (x + 30, y + 46), (x + 52, foot), (x - 52, foot)], paint)
    for upper, lower in ((110, 172), (234, 292)):
        wide = [30 + 22 * (part - 46) / (foot - y - 46) for part in (upper, lower)]
        ring = [
            (x - wide[0], y + upper),
            (x + wide[0], y + upper),
            (x + wide[1], y + lower),
            (x - wide[1], y + lower),
        ]
        sheet.polygon(ring, lambda a, b: mix(paint(a, b), BRICK, 0.86))
    sheet.polygon(rectangle(x - 44, y + 36, 88, 12), mix(PAPER, INK, 0.55))
    sheet.polygon(rectangle(x - 25, y - 26, 50, 62), mix(PAPER, SAND, 0.6))
    for bar in (-25, -9, 7, 23):
        sheet.line([(x + bar, y - 26), (x + bar, y + 36)], INK, 2)
    sheet.polygon([(x - 32, y - 26), (x + 32, y - 26), (x, y - 62)], BRICK)
    sheet.line([(x, y - 60), (x, y - 84)], BRICK, 3)


def lay_beam(sheet: Canvas, lamp: Point, angles: tuple[float, float], strength: float) -> None:
    """Lay a beam that fades with the distance."""
    ends = arc(lamp, 1900, *angles, 24)
    fade = around(lamp, 1300, mix(PAPER, SAND, 0.45), mix(SAND, TEAL, 0.6), DEEP)
    beam = sheet.mask(lambda pen: pen.polygon([lamp, *ends]), blur=7)
    y, x = np.mgrid[0 : sheet.height, 0 : sheet.width]
    sheet.lay(beam * np.exp(-np.hypot(x - lamp[0], y - lamp[1]) / 620), fade, opacity=strength)


def roundness(x: float) -> Gradient:
    """Return the light on a round tower: bright on the left, dark on the right."""
    return lambda a, b: mix(PAPER, INK, 0.1 + 0.62 * np.clip((a - x + 46) / 92, 0, 1)[..., None])


def lay_stars(sheet: Canvas, count: int, depth: float) -> None:
    """Scatter stars above a height, denser near the top."""
    random = np.random.default_rng(21)
    for _ in range(count):
        at = (random.uniform(0, sheet.width), depth * random.uniform(0, 1) ** 1.4)
        bright = random.uniform(0, 1) ** 3
        sheet.disc(at, 0.7 + 1.6 * bright, PAPER, opacity=0.25 + 0.7 * bright)


def misty_estuary() -> Canvas:
    """An estuary at low water: hills in the mist, bare sands, a channel, birds."""
    sheet = Canvas(
        WIDTH, HEIGHT, downward(0, 620, mix(MIST, TEAL, 0.2), FOG, mix(SAND, PAPER, 0.5))
    )
    sheet.disc((560, 300), 300, PAPER, opacity=0.4, blur=80)
    sheet.disc((560, 300), 92, mix(PAPER, SAND, 0.12))
    for layer in range(4):
        edge = hills(WIDTH, 420 + 54 * layer, 74 - 15 * layer, layer + 41, 7)
        shade = mix(mix(MIST, FOG, 0.3), SEA, layer / 3.4)
        below = mix(shade, mix(PAPER, SAND, 0.3), 0.7)
        sheet.polygon(
            down_to(edge, HEIGHT), downward(390 + 54 * layer, 560 + 40 * layer, shade, below)
        )
    flats = downward(612, 1067, mix(MIST, SAND, 0.55), mix(TEAL, SAND, 0.25), SEA, DEEP)
    sheet.polygon(rectangle(0, 612, WIDTH, 460), flats)
    for bank in range(7):
        edge = swell(WIDTH, 650 + 12 * bank**1.9, 3 + 2.6 * bank, bank + 11, 1.6)
        sheet.polygon(down_to(edge, HEIGHT), mix(SAND, INK, 0.3 + 0.1 * bank), opacity=0.2)
    lay_channel(sheet)
    lay_birds(sheet)
    sheet.add_grain()
    return sheet


def lay_channel(sheet: Canvas) -> None:
    """Lay the channel that stays wet at low water, wider as it comes nearer."""
    y = np.linspace(616, 1072, 300)
    near = (y - 616) / 456
    turn = 2 * np.pi * 1.25 * (1 - (1 - near) ** 2.2)
    x = 900 - 60 * near + (26 + 400 * near) * np.sin(turn + 0.6)
    half = 5 + 260 * near**1.7
    water = downward(616, 1067, mix(PAPER, SAND, 0.3), mix(FOG, SAND, 0.3), mix(MIST, FOG, 0.4))
    for wider, opacity in ((1.22, 0.22), (1.0, 0.96)):
        left, right = x - half * wider, x + half * wider
        bank = [*zip(left, y, strict=True), *zip(right[::-1], y[::-1], strict=True)]
        sheet.polygon(bank, water, opacity=opacity)


def lay_birds(sheet: Canvas) -> None:
    """Lay a line of birds that leaves towards the right."""
    random = np.random.default_rng(6)
    for bird in range(13):
        x, y = 960 + 41 * bird + random.normal(0, 7), 300 - 14 * bird + random.normal(0, 11)
        span = 11 + 0.8 * bird
        wings = [
            *arc((x - span / 2, y), span / 2, 195, 345, 12),
            *arc((x + span / 2, y), span / 2, 195, 345, 12),
        ]
        sheet.line(wings, DEEP, 2, opacity=0.85)
