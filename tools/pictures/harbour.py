"""The harbour, and the house of the court."""

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
    Point,
    across,
    around,
    downward,
    mix,
    points,
    rectangle,
)
from pictures.charts import block
from pictures.coast import glitter
from pictures.land import down_to, hills, swell

WIDTH, HEIGHT = 1600, 1067
CARGO: tuple[Floats, ...] = (VERMILION, SEA, OCHRE, DEEP, MIST, BRICK, TEAL, SAND)


def cranes() -> Canvas:
    """Three gantry cranes over a ship at sunrise."""
    sheet = Canvas(
        WIDTH,
        HEIGHT,
        downward(
            0,
            800,
            mix(SEA, TEAL, 0.3),
            mix(MIST, SAND, 0.4),
            mix(SAND, OCHRE, 0.35),
            mix(OCHRE, VERMILION, 0.3),
        ),
    )
    sun = (1180.0, 560.0)
    sheet.disc(sun, 360, mix(SAND, PAPER, 0.6), opacity=0.4, blur=110)
    sheet.disc(sun, 150, around(sun, 150, PAPER, mix(SAND, OCHRE, 0.3)))
    edge = hills(WIDTH, 690, 36, 19)
    sheet.polygon(
        down_to(edge, 800), downward(640, 800, mix(TEAL, SAND, 0.45), mix(SAND, OCHRE, 0.2))
    )
    for place, (x, shade) in enumerate(((1010, 0.5), (590, 0.26), (150, 0.0))):
        lay_crane(sheet, (x, 800), 1 + 0.12 * place, mix(INK, mix(SAND, TEAL, 0.5), shade))
    sheet.polygon(
        rectangle(0, 800, WIDTH, 270), downward(800, 1067, mix(OCHRE, TEAL, 0.55), SEA, INK)
    )
    glitter(sheet, (sun[0], 812), 220, 170, mix(PAPER, SAND, 0.4))
    lay_ship(sheet)
    for band in range(4):
        edge = swell(WIDTH, 900 + 46 * band, 6 + 4 * band, band + 90, 3)
        sheet.polygon(down_to(edge, HEIGHT), mix(SEA, NIGHT, 0.3 + band / 5), opacity=0.66)
    sheet.add_grain()
    return sheet


def lay_crane(sheet: Canvas, foot: Point, size: float, ink: Floats) -> None:
    """Lay a gantry crane: legs, portal, boom over the water, stays, trolley and its load."""

    def at(x: float, y: float) -> Point:
        return foot[0] + size * x, foot[1] - size * y

    for x in (40, 190):
        sheet.polygon([at(x, 0), at(x + 8, 400), at(x + 20, 400), at(x + 20, 0)], ink)
    bars = [((40, 130), (210, 130), 13), ((40, 400), (210, 400), 13), ((46, 140), (200, 392), 6)]
    bars += [((-110, 408), (560, 408), 16), ((122, 560), (66, 405), 9), ((122, 560), (186, 405), 9)]
    bars += [((122, 560), (330, 412), 4), ((122, 560), (540, 412), 4), ((122, 560), (-100, 412), 4)]
    for start, end, width in bars:
        sheet.line([at(*start), at(*end)], ink, width * size * 0.8)
    for x in range(-100, 550, 26):
        sheet.line([at(x, 412), at(x + 13, 424), at(x + 26, 412)], ink, 2.4)
    sheet.polygon([at(-104, 420), at(-40, 420), at(-40, 456), at(-104, 456)], ink)
    sheet.polygon([at(366, 398), at(410, 398), at(410, 380), at(366, 380)], ink)
    for x in (374, 402):
        sheet.line([at(x, 380), at(x, 292)], ink, 2.2)
    sheet.polygon(
        [at(352, 292), at(424, 292), at(424, 262), at(352, 262)], mix(VERMILION, ink, 0.2)
    )


def lay_ship(sheet: Canvas) -> None:
    """Lay a container ship along the quay."""
    random = np.random.default_rng(12)
    for column in range(17):
        tall = int(3 + 3 * np.sin(np.pi * (column + 2) / 20) + random.integers(0, 2))
        for row in range(tall):
            ink = mix(CARGO[random.integers(0, len(CARGO))], INK, 0.12)
            box = rectangle(520 + 50 * column, 792 - 27 * row, 47, 24.5)
            sheet.polygon(box, downward(600, 830, mix(ink, SAND, 0.14), mix(ink, INK, 0.2)))
    sheet.polygon(rectangle(1384, 640, 74, 180), downward(640, 820, PAPER, mix(SAND, TEAL, 0.4)))
    for floor in range(5):
        sheet.polygon(rectangle(1391, 656 + 30 * floor, 60, 9), DEEP, opacity=0.85)
    sheet.polygon(rectangle(1404, 600, 34, 40), VERMILION)
    hull = points("432,812 500,822 1500,822 1484,912 520,912 480,880")
    sheet.polygon(hull, downward(812, 912, DEEP, NIGHT))
    sheet.polygon([(495, 892), (1488, 892), (1482, 924), (520, 924)], BRICK)


