"""A sheet on which shapes are laid one over the other, with smooth edges and soft colours.

Shapes are drawn `FINE` times larger as a mask, reduced, and then laid on the sheet with a colour or
a gradient. Only the box around a shape is touched, so that a thousand small ones stay cheap.
Lengths are in pixels of the finished picture; colours are float arrays of three values, 0 to 1.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FINE = 3
Floats = NDArray[np.float64]
Point = tuple[float, float]
Box = tuple[int, int, int, int]
Gradient = Callable[[Floats, Floats], Floats]
Paint = Floats | Gradient


def colour(code: str) -> Floats:
    """Return "#rrggbb" as three floats."""
    return np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def mix(first: Floats, second: Floats, share: float | Floats) -> Floats:
    """Return the colour that lies `share` of the way from first to second."""
    return first * (1 - share) + second * share


NIGHT, INK, DEEP = colour("#0a1620"), colour("#10222f"), colour("#183c4b")
SEA, TEAL, MIST = colour("#2b6370"), colour("#558f92"), colour("#a8c4be")
FOG, PAPER, SAND = colour("#dde4dc"), colour("#f4ecdd"), colour("#e6cba0")
OCHRE, VERMILION, BRICK = colour("#d99b45"), colour("#cb5431"), colour("#8b3527")


def ramp(colours: Sequence[Floats], where: Floats) -> Floats:
    """Return the colours along a scale: 0 is the first of them, 1 the last."""
    stops = np.linspace(0, 1, len(colours))
    channels = [np.interp(where, stops, [c[i] for c in colours]) for i in range(3)]
    return np.stack(channels, axis=-1)


def downward(top: float, bottom: float, *colours: Floats) -> Gradient:
    """Return a gradient from the height `top` to the height `bottom`."""
    return lambda x, y: ramp(colours, np.clip((y - top) / (bottom - top), 0, 1))


def across(left: float, right: float, *colours: Floats) -> Gradient:
    """Return a gradient from `left` to `right`."""
    return lambda x, y: ramp(colours, np.clip((x - left) / (right - left), 0, 1))


def around(centre: Point, radius: float, *colours: Floats) -> Gradient:
    """Return a gradient from a centre outwards."""
    cx, cy = centre
    return lambda x, y: ramp(colours, np.clip(np.hypot(x - cx, y - cy) / radius, 0, 1))


def arc(centre: Point, radius: float, start: float, end: float, steps: int = 96) -> list[Point]:
    """Return points on a circle; angles in degrees, 0 to the right, growing downwards."""
    angles = np.radians(np.linspace(start, end, steps))
    return [(centre[0] + radius * np.cos(a), centre[1] + radius * np.sin(a)) for a in angles]


def points(text: str) -> list[Point]:
    """Return the points written as "x,y x,y …"."""
    pairs = (pair.split(",") for pair in text.split())
    return [(float(x), float(y)) for x, y in pairs]


def rectangle(x: float, y: float, width: float, height: float) -> list[Point]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


class Pen:
    """Draws on an enlarged mask in the coordinates of the sheet."""

    def __init__(self, mask: Image.Image, left: int, top: int) -> None:
        self.draw = ImageDraw.Draw(mask)
        self.left, self.top = left, top

    def fine(self, points: Sequence[Point]) -> list[Point]:
        return [((x - self.left) * FINE, (y - self.top) * FINE) for x, y in points]

    def polygon(self, points: Sequence[Point]) -> None:
        self.draw.polygon(self.fine(points), fill=255)

    def line(self, points: Sequence[Point], width: float) -> None:
        fine = self.fine(points)
        size = max(1, round(width * FINE))
        self.draw.line(fine, fill=255, width=size, joint="curve")
        for x, y in (fine[0], fine[-1]):
            reach = size / 2
            self.draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)

    def disc(self, centre: Point, radius: float) -> None:
        (x, y), r = self.fine([centre])[0], radius * FINE
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=255)

    def words(self, text: str, at: Point, size: float, anchor: str = "mm") -> None:
        font = ImageFont.load_default(size * FINE)
        self.draw.text(self.fine([at])[0], text, fill=255, font=font, anchor=anchor)


class Canvas:
    """A sheet of `width` by `height` pixels that begins in one paint."""

    def __init__(self, width: int, height: int, ground: Paint) -> None:
        self.width, self.height = width, height
        self.rgb: Floats = np.zeros((height, width, 3))
        self.cover: Floats = np.ones((height, width))
        self.lay(np.ones((height, width)), ground, (0, 0, width, height))

    def box(self, points: Sequence[Point], margin: float = 2) -> Box:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        left, top = max(0, int(min(xs) - margin)), max(0, int(min(ys) - margin))
        right = min(self.width, int(max(xs) + margin + 1))
        return left, top, right, min(self.height, int(max(ys) + margin + 1))

    def mask(
        self, draw: Callable[[Pen], None], box: Box | None = None, *, blur: float = 0
    ) -> Floats:
        """Return how far each pixel of the box is covered, 0 to 1; `blur` in pixels."""
        left, top, right, bottom = box or (0, 0, self.width, self.height)
        large = Image.new("L", ((right - left) * FINE, (bottom - top) * FINE))
        draw(Pen(large, left, top))
        small = large.reduce(FINE)
        if blur:
            small = small.filter(ImageFilter.GaussianBlur(blur))
        return np.asarray(small, dtype=float) / 255

    def lay(self, mask: Floats, paint: Paint, box: Box | None = None, opacity: float = 1) -> None:
        """Lay a paint on the sheet where the mask covers it."""
        left, top, right, bottom = box or (0, 0, self.width, self.height)
        if callable(paint):
            y, x = np.mgrid[top:bottom, left:right].astype(float)
            paint = paint(x, y)
        part, share = self.rgb[top:bottom, left:right], (mask * opacity)[..., None]
        part += (paint - part) * share
        self.cover[top:bottom, left:right] = np.maximum(self.cover[top:bottom, left:right], mask)

    def shape(
        self,
        draw: Callable[[Pen], None],
        paint: Paint,
        box: Box | None = None,
        *,
        opacity: float = 1,
        blur: float = 0,
    ) -> None:
        """Draw with a pen and lay the result; without a box the whole sheet is touched."""
        if box and (box[0] >= box[2] or box[1] >= box[3]):
            return
        self.lay(self.mask(draw, box, blur=blur), paint, box, opacity)

    def polygon(
        self, points: Sequence[Point], paint: Paint, *, opacity: float = 1, blur: float = 0
    ) -> None:
        box = self.box(points, 2 + 3 * blur)
        self.shape(lambda pen: pen.polygon(points), paint, box, opacity=opacity, blur=blur)

    def line(
        self, points: Sequence[Point], paint: Paint, width: float = 2, *, opacity: float = 1
    ) -> None:
        box = self.box(points, width + 2)
        self.shape(lambda pen: pen.line(points, width), paint, box, opacity=opacity)

    def disc(
        self, at: Point, radius: float, paint: Paint, *, opacity: float = 1, blur: float = 0
    ) -> None:
        box = self.box([at], radius + 2 + 3 * blur)
        self.shape(lambda pen: pen.disc(at, radius), paint, box, opacity=opacity, blur=blur)

    def words(self, text: str, at: Point, size: float, paint: Paint, *, opacity: float = 1) -> None:
        box = self.box([at], size * (1 + len(text)))
        self.shape(lambda pen: pen.words(text, at, size), paint, box, opacity=opacity)

    def add_grain(self, amount: float = 0.010, seed: int = 1) -> None:
        """Add the tooth of a drawing paper, so that gradients do not form bands."""
        noise = np.random.default_rng(seed).normal(size=(self.height // 2 + 1, self.width // 2 + 1))
        coarse = noise.repeat(2, axis=0).repeat(2, axis=1)[: self.height, : self.width]
        self.rgb += amount * 0.6 * coarse[..., None]

    def picture(self, *, transparent: bool = False) -> Image.Image:
        values = (np.clip(self.rgb, 0, 1) * 255).round().astype(np.uint8)
        if not transparent:
            return Image.fromarray(values)
        alpha = (self.cover * 255).round().astype(np.uint8)
        return Image.fromarray(np.dstack([values, alpha]))

    def save(self, path: Path, most_bytes: int = 84_000) -> None:
        """Write a WebP picture in the finest quality that stays below a size."""
        for quality in (84, 80, 76, 70, 64, 58, 50):
            self.picture().save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size <= most_bytes:
                return
        raise ValueError(f"{path.name} does not fit into {most_bytes} bytes")
