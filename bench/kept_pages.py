"""Kept pages beside nginx, which serves files of the same bytes, in one run.

Two hundred articles with fifty comments are asked for in turn by 32 connections that send what a
browser sends. Counted is the processor time of the server's process for each request; the client
(wrk) takes the rest of the machine. The servers take turns, and the middle of their rounds counts.

Debian: apt install nginx-light libnginx-mod-http-brotli-static wrk
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

from bench.start import tree
from bench.table import Row
from chronique.store.page import Head, Page, packed, packed_best
from tests.flows.machine import free_port
from tests.flows.server import Server, running_server

ARTICLES, CONNECTIONS = 200, 32
ROUNDS, SECONDS = 5, 3
# What is to be reached, as ratios to nginx.
PAGE, UNCHANGED, P99 = 3.0, 2.5, 3.0
# What readers keep of their speed while the page changes.
BUSY = 0.8
ROOT = Path(__file__).resolve().parents[1]
MAKE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from bench.articles import ORDINARY, make_article
from chronique.comments.models import Discussion
from django.db import transaction
from tests.factories import the_site
Discussion.objects.update_or_create(site=the_site(), defaults={{"mode": "open"}})
with transaction.atomic():
    for number in range(%d):
        print(make_article(ORDINARY, 50, chance=number))
"""
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-User": "?1",
}
NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
include /usr/share/nginx/modules-available/mod-http-brotli-static.conf;
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  default_type "text/html; charset=utf-8";
  keepalive_requests 1000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/files;
    index page;
    brotli_static on;
    add_header Content-Security-Policy "{policy}";
    add_header Cache-Control "public, max-age=0, must-revalidate";
    add_header Vary Accept-Encoding;
  }}
}}
"""
SCRIPT = """
local paths, heads, requests, turn = {paths}, {heads}, {{}}, 0
init = function(args)
  for place, path in ipairs(paths) do requests[place] = wrk.format("GET", path, heads[place]) end
