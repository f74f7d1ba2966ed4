"""Writes what hosts answered as a WARC file (ISO 28500), which web archives read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from chronique.base.http import Exchange

# What said how a body was packed on its way: here it is not packed.
PACKING = frozenset({"content-encoding", "transfer-encoding", "content-length"})
SOFTWARE = {"software": "Chronique", "format": "WARC File Format 1.1"}


def write_warc(file: BinaryIO, exchanges: Iterable[Exchange], *, name: str, at: datetime) -> None:
    """Write all exchanges, each as a request and the response to it, packed record by record."""
    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    when = datetime_to_iso_date(at, use_micros=True)
    writer.write_record(writer.create_warcinfo_record(name, SOFTWARE))
    for exchange in exchanges:
        dated = {"WARC-Date": when}
        response = writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            http_headers=_answer(exchange),
            warc_headers_dict=dict(dated),
        )
        request = writer.create_warc_record(
            exchange.url, "request", http_headers=_request(exchange), warc_headers_dict=dict(dated)
        )
        writer.write_request_response_pair(request, response)


def _answer(exchange: Exchange) -> StatusAndHeaders:
    kept = [(name, value) for name, value in exchange.answered if name.lower() not in PACKING]
    length = ("Content-Length", str(len(exchange.body)))
    status = f"{exchange.status} {exchange.reason}".strip()
    return StatusAndHeaders(status, [*kept, length], protocol="HTTP/1.1")


def _request(exchange: Exchange) -> StatusAndHeaders:
    path = "/" + exchange.url.partition("://")[2].partition("/")[2]
    line = f"{exchange.method} {path} HTTP/1.1"
    return StatusAndHeaders(line, exchange.asked, is_http_request=True)