def stacks() -> Canvas:
    """Containers in stacks, seen from above at a corner, without end."""
    sheet = Canvas(WIDTH, HEIGHT, downward(0, HEIGHT, DEEP, INK))
    random, wide, deep, tall = np.random.default_rng(41), 62.0, 150.0, 58.0
    for row in range(-12, 14):
        for column in range(-16, 22):
            x = 800 + (column * (wide + 5) - row * (deep + 16)) * 0.866
            y = 300 + (column * (wide + 5) + row * (deep + 16)) * 0.5
            wave = np.sin(column * 0.33 + row * 0.8) + np.cos(row * 0.9 - column * 0.12)
            for level in range(max(0, int(2.3 + wave + random.uniform(-0.5, 0.7)))):
                ink = CARGO[
                    int(random.choice(8, p=(0.15, 0.2, 0.11, 0.16, 0.13, 0.08, 0.11, 0.06)))
                ]
                ink = mix(ink, INK, random.uniform(0, 0.12))
                paints = (mix(ink, PAPER, 0.2), mix(ink, INK, 0.08), mix(ink, INK, 0.42))
                block(sheet, (x, y - tall * level), (wide, deep, tall - 2), paints)
    sheet.add_grain(0.006)
    return sheet


def draught_marks() -> Canvas:
    """The bow of a great ship, its draught marks, and the pilot's boat."""
    sheet = Canvas(WIDTH, HEIGHT, downward(0, 700, mix(MIST, FOG, 0.3), FOG, mix(PAPER, SAND, 0.4)))
    sheet.disc((1290, 300), 260, PAPER, opacity=0.5, blur=70)
    sheet.disc((1290, 300), 86, mix(PAPER, SAND, 0.2))
    edge = hills(WIDTH, 668, 26, 3)
    sheet.polygon(
        down_to(edge, 760), downward(640, 740, mix(TEAL, MIST, 0.55), mix(MIST, FOG, 0.5))
    )
    sheet.polygon(
        rectangle(0, 700, WIDTH, 370), downward(700, 1067, mix(MIST, TEAL, 0.3), SEA, DEEP)
    )
    bow = points("0,0 905,0 880,150 838,330 806,520 790,700 786,840 796,930 0,930")
    sheet.polygon(bow, across(0, 905, NIGHT, INK, DEEP, mix(SEA, DEEP, 0.35)))
    sheet.polygon(
        points("0,640 795,640 788,760 786,840 796,930 0,930"),
        across(0, 800, mix(BRICK, NIGHT, 0.55), BRICK, mix(VERMILION, BRICK, 0.3)),
    )
    for seam in range(5):
        x = 110 + 150 * seam
        sheet.line([(x, 0), (x - 4 * (5 - seam), 930)], PAPER, 1.2, opacity=0.09)
    for place in range(9):
        y = 226 + 78 * place
        x = 700 - 62 * (1 - np.exp(-place / 4))
        sheet.words(str(14 - place), (x, y), 50, PAPER, opacity=0.95)
        sheet.polygon(rectangle(x + 44, y + 14, 30, 6), PAPER, opacity=0.9)
        sheet.polygon(rectangle(x + 44, y - 25, 18, 6), PAPER, opacity=0.9)
    lay_pilot_boat(sheet, (1010, 812))
    for band in range(5):
        edge = swell(WIDTH, 842 + 50 * band, 8 + 4 * band, band + 17, 2.6)
        sheet.polygon(
            down_to(edge, HEIGHT), mix(mix(TEAL, SEA, 0.6), NIGHT, band / 5), opacity=0.82
        )
        sheet.line(edge, FOG, 1.6, opacity=0.4 - 0.07 * band)
    sheet.add_grain()
    return sheet


