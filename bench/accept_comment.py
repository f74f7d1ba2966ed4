"""Processor time to accept a comment or a like, beside Isso's in the same run.

Both are asked as WSGI applications, without a server between, with the same comments: such as
honest readers write (`bench.readers`), each of another reader. Isso filters nothing, and writes one
row; it is installed into an environment of its own, `.cache/isso`.

Words without sense are measured beside them: the filter doubts them, so it reads the article as
well, and tells reasons.
"""

import json
import subprocess
import sys
from pathlib import Path

from bench.program import environment, make_home
from bench.table import Row

ROOT = Path(__file__).resolve().parents[1]
ISSO = "isso==0.14.0"
MILLISECONDS = 4.0


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    home = folder / "home"
    make_home(home)
    # The machine's speed changes: the peer is asked before and after, and the better one counts.
    before = isso(folder)
    told = writing(home)
    after = isso(folder)
    peers = [one for one in (before, after) if one]
    peer = min(peers, default=None)
    own, public = told["held"], told["public"]
    beside = f"{own / peer:.2f} × Isso" if peer else "Isso could not be had"
    return [
        Row("accepting an honest comment, the first of its reader, which is held",
            f"{own:.1f} ms, {beside}",
            f"≤ {MILLISECONDS:.0f} ms, < 1 × Isso",
            own <= MILLISECONDS and peer is not None and own < peer),
        Row("  which is public at once", f"{public:.1f} ms"),
        Row("  of these the filter let pass", f"{told['honest']:.0%}"),
        Row("  one without sense, which the filter doubts", f"{told['doubted']:.1f} ms"),
        Row("Isso, which filters nothing", f"{peer:.1f} ms" if peer else "—"),
        Row("accepting a like", f"{told['like']:.1f} ms"),
    ]  # fmt: skip


def writing(home: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "django", "measure_writing"],
        env=environment(home) | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout)
    return told


def isso(folder: Path) -> float | None:
    """Return Isso's milliseconds; None, with a line that says why, where it cannot be installed."""
    place = ROOT / ".cache" / "isso"
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
    added = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ISSO],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if added.returncode:
        print(f"Isso could not be installed: {added.stderr.strip()[-300:]}", file=sys.stderr)
        return None
    own = folder / f"isso{len(list(folder.glob('isso*')))}"
    own.mkdir()
    done = subprocess.run(
        [python, "-m", "bench.isso_comments", own], cwd=ROOT, capture_output=True, check=True,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return float(done.stdout.split()[-1])
