"""Shapes that nature makes: waves, hills, coasts, heights of land."""

import numpy as np
from pictures.canvas import Floats, Point


def swell(width: float, level: float, height: float, seed: int, waves: float = 3) -> list[Point]:
    """Return a calm curve over the whole width: a sum of three sines."""
    random = np.random.default_rng(seed)
    phases, x = random.uniform(0, 2 * np.pi, 3), np.linspace(-4, width + 4, 240)
    turn = 2 * np.pi * waves * x / width
    y = np.sin(turn + phases[0]) + 0.5 * np.sin(2.3 * turn + phases[1])
    y += 0.22 * np.sin(5.1 * turn + phases[2])
    return list(zip(x, level - height * y / 1.7, strict=True))


def hills(width: float, level: float, height: float, seed: int, detail: int = 6) -> list[Point]:
    """Return the edge of a range of hills: noise in octaves over the whole width."""
    random = np.random.default_rng(seed)
    x, y = np.linspace(-4, width + 4, 420), np.zeros(420)
    for octave in range(detail):
        knots = 4 * 2**octave + 1
        grid = np.linspace(-4, width + 4, knots)
        y += smooth(x, grid, random.uniform(-1, 1, knots)) * 0.52**octave
    return list(zip(x, level - height * y, strict=True))


def smooth(x: Floats, grid: Floats, values: Floats) -> Floats:
    """Return the values between the points of a grid, with rounded turns."""
    place = np.interp(x, grid, np.arange(len(grid)))
    left = np.minimum(place.astype(int), len(grid) - 2)
    share = (1 - np.cos(np.pi * (place - left))) / 2
    result: Floats = values[left] * (1 - share) + values[left + 1] * share
    return result


def down_to(edge: list[Point], bottom: float) -> list[Point]:
    """Close an upper edge into the surface below it."""
    return [*edge, (edge[-1][0], bottom), (edge[0][0], bottom)]


def rough_ring(corners: list[Point], roughness: float, rounds: int, seed: int) -> list[Point]:
    """Return a coast: each side of the ring is broken in two, `rounds` times."""
    random = np.random.default_rng(seed)
    ring = np.array(corners)
    for _ in range(rounds):
        following = np.roll(ring, -1, axis=0)
        along = following - ring
        away = np.stack([-along[:, 1], along[:, 0]], axis=1)
        shift = np.clip(random.normal(0, roughness, len(ring)), -0.42, 0.42)[:, None]
        middle = (ring + following) / 2 + away * shift
        ring = np.stack([ring, middle], axis=1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in ring]


def stepped(ring: list[Point], step: float) -> list[Point]:
    """Walk along a ring with dividers that are open by `step`, and return where they touch it."""
    touched = [ring[0]]
    for point in ring[1:]:
        if np.hypot(point[0] - touched[-1][0], point[1] - touched[-1][1]) >= step:
            touched.append(point)
    return touched


def relief(width: int, height: int, seed: int, *, octaves: int = 6, first: float = 3) -> Floats:
    """Return heights over a surface, roughly -1 to 1: noise in octaves on a lattice."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / width
    total = np.zeros((height, width))
    for octave in range(octaves):
        cells = first * 2**octave
        lattice = random.uniform(-1, 1, (int(cells) + 3, int(cells) + 3))
        total += lattice_noise(lattice, x * cells, y * cells) * 0.5**octave
    return total


def lattice_noise(lattice: Floats, x: Floats, y: Floats) -> Floats:
    """Return the values of a lattice between its points."""
    left, top = x.astype(int), y.astype(int)
    u, v = x - left, y - top
    u, v = u**3 * (6 * u**2 - 15 * u + 10), v**3 * (6 * v**2 - 15 * v + 10)
    upper = lattice[top, left] * (1 - u) + lattice[top, left + 1] * u
    lower = lattice[top + 1, left] * (1 - u) + lattice[top + 1, left + 1] * u
    result: Floats = upper * (1 - v) + lower * v
    return result
