"""A real Varnish, set up as docs/varnish.vcl says."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tests.flows.machine import ROOT, free_port, unavailable

# Until it answers: its configuration is compiled first, seconds.
PATIENCE = 60


@contextmanager
def varnish(folder: Path, *, backend: int) -> Iterator[int]:
    """Run it before a port of this machine; yield its own port."""
    program = shutil.which("varnishd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if not program:
        unavailable("Varnish is missing (Debian: apt install varnish)")
    text = (ROOT / "docs/varnish.vcl").read_text()
    assert '.port = "8000"' in text
    place, port = folder / "front.vcl", free_port()
    place.write_text(text.replace('.port = "8000"', f'.port = "{backend}"'))
    # As who we are, without a jail; nothing is written outside the folder.
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [
                program, "-F", "-j", "none", "-n", folder / "varnish", "-a", f"127.0.0.1:{port}",
                "-f", place, "-s", "malloc,16m", "-p", "http_gzip_support=off", "-T", "none",
            ],
            stdout=log, stderr=log,
        )  # fmt: skip
        try:
            limit = monotonic() + PATIENCE
            while "Child starts" not in (folder / "log").read_text():
                assert process.poll() is None, (folder / "log").read_text()
                assert monotonic() < limit, "it does not start"
            yield port
        finally:
            process.terminate()
            process.wait(30)
