"""Draw the pictures of the sample publication again, and its one sound.

    python3 -m venv /tmp/draw && /tmp/draw/bin/pip install pillow numpy
    /tmp/draw/bin/python tools/draw_sample.py [NAME …]

Without names everything is drawn. The program itself needs none of this: what is drawn is kept in
`src/chronique/exchange/sample/`.
"""

import sys
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
from pictures import charts, coast, harbour, maps, people
from pictures.canvas import Canvas

SAMPLE = Path(__file__).parents[1] / "src" / "chronique" / "exchange" / "sample"
PICTURES: dict[str, Callable[[], Canvas]] = {
    "echelle-de-maree": coast.tide_staff,
    "vent-du-large": coast.wind_at_sea,
    "phare-du-haut-banc": coast.lighthouse,
    "estuaire": coast.misty_estuary,
    "courbes-de-niveau": maps.contours,
    "trois-echelles": maps.three_scales,
    "secteurs-de-feu": maps.light_sectors,
    "annee-de-courbes": charts.year_of_days,
    "hemicycle": charts.house_of_seats,
    "ville-en-barres": charts.city_of_bars,
    "deux-mois": charts.two_months,
    "nature-morte": charts.still_life,
    "grues": harbour.cranes,
    "conteneurs": harbour.stacks,
    "tirant-d-eau": harbour.draught_marks,
    "colonnade": harbour.colonnade,
    "maelle-courvasier": people.geographer,
    "anselme-tardivaux": people.auditor,
    "edith-larkmoor": people.engineer,
}
RATE = 8000  # samples a second


def fog_horn() -> bytes:
    """Return three seconds of a fog horn as samples of 8 bits: a low reed that swells and dies."""
    time = np.arange(3 * RATE) / RATE
    pitch = 116 - 3 * np.exp(-time * 5)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tone = np.zeros(len(time))
    for harmonic in (1, 2, 3, 4, 5, 7):
        tone += np.sin(harmonic * phase) / harmonic**1.25
        tone += 0.5 * np.sin(1.006 * harmonic * phase) / harmonic**1.6
    swell = np.clip(time / 0.35, 0, 1) ** 1.5 * np.clip((2.7 - time) / 0.6, 0, 1) ** 1.3
    samples = 128 + 112 * tone / np.abs(tone).max() * swell
    return bytes(samples.round().astype(np.uint8))


def write_sound(path: Path) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(fog_horn())


def main(names: list[str]) -> None:
    """Draw the named pictures, or all with the mark and the sound."""
    (SAMPLE / "pictures").mkdir(parents=True, exist_ok=True)
    (SAMPLE / "files").mkdir(exist_ok=True)
    for name in names or PICTURES:
        PICTURES[name]().save(SAMPLE / "pictures" / f"{name}.webp")
    if not names:
        people.mark().save(SAMPLE / "pictures" / "logo.png", optimize=True)
        write_sound(SAMPLE / "files" / "corne-de-brume.wav")


if __name__ == "__main__":
    main(sys.argv[1:])