end
request = function() turn = turn % #requests + 1; return requests[turn] end
"""


HEAD = Head("", "200 OK", [], [], record="", stamp=0, etag="", changed=0)


@dataclass(frozen=True)
class Peer:
    port: int
    pids: Callable[[], list[int]]


@dataclass(frozen=True)
class Load:
    """What one round took: processor time a request in µs, requests a second, the slowest."""

    microseconds: float
    rate: float
    p99_ms: float
    errors: int


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    lack = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if lack:
        return [Row("kept pages beside nginx", f"{' and '.join(lack)} missing", "measured", False)]
    (folder / "home").mkdir(parents=True)
    # Who writes stands for readers of many networks: it says so as a proxy would.
    settings = {"CHRONIQUE_LOG_LEVEL": "ERROR", "CHRONIQUE_TRUSTED_PROXIES": "1"}
    with running_server(folder / "home", demo=False, settings=settings) as server:
        said = server.run("shell", "-v0", "-c", MAKE % max(10, int(ARTICLES * scale)))
        paths = [line for line in said.splitlines() if line.startswith("/")]
        ours = _peer(server, paths)
        with _nginx(folder, ours.port, paths) as nginx:
            pages = _in_turns(folder, ours, nginx, paths)
            unchanged = _in_turns(folder, ours, nginx, paths, is_known=True)
        packing, busy = _packing(server, paths[0]), _while_commented(folder, ours, paths[0])
    words = ["--workers", "2"]
    with running_server(folder / "home", demo=False, words=words, settings=settings) as server:
        ours = _peer(server, paths)
        with _nginx(folder, ours.port, paths) as nginx:
            two = _in_turns(folder, ours, nginx, paths)
    return [
        *_rows("kept article", pages, PAGE),
        *_rows("unchanged (304)", unchanged, UNCHANGED),
        *_rows("kept article, two workers", two, PAGE),
        busy,
        packing,
    ]


def _peer(server: Server, paths: list[str]) -> Peer:
    """Return the program, once every page has been asked for."""
    ours = Peer(urlsplit(server.url).port or 80, lambda: _children(server))
    for path in paths:
        _get(ours.port, path)
    return ours


def _while_commented(folder: Path, ours: Peer, path: str) -> Row:
    """How fast 32 readers are served one article, under which a comment appears each second."""
    script = folder / "one.lua"
    script.write_text(_script(ours, [path], is_known=False))
    quiet, busy, count = [], [], 0
    for _ in range(ROUNDS):
        quiet.append(_load(ours, script).rate)
        done = threading.Event()
        with ThreadPoolExecutor() as pool:
            written = pool.submit(_comment_each_second, ours.port, path, done)
            busy.append(_load(ours, script).rate)
            done.set()
            count += written.result()
    kept = median(busy) / median(quiet)
    return Row(
        f"while a comment appears each second ({count} in all)", f"{kept:.0%} of the quiet speed",
        f"≥ {BUSY:.0%}", kept >= BUSY and count >= ROUNDS,
    )  # fmt: skip


def _comment_each_second(port: int, path: str, done: threading.Event) -> int:
    """Write until told to end; return how many comments came on the page."""
    count = 0
    while not done.wait(1 if count else 0.2):
        said = _get(port, path)
        words = f"The tide of {time.time_ns()} was higher than the table says."
        form = {"name": f"Reader {count}", "email": f"reader{count}@example.org", "body": words}
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        # Each from a network of its own: nobody writes so fast.
        head |= {"X-Forwarded-For": f"203.0.113.{time.time_ns() % 250}"}
        connection = HTTPConnection("localhost", port, timeout=30)
        connection.request("POST", f"{path}comments/", urlencode(form), head)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 303:
            raise SystemExit(f"A comment was answered with {answer.status}.")
        seen = re.search(r"chronique_seen=\d+", str(answer.headers))
        count += _get(port, path, cookie=seen[0] if seen else "") != said
    return count


def _packing(server: Server, path: str) -> Row:
    """What it takes to keep a page: at once, and later for Brotli's smallest."""
    plain = gzip.decompress(_body(urlsplit(server.url).port or 80, path))
    page = Page(HEAD, packed(plain))
    at_once, best = _middle_of(lambda: packed(plain)), _middle_of(lambda: packed_best(page))
    sizes = ", ".join(
        f"{name or 'plain'} {len(body) / 1000:.1f}" for name, body in page.bodies.items()
    )
    smallest = len(packed_best(page).bodies["br"]) / 1000
    told = f"{at_once:.1f} ms at once, brotli 11 {best:.0f} ms later"
    return Row(f"keeping a page ({sizes} kB; brotli 11 {smallest:.1f})", told)


def _middle_of(work: Callable[[], object]) -> float:
    """Return the milliseconds of processor that something takes."""
    times = []
    for _ in range(7):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return median(times)


def _rows(name: str, loads: tuple[Load, Load], most: float) -> list[Row]:
    ours, nginx = loads
    times, slower = ours.microseconds / nginx.microseconds, ours.p99_ms / nginx.p99_ms
    return [
        Row(f"{name}, {CONNECTIONS} connections", f"{ours.microseconds:.1f} µs, × {times:.2f}",
            f"≤ {most} × nginx’s processor time", times <= most),
        Row("  requests a second, one worker", f"{ours.rate:,.0f}"),
        Row("  99 % are answered within", f"{ours.p99_ms:.2f} ms, × {slower:.2f}",
            f"≤ {P99} × nginx’s", slower <= P99),
        Row("  errors", f"{ours.errors}", "0", ours.errors == 0),
        Row("  nginx, files of the same bytes",
            f"{nginx.microseconds:.1f} µs, {nginx.rate:,.0f}/s, {nginx.p99_ms:.2f} ms"),
    ]  # fmt: skip


