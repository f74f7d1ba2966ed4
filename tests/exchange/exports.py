"""Writes small exports for the tests, as WordPress does."""

import tempfile
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from chronique.exchange.wxr import reader
from chronique.exchange.wxr.reader import PIECE_BYTES, Event, Item

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n'
    '<rss version="2.0"\n'
    '\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"\n'
    '\txmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
    '\txmlns:dc="http://purl.org/dc/elements/1.1/"\n'
    '\txmlns:wp="http://wordpress.org/export/1.2/">\n'
    "<channel>\n"
    "\t<title>Chronicle of a village</title>\n"
    "\t<wp:wxr_version>1.2</wp:wxr_version>\n"
)
FOOT = "</channel>\n</rss>\n"


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def element(name: str, text: str) -> str:
    return f"<{name}>{cdata(text)}</{name}>\n"


def item(inside: str = "", *, title: str = "A title", content: str = "<p>Words.</p>") -> str:
    return (
        "<item>\n"
        + element("title", title)
        + element("content:encoded", content)
        + "<wp:post_id>7</wp:post_id>\n"
        + element("wp:post_type", "post")
        + element("wp:status", "publish")
        + inside
        + "</item>\n"
    )


def comment(number: int, inside: str = "", *, content: str = "I agree.") -> str:
    return (
        "<wp:comment>\n"
        f"<wp:comment_id>{number}</wp:comment_id>\n"
        + element("wp:comment_author", "Camille")
        + element("wp:comment_content", content)
        + inside
        + "</wp:comment>\n"
    )


def export(*inside: str) -> str:
    return HEAD + "".join(inside) + FOOT


def events(
    data: str | bytes, *, keep_controls: bool = False, piece_bytes: int = PIECE_BYTES
) -> list[Event]:
    """Read a file that holds `data` to its end, in pieces of so many bytes."""
    with patch.object(reader, "PIECE_BYTES", piece_bytes), tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "site.xml")
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        archive = reader.open_archive(path)
        return list(reader.read(archive, keep_controls=keep_controls))


def items(data: str | bytes, *, keep_controls: bool = False) -> list[Item]:
    found = events(data, keep_controls=keep_controls)
    return [event for event in found if isinstance(event, Item)]


def only_item(data: str | bytes, *, keep_controls: bool = False) -> Item:
    (found,) = items(data, keep_controls=keep_controls)
    return found


def comparable(found: list[Event]) -> list[Event]:
    """Make two readings comparable: an item's comments as a tuple."""
    return [
        replace(event, comments=tuple(event.comments)) if isinstance(event, Item) else event
        for event in found
    ]
