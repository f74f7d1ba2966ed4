"""Run the parts of `make lint`, `make test` and `make format`, and tell how long each took.

    python -m tools.check lint|test|coverage|format

Every part runs, also after one that failed. A part that lacks something on this machine says what,
and how to get it; where CI=true it has failed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CI = os.environ.get("CI") == "true"
# Three suites run side by side. The longest has three workers at least, which work while others
# wait for a browser or a database; the other, on two cores, has none: a worker takes long to begin.
CORES = os.cpu_count() or 2
WORKERS = min(4, max(3, CORES // 2))


@dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    # Returns what is missing on this machine, as a sentence; empty when nothing is.
    missing: Callable[[], str] = lambda: ""
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def is_pytest(self) -> bool:
        return "pytest" in self.command


@dataclass(frozen=True)
class Outcome:
    name: str
    word: str
    seconds: float
    # Of a suite: how many tests passed, failed, were skipped.
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def is_good(self) -> bool:
        return self.word == "ok" or (self.word == "not run" and not CI)


def program(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def patient(*arguments: str) -> list[str]:
    """What lets the others go first: they go one step at a time, and would end last."""
    return ["nice", "-n", "10", *python(*arguments)]


def templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "src").rglob("*.html"))]


def djhtml(*options: str) -> list[str]:
    return program("djhtml", "--tabwidth", "2", *options, *templates())


def no_postgres() -> str:
    if os.environ.get("CHRONIQUE_TEST_POSTGRES"):
        return ""
    return (
        "PostgreSQL is missing (Debian: apt install postgresql): the tests start one of their own; "
        "or CHRONIQUE_TEST_POSTGRES names one."
    )


def no_browser() -> str:
    if not (shutil.which("chromium-headless-shell") or shutil.which("chromium")):
        return "Chromium is missing (Debian: apt install chromium-headless-shell)."
    if not shutil.which("java"):
        return "Java, for the HTML checker, is missing (Debian: apt install default-jre-headless)."
    if not (ROOT / ".cache/vnu.jar").is_file():
        return "The HTML checker is missing: tools/fetch_vnu brings it (it needs npm)."
    return ""


def looks() -> list[Part]:
    """What takes no time."""
    return [
        Part("format", program("ruff", "format", "--check", "--quiet", ".")),
        Part("habits", program("ruff", "check", "--quiet", ".")),
        Part("templates", djhtml("--check")),
    ]


def readings() -> list[Part]:
    """What reads the whole program; each keeps one core busy."""
    return [
        Part("types", program("mypy")),
        Part("contracts", program("lint-imports", "--no-logo")),
        Part(
            "migrations",
            python("-m", "chronique.project", "makemigrations", "--check", "--dry-run"),
        ),
    ]


def suites() -> list[Part]:
    """The suites, of which one works while another waits for its database."""
    # Who is done first takes half of what another has left: tests of one file stay together, which
    # share what is set up for them, and none is left alone at the end.
    together = ["-m", "not browser", "--dist", "worksteal", "--durations=10"]
    beside = WORKERS if CORES >= 4 else 0
    postgres = os.environ.get("CHRONIQUE_TEST_POSTGRES", "")
    return [
        Part("tests on SQLite", patient("-m", "pytest", "-n", str(WORKERS), *together)),
        Part(
            "tests on PostgreSQL",
            python("-m", "pytest", "-n", str(beside), *together, f"--postgres={postgres}"),
            missing=no_postgres,
        ),
        Part("journeys in a browser", python("-m", "pytest", "tests/flows"), missing=no_browser),
    ]


def coverage() -> list[Part]:
    """The suites again, counting lines, which takes twice their time.

    What counts is what all reach together: no floor for one alone.
    """
    counting = ["--cov", "--cov-report=", "--cov-fail-under=0", "--cov-append"]
    counted = [replace(part, command=[*part.command, *counting]) for part in suites()]
    erase, report = program("coverage", "erase"), program("coverage", "report")
    return [Part("begin", erase), *counted, Part("coverage", report)]


# Each stage is a list of parts that run side by side.
STAGES: dict[str, Callable[[], list[list[Part]]]] = {
    "lint": lambda: [*([part] for part in looks()), readings()],
    "test": lambda: [*([part] for part in looks()), [*suites(), *readings()]],
    "coverage": lambda: [[part] for part in coverage()],
}


def run_stage(parts: list[Part], home: str) -> Iterator[Outcome]:
    """Run parts side by side: the first is watched as it goes, the others are told after it."""
    first, *others = parts
    with ThreadPoolExecutor(max_workers=len(parts)) as pool:
        told = [pool.submit(run_quietly, part, home) for part in others]
        yield run(first, home)
        for future in told:
            outcome, text = future.result()
            print(text, end="", flush=True)
            yield outcome


def run_quietly(part: Part, home: str) -> tuple[Outcome, str]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        outcome = run(part, home, log)
        log.seek(0)
        return outcome, log.read()


def run(part: Part, home: str, log: IO[str] | None = None) -> Outcome:
    """Run one part, its output passed on as it comes, or written to `log`."""
    print(f"\n── {part.name} ──", file=log, flush=True)
    if lack := part.missing():
        print(f"{'FAILED' if CI else 'not run'}: {lack}", file=log, flush=True)
        return Outcome(part.name, "failed" if CI else "not run", 0)
    counts = Path(home) / f"{part.name}.xml"
    command = [*part.command, f"--junit-xml={counts}"] if part.is_pytest else part.command
    started = time.monotonic()
    code = subprocess.run(
        command, cwd=ROOT, env=environment(part, home), check=False, stdout=log, stderr=log
    ).returncode
    seconds = time.monotonic() - started
    passed, failed, skipped = counted(counts) if part.is_pytest else (0, 0, 0)
    word = "failed" if code else "ok"
    if part.is_pytest and not passed:
        word = "failed"
    return Outcome(part.name, word, seconds, passed, failed, skipped)


def environment(part: Part, home: str) -> dict[str, str]:
    """Return the environment without a developer's own settings, with a home of its own.

    What is compiled is kept, also where containers want none of it: dozens of processes load the
    same files.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHRONIQUE_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {"CHRONIQUE_HOME": home, "COLUMNS": "100"} | part.environment


def counted(file: Path) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped; nothing when none was begun."""
    if not file.is_file():
        return 0, 0, 0
    suite = next(ET.parse(file).getroot().iter("testsuite")).attrib
    failed = int(suite["failures"]) + int(suite["errors"])
    skipped = int(suite["skipped"])
    file.unlink()
    return int(suite["tests"]) - failed - skipped, failed, skipped


def table(outcomes: Iterable[Outcome]) -> str:
    lines = []
    for outcome in outcomes:
        tests = f"{outcome.passed} passed" if outcome.passed else ""
        tests += f", {outcome.failed} failed" if outcome.failed else ""
        tests += f", {outcome.skipped} skipped" if outcome.skipped else ""
        line = f"  {outcome.name:<24}{outcome.word:<9}{outcome.seconds:>6.1f} s   {tests}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def main(what: str) -> int:
    if what == "format":
        return subprocess.run(djhtml(), cwd=ROOT, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="chronique-check-") as home:
        outcomes = [outcome for stage in STAGES[what]() for outcome in run_stage(stage, home)]
    print(f"\n{table(outcomes)}\n")
    if what != "lint":
        passed, failed, skipped = (
            sum(getattr(outcome, kind) for outcome in outcomes)
            for kind in ("passed", "failed", "skipped")
        )
        print(f"total: {passed} passed, {failed} failed, {skipped} skipped")
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
