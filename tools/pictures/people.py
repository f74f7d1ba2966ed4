"""Three portraits without features, and the mark of the publication."""

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
    arc,
    downward,
    mix,
    points,
    rectangle,
)
from pictures.land import down_to, swell
from PIL import Image

SIDE = 800
SKIN = (mix(SAND, PAPER, 0.3), mix(OCHRE, BRICK, 0.42), mix(SAND, VERMILION, 0.2))


def oval(at: Point, wide: float, tall: float, start: float = 0, end: float = 360) -> list[Point]:
    """Return points on an ellipse."""
    turn = np.radians(np.linspace(start, end, 120))
    return [(at[0] + wide * np.cos(a), at[1] + tall * np.sin(a)) for a in turn]


def rounded(points: list[Point], rounds: int = 4) -> list[Point]:
    """Return a closed shape with its corners cut until they are round."""
    ring = np.array(points, dtype=float)
    for _ in range(rounds):
        following = np.roll(ring, -1, axis=0)
        ring = np.stack(
            [ring * 0.75 + following * 0.25, ring * 0.25 + following * 0.75], axis=1
        ).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in ring]


def lay_bust(sheet: Canvas, skin: Floats, cloth: Floats) -> None:
    """Lay shoulders, neck and head, lit from the left."""
    shoulders = rounded(points("90,900 120,690 300,620 400,606 500,620 680,690 710,900"))
    sheet.polygon(
        shoulders, across(100, 700, mix(cloth, PAPER, 0.1), cloth, mix(cloth, NIGHT, 0.4))
    )
    neck = rounded(points("334,480 466,480 470,610 490,650 400,720 310,650 330,610"), 3)
    sheet.polygon(neck, across(330, 480, mix(skin, BRICK, 0.16), mix(skin, BRICK, 0.46)))
    head = rounded(
        points("262,230 330,166 470,166 538,230 542,380 500,510 430,566 370,566 300,510 258,380"), 4
    )
    sheet.polygon(head, skin)
    shade = rounded(
        points(
            "420,150 480,166 542,230 546,380 503,512 "
            "432,569 392,569 440,470 410,400 448,350 420,300"
        ),
        4,
    )
    box = sheet.box(head)
    both = sheet.mask(lambda pen: pen.polygon(head), box) * sheet.mask(
        lambda pen: pen.polygon(shade), box
    )
    sheet.lay(both, mix(skin, BRICK, 0.5), box, 0.55)


def geographer() -> Canvas:
    """Long dark hair, a sea-green collar, contour lines behind."""
    sheet = Canvas(SIDE, SIDE, downward(0, SIDE, mix(MIST, FOG, 0.4), mix(MIST, TEAL, 0.25)))
    for ring in range(16):
        bent = [
            (x + 22 * np.sin(y / 90 + ring * 0.4), y)
            for x, y in oval((610, 180), 60 + 44 * ring, 40 + 38 * ring)
        ]
        sheet.line(bent, PAPER, 2.4 if ring % 4 else 4.5, opacity=0.6)
    back = rounded(
        points(
            "232,300 262,150 400,96 545,150 572,300 590,520 630,690 520,720 280,720 178,700 214,520"
        )
    )
    sheet.polygon(back, across(200, 620, mix(INK, DEEP, 0.7), NIGHT))
    lay_bust(sheet, SKIN[0], SEA)
    fringe = rounded(
        points(
            "244,400 240,240 300,128 420,108 530,160 562,260 "
            "560,420 528,320 500,240 400,212 330,262 278,320"
        ),
        4,
    )
    sheet.polygon(fringe, across(240, 560, mix(DEEP, SEA, 0.3), INK, NIGHT))
    sheet.polygon(points("336,620 400,716 464,620 500,640 404,800 396,800 300,640"), PAPER)
    sheet.polygon(points("340,618 400,722 460,618"), mix(SKIN[0], BRICK, 0.3))
    sheet.add_grain(0.012)
    return sheet


