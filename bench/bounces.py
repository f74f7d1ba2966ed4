"""How many mails that came back are read a second: the real ones beside us, each several times."""

import time
from pathlib import Path

from bench.table import Row
from chronique.mail.returns import read
from tests.shared import SHARED

FOLDERS = ("bounces/flufl", "bounces/sisimai", "bounces/sisimai-not-bounce", "arf/sisimai")
TIMES, WANTED = 5, 300


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    mails = [file.read_bytes() for name in FOLDERS for file in sorted(_files(name))]
    times = max(1, round(TIMES * scale))
    began = time.process_time()
    for _ in range(times):
        for mail in mails:
            read(mail)
    rate = len(mails) * times / (time.process_time() - began)
    what = f"bounces and complaints read a second of processor time ({len(mails)} real mails)"
    return [Row(what, f"{rate:.0f}", f"≥ {WANTED}", rate >= WANTED)]


def _files(name: str) -> list[Path]:
    return list((SHARED / "inputs" / name).iterdir())
