"""The program as its keeper starts it: `chronique serve --demo`, with a home of its own."""

import os
import queue
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.flows.machine import free_port
from tests.flows.shell import CHRONIQUE, lines_of

# Tables, static files and the sample, on a machine that is busy with other tests, seconds.
PATIENCE = 240


@dataclass(frozen=True)
class Server:
    url: str
    home: Path
    name: str
    password: str
    environment: dict[str, str]
    pid: int
    # What it printed, its first lines apart.
    lines: "queue.Queue[str]"

    def run(self, *words: str | Path) -> str:
        """Run another `chronique` command on the same publication; return what it printed."""
        done = subprocess.run(
            [*CHRONIQUE, *map(str, words)], env=self.environment, cwd=self.home,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def output(self) -> str:
        """Return all that it printed and logged since it was ready."""
        printed = [self.lines.get() for _ in range(self.lines.qsize())]
        return "".join(printed) + (self.home / "serve.log").read_text()


@contextmanager
def running_server(
    home: Path, *, demo: bool = True, words: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:  # fmt: skip
    """Start the program in `home`, wait until it says that it is ready, and stop it at the end.

    `words` are further ones of the command, `settings` further variables.
    """
    port = free_port()
    url = f"http://localhost:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHRONIQUE_")}
    environment = kept | {"CHRONIQUE_HOME": str(home), "CHRONIQUE_URL": url, **(settings or {})}
    command = [*CHRONIQUE, "serve", "--port", str(port), *(["--demo"] if demo else []), *words]
    with (home / "serve.log").open("w") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=home, stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            assert process.stdout
            lines = lines_of(process.stdout)
            said = _until_ready(process, lines, home / "serve.log")
            name, password = _account(said)
            yield Server(url, home, name, password, environment, process.pid, lines)
        finally:
            process.terminate()
            process.wait(30)


def _until_ready(process: "subprocess.Popen[str]", lines: "queue.Queue[str]", log: Path) -> str:
    """Return what it printed until it gave its addresses; fail with its log when it does not."""
    said, limit = "", monotonic() + PATIENCE
    while "Ctrl+C" not in said:
        assert process.poll() is None, f"it stopped:\n{said}\n{log.read_text()}"
        assert monotonic() < limit, f"it was not ready in time:\n{said}\n{log.read_text()}"
        try:
            said += lines.get(timeout=0.5)
        except queue.Empty:
            continue
    return said


def _account(said: str) -> tuple[str, str]:
    """Return name and password of the first account; empty when it was made at an earlier start."""
    match = re.search(r"name (\S+), password (\S+)", said)
    return (match[1], match[2]) if match else ("", "")
