"""What all steps of an import share."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from wagtail.models import Site

from chronique.articles.models import ArticleFolder, Home
from chronique.articles.rules import LANGUAGES
from chronique.exchange.fetching import Media
from chronique.exchange.ledger import Ledger
from chronique.exchange.records import Channel
from chronique.exchange.report import Report
from chronique.text.slugs import slugify

UNSLUGGY = re.compile(r"[^\w-]+")


@dataclass
class Incoming:
    """One run of an import."""

    site: Site
    home: Home
    folder: ArticleFolder
    report: Report
    media: Media
    now: datetime
    # Nothing may be written outside the transaction that will be undone.
    dry_run: bool = False
    channel: Channel = field(default_factory=Channel)
    ledger: Ledger = field(init=False)
    # How far the old site's time was ahead of UTC, as its items say.
    offset: timedelta = timedelta(0)
    # Numbers met in this run, by kind, to tell a second thing of the same number.
    met: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.site, "")

    def opened(self, channel: Channel) -> None:
        """Take over what a file says of itself."""
        self.channel = channel
        self.ledger = Ledger(self.site, source_of(channel))
        for remark in channel.remarks:
            self.report.changed("file", "", channel.title, remark)

    @property
    def language(self) -> str:
        """The language of its articles, where the export names one that we know."""
        code = self.channel.language[:2].lower()
        return code if code in dict(LANGUAGES) else self.site.publication.language

    def number_for(self, kind: str, number: str, *, mark: str) -> str:
        """Return the number to keep a thing under, unique in this run.

        `mark` tells things apart that have the same number; the same thing twice keeps its number.
        """
        met = self.met.setdefault(kind, {})
        candidate, n = number, 1
        while met.setdefault(candidate, mark) != mark:
            n += 1
            candidate = f"{number}#{n}"
        return candidate

    def old_path(self, address: str) -> str:
        """Return the path (and query) of an address of the old site; "" for one that is elsewhere."""
        return path_within(address, hosts_of(self.channel))


Step = Callable[[int], None]


def source_of(channel: Channel) -> str:
    """Return the name of the system an export left: its address without scheme and www."""
    address = channel.base_blog_url or channel.link or channel.base_site_url
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").removeprefix("www.")
    return f"wordpress:{host}{parts.path.rstrip('/')}"[:500]


def hosts_of(channel: Channel) -> frozenset[str]:
    hosts = {
        urlsplit(a.strip()).hostname or ""
        for a in (channel.base_blog_url, channel.base_site_url, channel.link)
    }
    bare = {host.removeprefix("www.") for host in hosts if host}
    return frozenset(bare | {f"www.{host}" for host in bare})


def path_within(address: str, hosts: frozenset[str]) -> str:
    """Return path and query of an address on one of the hosts, or of a rooted one; else ""."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if host not in hosts and (host or not address.startswith("/")):
        return ""
    path = unquote(parts.path) or "/"
    return f"{path}?{parts.query}" if parts.query else path


def slug_from(raw: str, fallback: str) -> str:
    """Return a slug that we can serve from WordPress's (percent-encoded where it is not ASCII)."""
    slug = UNSLUGGY.sub("-", unquote(raw or "")).strip("-_")
    return slug[:200] or slugify(fallback, fallback="")[:200]
