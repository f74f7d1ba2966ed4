"""The addresses of the old site that a body names, and what stood there."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from typing import Any
from urllib.parse import unquote

from django.db.models import QuerySet
from wagtail.models import Page

from chronique.articles.links import texts
from chronique.articles.models import Author, Section, Tag
from chronique.comments.models import Comment
from chronique.comments.threads import address_of
from chronique.exchange.arriving.incoming import Incoming
from chronique.exchange.arriving.ledger import PAGES
from chronique.exchange.bodies.convert import rewrite_links
from chronique.text.slugs import slugify

HREF = re.compile(r"\bhref=\"([^\"]+)\"")
# Fields of a body's values that hold an address of something to read.
FIELDS = ("link", "source_url", "url", "address")
NUMBERED = re.compile(r"(/)(?:index\.php)?(\?(?:p|page_id)=(\d+))")
# Queries that ask for something else than the page.
OTHER_THINGS = re.compile(r"(?:^|&)(?:attachment_id|feed|s|cat|tag|author|m)=")
# The second page of an article that was cut up, or of its comments: here it is one.
FURTHER = re.compile(r"(?<=.)/(?:comment-page-)?\d{1,4}/?$")
# What can never be an article or a page.
ELSEWHERE = re.compile(r"/(?:wp-[\w-]+/|category/|tag/|author/|feed/|\?(?:cat|tag|author)=|$)")
# The list of a section, a tag or an author; a section's names those above it, too.
LIST = re.compile(r"/(category|tag|author)/(?:[^/?#]+/)*([^/?#]+)/?")
COMMENT = re.compile(r"comment-(\w{1,30})")
# What themes and plugins call the place of the discussion.
DISCUSSION = {"comments", "respond", "reply-title", "commentform", "disqus_thread", "discussion"}


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
    """Return an address's path there, with its query; "" when it is no page's."""
    path = incoming.old_path(address.partition("#")[0])
    if number := NUMBERED.match(path):
        return number[1] + number[2]
    query = path.partition("?")[2]
    return "" if ELSEWHERE.match(path) or OTHER_THINGS.search(query) else path


def names_of(path: str) -> list[str]:
    """Return the paths under which the page at a path may be known, the likeliest first.

    The last slash may be meant or not; a query mostly counts visitors or opens a form.
    """
    bare = path.partition("?")[0]
    first = FURTHER.sub("", bare)
    ways = [(one, f"{one.rstrip('/')}/", one.rstrip("/")) for one in (path, bare, first)]
    return list(dict.fromkeys(name for names in ways for name in names if name.strip("/")))


def lead_on(incoming: Incoming, *bodies: list[dict[str, Any]]) -> "Found":
    """Let what in a page's bodies leads to old addresses lead to our pages, in place."""
    found = Found(incoming, chain(*bodies))
    if found.pages or found.lists:
        changes = [rewrite_links(body, found.page, found.address) for body in bodies]
        found.changed = any(changes)
    return found


class Found:
    """Which of our pages stood at the addresses of the old site that a body names."""

    def __init__(self, incoming: Incoming, blocks: Iterable[dict[str, Any]]) -> None:
        self.incoming = incoming
        named = addresses_in(blocks)
        paths = {path for path in (plain_path(incoming, address) for address in named) if path}
        self.pages = self._rows(paths) if paths else {}
        self.lists = {old: now for old in named if (now := list_of(incoming, old))}
        # What leads nowhere yet.
        self.lost = paths - self.pages.keys()
        self.changed = False

    def _rows(self, paths: set[str]) -> dict[str, int]:
        ledger = self.incoming.ledger
        named = {path: names_of(path) for path in paths}
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
        """Return where it is now, with its part; None for what has no address, as a draft."""
        if address in self.lists:
            return self.lists[address]
        row = self.page(address)
        page = Page.objects.filter(pk=row).first() if row else None
        specific = page.specific if page else None
        return part_of(specific, unquote(address.partition("#")[2])) if specific else None


def list_of(incoming: Incoming, address: str) -> str:
    """Return where the list of a section, a tag or an author is now; empty when there is none."""
    found = LIST.fullmatch(incoming.old_path(address.partition("#")[0]))
    if not found:
        return ""
    kind, slug = found[1], unquote(found[2])
    rows: dict[str, QuerySet[Any]] = {
        "category": Section.objects.on(incoming.site),
        "tag": Tag.objects.all(),
        "author": Author.objects.all(),
    }
    row = rows[kind].filter(slug=slug).first()
    return row.path if row else ""


def part_of(page: Page, fragment: str) -> str | None:
    """Return the address of a part of a page of ours, or of the page when it has no such part."""
    address = page.get_url()
    if not address or not fragment:
        return address
    public = Comment.objects.public().under(page)
    if found := COMMENT.fullmatch(fragment):
        comment = public.filter(old_number=found[1]).first()
        return address_of(comment) if comment else address
    if fragment in DISCUSSION:
        return f"{address}#comments" if public.exists() else address
    headings = [b["value"] for b in page.body.get_prep_value() if b["type"] == "heading"]
    anchors = {one.get("anchor") or slugify(one.get("text") or "") for one in headings}
    anchor = next((one for one in (fragment, slugify(fragment)) if one and one in anchors), "")
    return f"{address}#{anchor}" if anchor else address