def _in_turns(
    folder: Path, ours: Peer, nginx: Peer, paths: list[str], *, is_known: bool = False
) -> tuple[Load, Load]:
    """Return the middle of several rounds of each, one after the other."""
    rounds: dict[str, list[Load]] = {"ours": [], "nginx": []}
    for _ in range(ROUNDS):
        for name, peer in (("ours", ours), ("nginx", nginx)):
            script = folder / f"{name}.lua"
            script.write_text(_script(peer, paths, is_known=is_known))
            rounds[name].append(_load(peer, script))
    return _middle(rounds["ours"]), _middle(rounds["nginx"])


def _middle(loads: list[Load]) -> Load:
    return Load(
        median(load.microseconds for load in loads), median(load.rate for load in loads),
        median(load.p99_ms for load in loads), sum(load.errors for load in loads),
    )  # fmt: skip


def _load(peer: Peer, script: Path) -> Load:
    before = _spent(peer.pids())
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", str(script),
         f"http://localhost:{peer.port}/"],
        stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    spent = _spent(peer.pids()) - before
    count = int(re.search(r"(\d+) requests in", done)[1])  # type: ignore[index]
    errors = sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", done)))
    errors += sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", done)))
    rate = float(re.search(r"Requests/sec: +([\d.]+)", done)[1])  # type: ignore[index]
    p99, unit = re.search(r"99% +([\d.]+)(us|ms|s)", done).groups()  # type: ignore[union-attr]
    in_ms = float(p99) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]
    return Load(spent / count * 1e6, rate, in_ms, errors)


def _script(peer: Peer, paths: list[str], *, is_known: bool) -> str:
    heads = []
    for path in paths:
        known = {"If-None-Match": _get(peer.port, path)} if is_known else {}
        fields = ", ".join(f'["{name}"] = [[{value}]]' for name, value in (BROWSER | known).items())
        heads.append(f"{{{fields}}}")
    named = ", ".join(f'"{path}"' for path in paths)
    return SCRIPT.format(paths=f"{{{named}}}", heads=f"{{{', '.join(heads)}}}")


def _body(port: int, path: str) -> bytes:
    connection = HTTPConnection("localhost", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    return connection.getresponse().read()


def _get(port: int, path: str, into: Path | None = None, cookie: str = "") -> str:
    """Ask for a page as a browser does; return its ETag, and keep its bytes if wished."""
    connection = HTTPConnection("localhost", port, timeout=30)
    headers = BROWSER | ({"Cookie": cookie} if cookie else {})
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200 or answer.headers["Content-Encoding"] != "br":
        raise SystemExit(f"{path} was answered with {answer.status}.")
    if into:
        into.parent.mkdir(parents=True)
        into.write_bytes(body)
    connection.close()
    return answer.headers["ETag"] or ""


@contextmanager
def _nginx(folder: Path, port: int, paths: list[str]) -> Iterator[Peer]:
    """Run nginx on files with the bytes that the program gives."""
    shutil.rmtree(folder / "files", ignore_errors=True)
    for path in paths:
        file = folder / "files" / path.strip("/") / "page.br"
        _get(port, path, into=file)
        # Beside the packed file it wants to see the plain one.
        file.with_suffix("").write_bytes(b"plain")
    folder.chmod(0o755)
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
    own = free_port()
    conf = folder / "nginx.conf"
    conf.write_text(NGINX.format(folder=folder, port=own, policy=policy))
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    process = subprocess.Popen(["nginx", "-c", str(conf), *user])
    try:
        _wait(own)
        yield Peer(own, lambda: list(tree(process.pid)))
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        try:
            HTTPConnection("localhost", port, timeout=1).connect()
        except OSError:
            continue
        return
    raise SystemExit("nginx did not start.")


def _children(server: Server) -> list[int]:
    """Return the web server's processes: of the two children, the one that has some itself."""
    _, *others = tree(server.pid)
    return max((list(tree(pid)) for pid in others), key=len)


def _spent(pids: list[int]) -> float:
    """Return the processor seconds that processes have taken so far."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