def auditor() -> Canvas:
    """Short grey hair, a beard, round glasses, bars behind."""
    sheet = Canvas(SIDE, SIDE, downward(0, SIDE, mix(SAND, PAPER, 0.5), mix(SAND, OCHRE, 0.5)))
    for place, tall in enumerate((210, 330, 280, 430, 380, 520, 460, 610, 560)):
        sheet.polygon(
            rectangle(-10 + 92 * place, SIDE - tall, 62, tall),
            mix(OCHRE, VERMILION, 0.3),
            opacity=0.32,
        )
    lay_bust(sheet, SKIN[1], DEEP)
    beard = rounded(
        points(
            "256,370 282,440 330,470 400,452 470,470 520,440 "
            "546,370 534,500 470,590 400,612 330,590 268,500"
        ),
        4,
    )
    sheet.polygon(beard, across(250, 560, FOG, mix(MIST, SEA, 0.45)))
    hair = rounded(
        points(
            "252,330 244,210 310,128 400,112 500,130 558,210 "
            "550,330 524,236 470,196 400,206 320,200 276,240"
        ),
        4,
    )
    sheet.polygon(hair, across(250, 560, PAPER, mix(MIST, SEA, 0.4)))
    for x in (334, 466):
        sheet.line(oval((x, 352), 50, 46), NIGHT, 7)
        sheet.polygon(oval((x, 352), 46, 42), PAPER, opacity=0.16)
    sheet.line(arc((400, 352), 17, 200, 340, 20), NIGHT, 7)
    sheet.polygon(points("330,640 400,720 470,640 520,664 408,830 392,830 280,664"), PAPER)
    sheet.polygon([(384, 716), (416, 716), (432, 830), (368, 830)], VERMILION)
    sheet.add_grain(0.012)
    return sheet


def engineer() -> Canvas:
    """Red hair in a knot, a high ochre collar, a load curve behind."""
    sheet = Canvas(SIDE, SIDE, downward(0, SIDE, DEEP, mix(SEA, DEEP, 0.3)))
    for line in range(11):
        edge = swell(SIDE, 160 + 62 * line, 46, line // 2 + 5, 1.4 + 0.05 * line)
        sheet.line(edge, mix(TEAL, MIST, line / 12), 3, opacity=0.55)
    sheet.polygon(oval((452, 104), 92, 82), across(360, 540, VERMILION, BRICK))
    back = rounded(
        points("228,330 246,180 340,110 470,110 560,180 574,330 556,450 400,500 244,450")
    )
    sheet.polygon(back, across(230, 570, mix(VERMILION, BRICK, 0.4), mix(BRICK, NIGHT, 0.3)))
    lay_bust(sheet, SKIN[2], OCHRE)
    fringe = rounded(
        points(
            "250,372 236,250 300,136 420,116 540,176 "
            "566,300 550,390 520,290 440,226 350,300 282,316"
        ),
        4,
    )
    sheet.polygon(fringe, across(240, 560, mix(VERMILION, OCHRE, 0.25), VERMILION, BRICK))
    collar = rounded(points("300,596 400,636 500,596 524,690 400,740 276,690"), 3)
    sheet.polygon(collar, across(280, 520, mix(OCHRE, SAND, 0.45), mix(OCHRE, BRICK, 0.4)))
    sheet.disc((262, 440), 11, PAPER)
    sheet.add_grain(0.012)
    return sheet


def mark() -> Image.Image:
    """The mark of the publication: a tide gauge's disc, readable on light and on dark."""
    sheet = Canvas(512, 512, downward(0, 512, mix(TEAL, SEA, 0.2), SEA))
    x = np.linspace(-4, 516, 200)
    bands = [(300, mix(MIST, TEAL, 0.35)), (362, mix(TEAL, SEA, 0.35)), (424, mix(SEA, TEAL, 0.12))]
    for band, (level, ink) in enumerate(bands):
        if band == 1:
            lay_small_staff(sheet)
        edge = list(zip(x, level - 21 * np.sin(2 * np.pi * x / 320 + 1.7 * band), strict=True))
        sheet.polygon(down_to(edge, 512), ink)
    sheet.cover = sheet.mask(lambda pen: pen.disc((256, 256), 250))
    return sheet.picture(transparent=True)


def lay_small_staff(sheet: Canvas) -> None:
    """Lay a staff with few and bold marks, for small sizes."""
    sheet.polygon(rectangle(204, 66, 104, 400), PAPER)
    for step in range(6):
        wide = 104 if step % 3 == 2 else 60
        sheet.polygon(rectangle(204, 94 + 56 * step, wide, 28), VERMILION)
