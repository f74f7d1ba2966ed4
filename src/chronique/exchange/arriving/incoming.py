"""What all steps of an import share."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import SplitResult, unquote, urlsplit

from wagtail.models import Site

from chronique.articles.models import (
    ArticleFolder,
    Author,
    Home,
    Menu,
    Publication,
    Section,
    Tag,
    Term,
)
from chronique.articles.rules import LANGUAGES
from chronique.exchange.arriving.clock import Clock
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.arriving.ledger import Ledger
from chronique.exchange.report import Report
from chronique.exchange.wxr.records import Channel
from chronique.exchange.wxr.references import CONTROLS
from chronique.text import html
from chronique.text.slugs import slugify

UNSLUGGY = re.compile(r"[^\w-]+")


ListedTerm = Section | Tag | Term | Menu


@dataclass
class Source:
    """What an import knows of one old site. None stands for what is not to come in."""

    ledger: Ledger
    # Those that were met in this run, by taxonomy and slug, and by login.
    terms: dict[tuple[str, str], ListedTerm | None] = field(default_factory=dict)
    authors: dict[str, Author | None] = field(default_factory=dict)


@dataclass
class Incoming:
    """One run of an import."""

    site: Site
    report: Report
    media: Media
    now: datetime
    # Nothing may be written outside the transaction that will be undone.
    dry_run: bool = False
    # Bring back what came in before and was deleted here.
    restore: bool = False
    clock: Clock = field(default_factory=Clock)
    channel: Channel = field(default_factory=Channel)
    sources: dict[str, "Source"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.look_around()
        self.source = Source(Ledger(self.site, ""))
        self._hosts: frozenset[str] = frozenset()

    def look_around(self) -> None:
        """See what is here: at the beginning, and when something has gone since."""
        self.home: Home = Home.objects.get(pk=self.site.root_page_id)
        self.folder: ArticleFolder = self.home.folder
        self.publication = Publication.objects.get(site=self.site)

    def enter(self, channel: Channel, name: str) -> None:
        """Go on with an export: `channel` is what it says of itself, `name` its file's."""
        name = source_of(channel, name)
        self.source = self.sources.setdefault(name, Source(Ledger(self.site, name)))
        self.channel, self._hosts = channel, hosts_of(channel)

    @property
    def ledger(self) -> Ledger:
        return self.source.ledger

    @property
    def language(self) -> str:
        """The language of its articles, where the export names one that we know."""
        code = self.channel.language[:2].lower()
        return code if code in dict(LANGUAGES) else self.publication.language

    def old_path(self, address: str) -> str:
        """Return the path (and query) of an address of the old site; "" for one elsewhere."""
        return path_within(address, self._hosts)


def source_of(channel: Channel, name: str) -> str:
    """Return the name of the system an export left: its address without scheme and www.

    An export that names no address is known by its title, or by the name of its file.
    """
    address = channel.base_blog_url or channel.link or channel.base_site_url
    parts = _split(address.strip())
    host = (parts.hostname or "").removeprefix("www.") if parts else ""
    at = f"{host}{parts.path.rstrip('/')}" if parts and host else channel.title.strip() or name
    return f"wordpress:{at}"[:500]


def hosts_of(channel: Channel) -> frozenset[str]:
    addresses = (channel.base_blog_url, channel.base_site_url, channel.link)
    split = [parts for address in addresses if (parts := _split(address.strip()))]
    bare = {parts.hostname.removeprefix("www.") for parts in split if parts.hostname}
    return frozenset(bare | {f"www.{host}" for host in bare})


def path_within(address: str, hosts: frozenset[str]) -> str:
    """Return path and query of an address on one of the hosts, or of a rooted one; else ""."""
    address = address.strip()
    parts = _split(address)
    if parts is None or (parts.hostname not in hosts and (parts.netloc or address[:1] != "/")):
        return ""
    path = CONTROLS.sub("", unquote(parts.path)) or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.hostname is not None or not parts.netloc else None
    except ValueError:
        return None


def slug_from(raw: str, fallback: str) -> str:
    """Return a slug that we can serve from WordPress's (percent-encoded where it is not ASCII)."""
    slug = UNSLUGGY.sub("-", unquote(raw or "")).strip("-_")
    return slug[:200] or slugify(fallback, fallback="")[:200]


def words(markup: str) -> str:
    """Return one line of plain words from what WordPress keeps as HTML: a name, a title."""
    if "<" in markup or "&" in markup:
        markup = html.plain(markup)
    return " ".join(html.without_stray_characters(markup).split())
