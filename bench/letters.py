"""One letter's whole life, from its row to its row: taken, made, carried to a server, written down.

Beside Django's own way, and Mailman's, in the same run; the server is Postfix's `smtp-sink`, which
keeps nothing. All of it is done by the command `measure_letters`, in a process and a home of its
own; Mailman is installed into an environment of its own, `.cache/mailman`.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.both import on_both
from bench.program import environment, make_home
from bench.table import Row
from tests.flows.machine import free_port

ROOT = Path(__file__).resolve().parents[1]
LETTERS = 100_000
MAILMAN = "mailman==3.3.10"
MILLISECONDS, TIMES_DJANGO, TIMES_MAILMAN, QUEUED_SECONDS, PEAK_MB = 0.6, 8, 30, 20.0, 250.0


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    if not sink_program():
        return [Row("letters", "there is no smtp-sink: install postfix", "measured", reached=False)]
    return on_both(_letters, folder, database="letters", seconds=scale)


def sink_program() -> str | None:
    return shutil.which("smtp-sink", path="/usr/sbin:/usr/local/sbin:/usr/bin")


@contextmanager
def sink() -> Iterator[int]:
    """Postfix's server that takes all and keeps nothing; yields its port."""
    port = free_port()
    # It does not run as root.
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = [str(sink_program()), "-4", *user, f"127.0.0.1:{port}", "1000"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        process.terminate()
        process.wait()


def _letters(home: Path, name: str, scale: float, settings: dict[str, str]) -> list[Row]:
    count = max(1000, int(LETTERS * scale))
    with sink() as port:
        mail = {"CHRONIQUE_MAIL": f"smtp://127.0.0.1:{port}"}
        before = mailman(home.parent, port) if not settings else None
        told = _measured(home, count, settings | mail)
        after = mailman(home.parent, port) if not settings else None
    peer = min([one for one in (before, after) if one], default=None)
    return _rows(name, count, told) + ([] if settings else _beside_mailman(told["own"], peer))


def _measured(home: Path, count: int, settings: dict[str, str]) -> dict[str, Any]:
    make_home(home, settings)
    done = subprocess.run(
        [sys.executable, "-m", "django", "measure_letters", str(count)],
        env=environment(home) | settings | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _rows(name: str, count: int, told: dict[str, Any]) -> list[Row]:
    own, django = told["own"], told["django"]
    wrong = {state: some for state, some in told["states"].items() if some and state != "sent"}
    beside = f", and {told['database']:.2f} ms of the database's" if told["database"] else ""
    return [
        Row(f"one letter’s whole life, {name}: processor time",
            f"{own:.2f} ms{beside}", f"≤ {MILLISECONDS} ms", own <= MILLISECONDS),
        Row("  Django’s own way over one kept connection",
            f"{django:.2f} ms, {django / own:.0f} ×", f"≥ {TIMES_DJANGO} ×",
            django >= TIMES_DJANGO * own),
        Row(f"  {count:,} of them queued in",
            f"{told['queued']:.1f} s, {told['spent_on_queueing']:.1f} s of processor time",
            f"≤ {QUEUED_SECONDS:.0f} s", told["queued"] <= QUEUED_SECONDS),
        Row("  most memory at once", f"{told['peak_mb']:.0f} MB", f"≤ {PEAK_MB:.0f} MB",
            told["peak_mb"] <= PEAK_MB),
        Row("  sent; neither sent nor refused", f"{told['rate']:.0f} a second; {wrong or 'none'}",
            "none", not wrong),
    ]  # fmt: skip


def _beside_mailman(own: float, peer: float | None) -> list[Row]:
    wanted = f"≥ {TIMES_MAILMAN} ×"
    if peer is None:
        return [Row("  Mailman", "could not be had", wanted, reached=False)]
    times = peer / own
    return [Row("  Mailman", f"{peer:.1f} ms, {times:.0f} ×", wanted, times >= TIMES_MAILMAN)]


def mailman(folder: Path, port: int) -> float | None:
    """Return Mailman's milliseconds a letter; None, with a line that says why, without it."""
    place = ROOT / ".cache" / "mailman"
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
    added = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", MAILMAN],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    own = folder / f"mailman{len(list(folder.glob('mailman*')))}"
    own.mkdir(parents=True)
    done = added if added.returncode else subprocess.run(
        [python, "-m", "bench.mailman_letters", own, str(port)], cwd=ROOT,
        capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    if done.returncode:
        print(f"Mailman could not be had: {done.stderr.strip()[-300:]}", file=sys.stderr)
        return None
    return float(done.stdout.split()[-1])
