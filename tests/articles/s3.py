"""A bucket to test with: as much of S3 as storing files takes, over HTTP, for one key.

`CHRONIQUE_TEST_S3` names a real one instead, as CHRONIQUE_MEDIA would: `s3+http://key:secret@host:9000/bucket`.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

KEY, SECRET, BUCKET = "key", "secret/+", "media"
MISSING = b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>'


@contextmanager
def bucket() -> Iterator[str]:
    """Yield a value for CHRONIQUE_MEDIA."""
    if given := os.environ.get("CHRONIQUE_TEST_S3"):
        yield given
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.kept = {}  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"s3+http://{KEY}:secret%2F%2B@127.0.0.1:{server.server_port}/{BUCKET}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._may():
            self._kept[self._name] = (
                body, self.headers.get("Content-Type", ""), formatdate(usegmt=True),
            )  # fmt: skip
            self._answer(200, headers={"ETag": f'"{md5(body, usedforsecurity=False).hexdigest()}"'})

    def do_GET(self) -> None:
        if not self._may():
            return
        if self._name not in self._kept:
            self._answer(404, MISSING)
            return
        body, kind, written = self._kept[self._name]
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        part = body[int(asked[1]) : int(asked[2] or len(body)) + 1] if asked else body
        self._answer(206 if asked else 200, part, {
            "Content-Type": kind, "Last-Modified": written,
            "ETag": f'"{md5(body, usedforsecurity=False).hexdigest()}"', "Accept-Ranges": "bytes",
            **({"Content-Range": f"bytes {asked[1]}-{len(body) - 1}/{len(body)}"} if asked else {}),
        })  # fmt: skip

    do_HEAD = do_GET  # noqa: N815 - so it is called by the standard library

    def do_DELETE(self) -> None:
        if self._may():
            self._kept.pop(self._name, None)
            self._answer(204)

    @property
    def _kept(self) -> dict[str, tuple[bytes, str, str]]:
        return self.server.kept  # type: ignore[attr-defined]

    @property
    def _name(self) -> str:
        return unquote(urlsplit(self.path).path)

    def _may(self) -> bool:
        """Whether it was signed with our key, and is about our bucket."""
        signed = f"AWS4-HMAC-SHA256 Credential={KEY}/" in self.headers.get("Authorization", "")
        if signed and self._name.startswith(f"/{BUCKET}/"):
            return True
        self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        return False

    def _answer(
        self, status: int, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""
