"""The addresses of the old site that a body names, and what stood there."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from wagtail.models import Page

from chronique.articles.links import texts
from chronique.exchange.arriving.incoming import Incoming
from chronique.exchange.arriving.ledger import PAGES
from chronique.exchange.bodies.convert import rewrite_links

HREF = re.compile(r"\bhref=\"([^\"]+)\"")
# Fields of a body's values that hold an address of something to read.
FIELDS = ("link", "source_url", "url", "address")
NUMBERED = re.compile(r"(/)(?:index\.php)?(\?(?:p|page_id)=(\d+))")
# Queries that only count visitors, or open a form.
OF_NO_MATTER = ("utm_", "fbclid=", "share=", "replytocom=", "amp")
# What can never be an article or a page.
ELSEWHERE = re.compile(r"/(?:wp-[\w-]+/|category/|tag/|author/|feed/|\?(?:cat|tag|author)=|$)")


def addresses_in(blocks: Iterable[dict[str, Any]]) -> set[str]:
    """Return all addresses to which raw blocks lead."""
    found: set[str] = set()
    for block in blocks:
        found.update(unescape(href) for href in HREF.findall(texts(block["value"])))
        found.update(_fields(block["value"]))
    return found


def _fields(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[name] for name in FIELDS if isinstance(value.get(name), str))
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _fields(part)


def plain_path(incoming: Incoming, address: str) -> str:
    """Return an address's path there, without what is of no matter; "" when it is no page's."""
    path = incoming.old_path(address.partition("#")[0])
    if number := NUMBERED.match(path):
        return number[1] + number[2]
    before, _, query = path.partition("?")
    path = before if query.startswith(OF_NO_MATTER) else path
    return "" if ELSEWHERE.match(path) else path


def lead_on(incoming: Incoming, blocks: list[dict[str, Any]]) -> "Found":
    """Let what in a body leads to old addresses lead to our pages, in place."""
    found = Found(incoming, blocks)
    found.changed = bool(found.pages) and rewrite_links(blocks, found.page, found.address)
    return found


class Found:
    """Which of our pages stood at the addresses of the old site that a body names."""

    def __init__(self, incoming: Incoming, blocks: Iterable[dict[str, Any]]) -> None:
        self.incoming = incoming
        found = (plain_path(incoming, address) for address in addresses_in(blocks))
        paths = {path for path in found if path}
        self.pages = self._rows(paths) if paths else {}
        # What leads nowhere yet.
        self.lost = paths - self.pages.keys()
        self.changed = False

    def _rows(self, paths: set[str]) -> dict[str, int]:
        """Return our pages by path; a path may be meant with or without its last slash."""
        ledger = self.incoming.ledger
        named = {path: (path, f"{path.rstrip('/')}/", path.rstrip("/")) for path in paths}
        there = ledger.at_paths([name for names in named.values() for name in names], PAGES)
        found: dict[str, int] = {}
        for path, names in named.items():
            item = next((there[name] for name in names if name in there), None)
            number = NUMBERED.fullmatch(path)
            row = item.row if item else ledger.row(PAGES, number[3]) if number else None
            if row is not None:
                found[path] = row
        return found

    def page(self, address: str) -> int | None:
        return self.pages.get(plain_path(self.incoming, address))

    def address(self, address: str) -> str | None:
        """Return where it is now; None for what has no address, as a draft."""
        row = self.page(address)
        page = Page.objects.filter(pk=row).first() if row else None
        return page.specific.get_url() if page else None