def lay_pilot_boat(sheet: Canvas, at: Point) -> None:
    """Lay a small boat that heads to the left, with its wake."""
    x, y = at
    for wave in range(4):
        wake = [(x + 190 + 80 * wave, y + 32 + 5 * wave), (x + 300 + 105 * wave, y + 35 + 6 * wave)]
        sheet.line(wake, PAPER, 4, opacity=0.7 - 0.15 * wave)
    hull = [
        (x - 40, y - 34),
        (x + 30, y - 20),
        (x + 250, y - 20),
        (x + 242, y + 44),
        (x + 8, y + 44),
    ]
    sheet.polygon(hull, downward(y - 34, y + 44, OCHRE, VERMILION))
    sheet.polygon([(x + 66, y - 22), (x + 84, y - 84), (x + 190, y - 84), (x + 200, y - 22)], PAPER)
    sheet.polygon([(x + 84, y - 46), (x + 94, y - 76), (x + 182, y - 76), (x + 188, y - 46)], DEEP)
    sheet.line([(x + 150, y - 84), (x + 156, y - 166)], INK, 4)
    sheet.polygon([(x + 158, y - 164), (x + 206, y - 150), (x + 157, y - 134)], PAPER)
    sheet.polygon([(x + 158, y - 149), (x + 206, y - 150), (x + 157, y - 134)], VERMILION)


def colonnade() -> Canvas:
    """A colonnade in low light; the shadows say the hour."""
    sheet = Canvas(WIDTH, 900, downward(0, 640, mix(TEAL, MIST, 0.6), mix(FOG, PAPER, 0.6)))
    floor = downward(620, 900, mix(SAND, PAPER, 0.4), mix(SAND, OCHRE, 0.4))
    sheet.polygon(rectangle(0, 620, WIDTH, 280), floor)
    sheet.polygon([(0, 620), (WIDTH, 620), (WIDTH, 634), (0, 634)], SAND)
    columns = [(90 + 236 * place, 64.0) for place in range(7)]
    for x, wide in columns:
        shadow = [(x + 6, 660), (x + wide, 660), (x + wide + 470, 900), (x + 372, 900)]
        sheet.polygon(shadow, mix(SEA, BRICK, 0.25), opacity=0.42, blur=2)
    for step in range(4):
        top = 640 + 13 * step
        sheet.polygon(rectangle(0, top, WIDTH, 6), mix(PAPER, SAND, 0.2), opacity=0.5 - 0.1 * step)
    wall = downward(160, 640, mix(SEA, DEEP, 0.3), mix(SEA, TEAL, 0.4))
    sheet.polygon(rectangle(0, 190, WIDTH, 440), wall)
    for place in range(6):
        x = 188 + 236 * place
        lay_door(sheet, x + 26, lit=place == 3)
    for x, wide in columns:
        lay_column(sheet, x, wide)
    for top, tall, ink in (
        (60, 92, PAPER),
        (152, 14, mix(SAND, OCHRE, 0.4)),
        (166, 26, mix(PAPER, SAND, 0.5)),
    ):
        sheet.polygon(rectangle(0, top, WIDTH, tall), across(0, WIDTH, ink, mix(ink, SAND, 0.5)))
    for x in range(20, WIDTH, 59):
        sheet.polygon(rectangle(x, 84, 30, 44), mix(SAND, OCHRE, 0.25), opacity=0.8)
    sheet.add_grain(0.012)
    return sheet


def lay_column(sheet: Canvas, x: float, wide: float) -> None:
    """Lay a fluted column between its base and its capital."""
    light = across(x, x + wide, PAPER, mix(PAPER, SAND, 0.5), mix(SAND, SEA, 0.55))
    sheet.polygon([(x + 5, 212), (x + wide - 5, 212), (x + wide, 640), (x, 640)], light)
    for flute in range(1, 6):
        at = x + wide * flute / 6
        sheet.line([(at, 226), (at, 626)], mix(SAND, SEA, 0.5), 1.6, opacity=0.35)
    sheet.polygon([(x - 14, 192), (x + wide + 14, 192), (x + wide + 2, 216), (x - 2, 216)], light)
    sheet.polygon(rectangle(x - 9, 628, wide + 18, 24), light)


def lay_door(sheet: Canvas, x: float, *, lit: bool) -> None:
    """Lay a tall door in the wall; one of them is open and lit."""
    ink = (
        downward(320, 630, mix(OCHRE, SAND, 0.3), mix(PAPER, SAND, 0.4))
        if lit
        else mix(INK, SEA, 0.25)
    )
    sheet.polygon(rectangle(x, 330, 84, 300), ink)
    if lit:
        sheet.polygon(
            [(x, 630), (x + 84, 630), (x + 190, 800), (x + 40, 800)], PAPER, opacity=0.4, blur=3
        )
    else:
        sheet.line([(x + 42, 336), (x + 42, 628)], NIGHT, 2, opacity=0.7)
