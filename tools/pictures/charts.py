"""Numbers as pictures: curves, seats, towers, moons."""

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
    downward,
    mix,
    ramp,
    rectangle,
)
from pictures.land import down_to, smooth, swell

WIDTH, HEIGHT = 1600, 1067


def hourly(text: str) -> list[float]:
    """Return twenty-four values in megawatts."""
    return [float(megawatts) for megawatts in text.split()]


# A winter and a summer day of the island for each hour, from files/talmere-deux-jours.csv.
WINTER = hourly(
    "6.1 5.6 5.3 5.2 5.3 5.9 7.4 9.3 10.2 9.8 9.2 9.0 "
    "9.6 9.1 8.6 8.4 8.8 10.1 11.8 12.4 11.6 10.1 8.9 7.3"
)
SUMMER = hourly(
    "4.0 3.6 3.4 3.3 3.3 3.5 4.2 5.3 6.2 6.7 7.0 7.4 "
    "7.9 7.3 6.8 6.6 6.7 7.1 7.8 8.3 8.2 7.6 6.2 4.9"
)
# Seats under D'Hondt's rule without a threshold, from one side of the house to the other.
SEATS = (2, 12, 8, 2, 18, 5)


def year_of_days() -> Canvas:
    """Fifty days of a year as curves behind one another, winter at the back."""
    sheet = Canvas(WIDTH, HEIGHT, mix(INK, NIGHT, 0.2))
    random, hours = np.random.default_rng(2), np.linspace(0, 24, 300)
    count = 30
    for day in range(count):
        share = day / (count - 1)
        summer = (1 - np.cos(2 * np.pi * share)) / 2
        curve = np.array(WINTER) * (1 - summer) + np.array(SUMMER) * summer
        knots = smooth(
            hours, np.arange(25.0), np.append(curve, curve[0]) + random.normal(0, 0.10, 25)
        )
        level = 330 + 23 * day
        edge = list(zip(np.linspace(150, 1450, 300), level - (knots - 3) * 30, strict=True))
        ink = ramp(
            [TEAL, mix(MIST, FOG, 0.5), OCHRE, VERMILION, OCHRE, mix(MIST, FOG, 0.5), TEAL],
            np.array(share),
        )
        sheet.polygon(down_to(edge, HEIGHT), mix(INK, NIGHT, 0.2))
        sheet.polygon(
            down_to(edge, level),
            downward(level - 260, level, ink, mix(INK, NIGHT, 0.2)),
            opacity=0.3,
        )
        sheet.line(edge, ink, 2.6)
    lay_hours(sheet, 1024)
    sheet.add_grain(0.005)
    return sheet


def lay_hours(sheet: Canvas, y: float) -> None:
    """Lay a mark for each hour of the day and a longer one every six."""
    for hour in range(25):
        x = 150 + 1300 * hour / 24
        sheet.line([(x, y), (x, y + (14 if hour % 6 == 0 else 7))], MIST, 1.6, opacity=0.7)


def house_of_seats() -> Canvas:
    """The forty-seven seats of an assembly, in arcs."""
    sheet = Canvas(WIDTH, 900, downward(0, 900, mix(PAPER, SAND, 0.1), mix(PAPER, SAND, 0.5)))
    centre = (800.0, 770.0)
    for radius in range(150, 1100, 38):
        sheet.line(arc(centre, radius, 180, 360, 200), OCHRE, 1, opacity=0.13)
    seats = sorted(
        (
            (angle, arc(centre, radius, angle, angle, 1)[0])
            for radius, count in ((240, 7), (345, 10), (450, 13), (555, 17))
            for angle in np.linspace(180 + 7, 360 - 7, count)
        ),
        key=lambda seat: seat[0],
    )
    inks = [colour for colour, count in zip(SIDES, SEATS, strict=True) for _ in range(count)]
    for (_, at), ink in zip(seats, inks, strict=True):
        sheet.disc((at[0] + 5, at[1] + 9), 37, INK, opacity=0.22, blur=6)
        sheet.disc(at, 37, ink)
        sheet.disc((at[0] - 9, at[1] - 10), 15, mix(ink, PAPER, 0.5), opacity=0.4, blur=7)
    for dash in np.arange(120, 640, 24):
        sheet.line([(800.0, 770.0 - dash), (800.0, 758.0 - dash)], INK, 2.4, opacity=0.8)
    sheet.polygon(down_to(arc(centre, 96, 180, 360), 770), INK)
    sheet.polygon(rectangle(0, 770, WIDTH, 130), downward(770, 900, INK, NIGHT))
    lay_strip(sheet, rectangle(190, 812, 1220, 22))
    sheet.add_grain(0.010)
    return sheet


SIDES: tuple[Floats, ...] = (BRICK, VERMILION, OCHRE, MIST, SEA, DEEP)


def lay_strip(sheet: Canvas, strip: list[Point]) -> None:
    """Lay the same seats as parts of a strip."""
    left, wide = strip[0][0], strip[1][0] - strip[0][0]
    for ink, count in zip(SIDES, SEATS, strict=True):
        part = wide * count / sum(SEATS)
        sheet.polygon(rectangle(left, strip[0][1], part - 3, 22), mix(ink, TEAL, 0.25))
        left += part


def block(
    sheet: Canvas, at: Point, size: tuple[float, float, float], paints: tuple[Paint, Paint, Paint]
) -> None:
    """Lay a box seen from above at a corner: `at` is its lowest corner; width, depth, height."""
    (x, y), (wide, deep, tall) = at, size
    right = (x + wide * 0.866, y - wide * 0.5)
    left = (x - deep * 0.866, y - deep * 0.5)
    back = (right[0] - deep * 0.866, right[1] - deep * 0.5)
    up = [(px, py - tall) for px, py in ((x, y), right, back, left)]
    sheet.polygon([(x, y), left, up[3], up[0]], paints[1])
    sheet.polygon([(x, y), right, up[1], up[0]], paints[2])
    sheet.polygon(up, paints[0])


