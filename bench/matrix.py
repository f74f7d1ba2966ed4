"""A matrix of 30 answers and 300 pieces of evidence, each cell judged: scores and sensitivity."""

from pathlib import Path
from random import Random
from time import process_time

from bench.table import Row
from chronique.dossiers.ach import read_matrix

ANSWERS, PIECES, ROUNDS = 30, 300, 20


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    lot = Random(1)
    cells = {
        (piece, answer): (lot.choice(["C", "I", "N", "NA"]), lot.choice([1, 1, 2, 3]))
        for piece in range(PIECES)
        for answer in range(ANSWERS)
    }
    times = []
    for _ in range(ROUNDS):
        started = process_time()
        read_matrix(range(ANSWERS), range(PIECES), cells)
        times.append(process_time() - started)
    usual = sorted(times)[ROUNDS // 2]
    what = f"matrix {ANSWERS} × {PIECES}: scores, diagnosticity, sensitivity"
    return [Row(what, f"{usual * 1000:.1f} ms", "≤ 50 ms", usual <= 0.05)]
