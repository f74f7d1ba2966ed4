"""After a restart nothing is cold: kept pages are there at once, and the rest a moment later."""

import subprocess
import threading
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic

from chronique.base.conf import load
from tests.databases import lend_tables
from tests.flows.server import Server, running_server
from tests.flows.shell import CHRONIQUE
from tests.flows.static_files import lend_static_files
from tests.project.test_early import TEXT, keep

PATIENCE = 60


def ask(server: Server, path: str, method: str = "GET") -> tuple[int, int, bytes]:
    """Return the version of HTTP, the status and the body, of whoever answers first."""
    host, limit = server.url.removeprefix("http://"), monotonic() + PATIENCE
    while True:
        with closing(HTTPConnection(host, timeout=PATIENCE)) as line:
            try:
                line.request(method, path)
            except ConnectionRefusedError:
                assert monotonic() < limit
                continue
            answer = line.getresponse()
            return answer.version, answer.status, answer.read()


def test_a_restart_turns_nobody_away(tmp_path: Path):
    lend_static_files(tmp_path)
    lend_tables(tmp_path)
    with running_server(tmp_path, demo=False) as server:
        pass
    keep(load({n: v for n, v in server.environment.items() if n.startswith("CHRONIQUE_")}))
    command = [*CHRONIQUE, "serve", "--port", server.url.rpartition(":")[2]]
    process = subprocess.Popen(command, env=server.environment, stdout=subprocess.PIPE, text=True)
    try:
        # the first is served by the small server, in the older version that it speaks
        assert ask(server, "/kept/") == (10, 200, TEXT)
        waited: list[tuple[int, int, bytes]] = []
        reader = threading.Thread(target=lambda: waited.append(ask(server, "/none/", "POST")))
        reader.start()
        while (answer := ask(server, "/kept/")) == (10, 200, TEXT):
            assert process.poll() is None
            # It leaves the processor to those who load.
            reader.join(0.05)
        # then the real one has taken over, and gives the same
        assert answer == (11, 200, TEXT)
        reader.join(PATIENCE)
        assert waited[0][:2] == (10, 307)
        # where a form without its token is refused by Django
        assert ask(server, "/none/", "POST")[:2] == (11, 403)
        assert process.stdout is not None
        assert f"Read   {server.url}/" in "".join(process.stdout.readline() for _ in range(2))
    finally:
        process.terminate()
        assert process.wait(30) == 0
