"""A real nginx, set up as docs/nginx.conf says, but for its certificate."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tests.flows.machine import ROOT, free_port, unavailable

MODULES = Path("/usr/lib/nginx/modules")
BROTLI = "ngx_http_brotli_static_module.so"
# Until it answers, seconds.
PATIENCE = 30
MAIN = """{modules}
user root;
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@contextmanager
def nginx(folder: Path, *, backend: int, laid: Path) -> Iterator[int]:
    """Run it before a port of this machine, reading what is laid out; yield its own port."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if not program or not (MODULES / BROTLI).exists():
        unavailable("nginx is missing (Debian: apt install nginx libnginx-mod-http-brotli-static)")
    port = free_port()
    (folder / "site.conf").write_text(_site(port, backend, laid))
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, modules=f"load_module {MODULES / BROTLI};"))
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [program, "-p", folder, "-e", "stderr", "-c", main], stdout=log, stderr=log
        )
        try:
            limit = monotonic() + PATIENCE
            while not _answers(port):
                assert process.poll() is None, (folder / "log").read_text()
                assert monotonic() < limit, "it does not start"
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _site(port: int, backend: int, laid: Path) -> str:
    text = (ROOT / "docs/nginx.conf").read_text()
    for shipped, here in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("/srv/chronique/home/laid", str(laid)),
        ("127.0.0.1:8000", f"127.0.0.1:{backend}"),
    ):
        assert shipped in text
        text = text.replace(shipped, here)
    return re.sub(r" *ssl_certificate.*\n", "", text)


def _answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