def city_of_bars() -> Canvas:
    """A city whose houses are the bars of a chart."""
    sheet = Canvas(
        WIDTH, HEIGHT, downward(0, HEIGHT, mix(PAPER, SAND, 0.25), mix(SAND, OCHRE, 0.15))
    )
    random, cell = np.random.default_rng(17), 74.0
    for row in range(-8, 26):
        for column in range(-8, 26):
            x = 800 + (column - row) * cell * 0.866
            y = -40 + (column + row) * cell * 0.5
            wave = np.sin(column * 0.52) * np.cos(row * 0.44) + random.normal(0, 0.22)
            tall = 26 + 150 * max(wave + 0.25, 0) ** 1.35
            share = np.clip((tall - 26) / 220, 0, 1)
            top = ramp([mix(FOG, MIST, 0.5), MIST, TEAL, SEA, DEEP], np.array(share))
            if random.uniform() < 0.045:
                top = VERMILION
            elif random.uniform() < 0.06:
                top = OCHRE
            paints = (mix(top, PAPER, 0.16), mix(top, INK, 0.34), mix(top, INK, 0.12))
            block(sheet, (x, y), (cell * 0.8, cell * 0.8, tall), paints)
    sheet.add_grain(0.009)
    return sheet


def two_months() -> Canvas:
    """Two months as sixty-two moons; one of them is the last day."""
    sheet = Canvas(WIDTH, 900, downward(0, 900, NIGHT, INK, DEEP))
    random = np.random.default_rng(4)
    for _ in range(240):
        at = (random.uniform(0, WIDTH), random.uniform(0, 900))
        sheet.disc(at, random.uniform(0.5, 1.5), PAPER, opacity=random.uniform(0.1, 0.5))
    for day in range(62):
        row, column = divmod(day, 11)
        at = (185 + 123 * column, 135 + 126 * row)
        if day == 61:
            sheet.disc(at, 66, OCHRE, opacity=0.4, blur=20)
            sheet.disc(at, 41, VERMILION)
            continue
        lay_moon(sheet, at, 41, (day + 1.5) / 29.53)
    sheet.add_grain(0.007)
    return sheet


def lay_moon(sheet: Canvas, at: Point, radius: float, age: float) -> None:
    """Lay the moon at an age counted in lunations: new at 0, full at one half."""
    sheet.disc(at, radius, mix(SEA, DEEP, 0.4), opacity=0.75)
    turn = np.linspace(-np.pi / 2, np.pi / 2, 60)
    phase = age % 1
    side = 1 if phase < 0.5 else -1
    limb = [(at[0] + side * radius * np.cos(t), at[1] + radius * np.sin(t)) for t in turn]
    bulge = side * np.cos(2 * np.pi * phase) * radius
    shade = [(at[0] + bulge * np.cos(t), at[1] + radius * np.sin(t)) for t in turn[::-1]]
    sheet.polygon(limb + shade, mix(PAPER, SAND, 0.35))


def still_life() -> Canvas:
    """A landscape made of charts: a pie for a sun, bars for a town, areas for hills."""
    sheet = Canvas(
        WIDTH,
        900,
        downward(0, 900, mix(MIST, FOG, 0.4), mix(PAPER, FOG, 0.4), mix(SAND, PAPER, 0.4)),
    )
    for y in range(90, 760, 90):
        sheet.line([(90, y), (1510, y)], TEAL, 1.1, opacity=0.3)
    sun = (1150.0, 300.0)
    for start, end, ink, away in (
        (-90, 120, OCHRE, 0),
        (120, 205, mix(SAND, OCHRE, 0.35), 0),
        (205, 270, VERMILION, 22),
    ):
        middle = arc(sun, away, (start + end) / 2, 0, 1)[0]
        sheet.polygon([middle, *arc(middle, 150, start, end)], ink)
    for layer in range(3):
        edge = swell(WIDTH, 560 + 62 * layer, 86 - 20 * layer, layer + 4, 1.5)
        sheet.polygon(down_to(edge, 900), (mix(TEAL, MIST, 0.5), TEAL, SEA)[layer], opacity=0.86)
        sheet.line(edge, PAPER, 2.4, opacity=0.5)
    lay_bars(sheet)
    walk = np.cumsum(np.random.default_rng(9).normal(0.2, 1, 34))
    line = [(130 + 40.6 * i, 420 - 22 * w) for i, w in enumerate(walk)]
    sheet.line(line, VERMILION, 4)
    for point in line[::3]:
        sheet.disc(point, 9, PAPER)
        sheet.disc(point, 6, VERMILION)
    sheet.add_grain(0.010)
    return sheet


def lay_bars(sheet: Canvas) -> None:
    """Lay bars in pairs, like houses with their shadow."""
    heights = (120, 190, 150, 240, 210, 310, 260, 180, 330, 280, 220, 350, 300, 390, 250, 200)
    sheet.polygon(rectangle(0, 828, WIDTH, 72), downward(828, 900, INK, NIGHT))
    for place, tall in enumerate(heights):
        x = 110 + 88 * place
        ink = ramp([DEEP, SEA, DEEP], np.array(place / 15))
        sheet.polygon(
            rectangle(x, 828 - tall * 0.62, 52, tall * 0.62),
            downward(400, 828, mix(ink, TEAL, 0.4), INK),
        )
        sheet.polygon(rectangle(x + 52, 828 - tall * 0.4, 18, tall * 0.4), mix(INK, DEEP, 0.4))
