"""Archives come in and go out."""

import gzip
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from wagtail.models import Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from chronique.articles.models import Home, Publication
from chronique.exchange import wxr_out
from chronique.exchange.articles_in import TYPES, bring_page
from chronique.exchange.authors_in import bring_author
from chronique.exchange.comments_in import batches
from chronique.exchange.departures import Departure
from chronique.exchange.fetching import Media
from chronique.exchange.incoming import Incoming, source_of
from chronique.exchange.links_in import settle_waiting
from chronique.exchange.media_in import KIND as ATTACHMENT
from chronique.exchange.media_in import bring_attachment
from chronique.exchange.menus_in import KIND as MENU_ITEM
from chronique.exchange.menus_in import Menus, bring_navigation
from chronique.exchange.report import Report
from chronique.exchange.terms_in import bring_term, kind_of, place_section
from chronique.exchange.wxr import (
    Archive,
    AuthorRecord,
    Channel,
    Item,
    Notice,
    TermRecord,
    Unreadable,
    offset_between,
    open_archive,
    read,
)
from chronique.publishing import announce

Step = Callable[[int], None]

# Items a transaction: what is in is in, and the disk is not asked for each.
BATCH = 20
PASSES = 3
# What WordPress keeps as items and a publication has no use for.
OF_WORDPRESS = {
    "revision": "It is an earlier version of an article.",
    "wp_global_styles": "It holds the colours of a WordPress theme.",
    "wp_template": "It is a template of a WordPress theme.",
    "wp_template_part": "It is a part of a WordPress theme.",
    "wp_font_family": "It is a font of a WordPress theme.",
    "wp_font_face": "It is a font of a WordPress theme.",
    "custom_css": "It holds styles of a WordPress theme.",
    "customize_changeset": "It holds settings of a WordPress theme.",
    "oembed_cache": "It is WordPress's copy of a page elsewhere.",
    "wp_block": "It is a reusable block: its content stands where it was used.",
    "user_request": "It is a request about personal data, for WordPress to answer.",
}


def import_wordpress(
    paths: Sequence[Path], *, site: Site, media: Media, now: datetime, dry_run: bool = False,
    advance: Step | None = None,
) -> Report:  # fmt: skip
    """Bring in WordPress exports. Raises Refused (BrokenArchive) before anything is written.

    Run again, it changes what changed and adds what is new. Killed half-way and run again, it ends
    as if undisturbed. `dry_run` does it all in one transaction and undoes it. `advance` hears of
    bytes read, `PASSES` times the size of the files in all.
    """
    archives = [open_archive(path) for path in paths]
    report = Report()
    home = Home.objects.get(pk=site.root_page_id)
    incoming = Incoming(
        site=site,
        home=home,
        folder=home.folder,
        report=report,
        media=media,
        now=now,
        dry_run=dry_run,
    )
    run = _Run(incoming, archives, advance or (lambda _size: None))
    with disable_reference_index_auto_update():
        if dry_run:
            with transaction.atomic():
                run.all()
                transaction.set_rollback(True)
        else:
            run.all()
    return report


def size_of(paths: Sequence[Path]) -> int:
    """Return how much `advance` will hear of, in bytes."""
    return PASSES * sum(open_archive(path).size_bytes for path in paths)


class _Run:
    """One import: looks at everything first, so that a broken file leaves nothing half-written."""

    def __init__(self, incoming: Incoming, archives: Sequence[Archive], advance: Step) -> None:
        self.incoming, self.archives, self.advance = incoming, archives, advance
        self.menus = Menus()
        self.reusable: dict[str, str] = {}
        self.offset_known = False

    def all(self) -> None:
        for archive in self.archives:
            self._look(archive)
        self._attachments()
        self._pages()
        settle_waiting(self.incoming)
        with transaction.atomic():
            self.menus.bring(self.incoming)
            announce.all_came_in(self.incoming.site)

    def _look(self, archive: Archive) -> None:
        """First pass: is it whole? What surrounds the items comes in, with what others need early."""
        sections: list[TermRecord] = []
        early: list[AuthorRecord | TermRecord] = []
        for event in read(archive, advance=self.advance):
            match event:
                case Channel():
                    self._open(event)
                case AuthorRecord() | TermRecord():
                    early.append(event)
                case Item():
                    self._remember(event)
                case Unreadable():
                    self._unreadable(event)
                case Notice():
                    self.incoming.report.changed("file", str(event.line), archive.name, event.text)
        for batch in batches(early, BATCH):
            with transaction.atomic():
                for record in batch:
                    if isinstance(record, AuthorRecord):
                        bring_author(self.incoming, record)
                    else:
                        bring_term(self.incoming, record)
                        if record.taxonomy == "category" and record.parent_slug:
                            sections.append(record)
        with transaction.atomic():
            for record in sections:
                place_section(self.incoming, record)

    def _open(self, channel: Channel) -> None:
        self.incoming.opened(channel)
        publication = Publication.for_site(self.incoming.site)
        if publication.is_untouched() and channel.title:
            publication.name_after(
                title=channel.title, tagline=channel.description, language=channel.language
            )
            publication.save(update_fields=["title", "tagline", "language"])

    def _remember(self, item: Item) -> None:
        if item.type == "wp_block":
            self.reusable[item.id] = item.content
        if not self.offset_known:
            offset = offset_between(item.post_date_gmt, item.post_date)
            self.offset_known = offset is not None
            self.incoming.offset = offset or self.incoming.offset

    def _unreadable(self, event: Unreadable) -> None:
        self.incoming.report.found(event.kind)
        self.incoming.report.skipped(event.kind, event.id, event.title, event.reason)

    def _items(self) -> Iterator[Item]:
        for archive in self.archives:
            for event in read(archive, advance=self.advance):
                if isinstance(event, Channel):
                    self.incoming.channel = event
                    self.incoming.ledger.source = source_of(event)
                elif isinstance(event, Item):
                    yield event

    def _attachments(self) -> None:
        """Second pass: pictures and files, so that the articles find them."""
        for batch in batches((item for item in self._items() if item.type == ATTACHMENT), BATCH):
            with transaction.atomic():
                for item in batch:
                    bring_attachment(self.incoming, item)

    def _pages(self) -> None:
        """Third pass: articles, pages, menus; the rest is named in the report."""
        for batch in batches((item for item in self._items() if item.type != ATTACHMENT), BATCH):
            with transaction.atomic():
                for item in batch:
                    self._bring(item)

    def _bring(self, item: Item) -> None:
        if item.type in TYPES:
            bring_page(self.incoming, item, self.reusable.get)
        elif item.type == MENU_ITEM:
            self.menus.meet(self.incoming, item)
        elif item.type == "wp_navigation":
            bring_navigation(self.incoming, item)
        else:
            self.incoming.report.found(item.type or "item")
            unknown = f"WordPress's type “{item.type}” is no article, page, picture or file."
            reason = OF_WORDPRESS.get(item.type, unknown)
            self.incoming.report.skipped(item.type or "item", item.id, item.title, reason)


def export_wordpress(
    out: Path, *, site: Site, now: datetime, advance: Step | None = None
) -> dict[str, int]:
    """Write everything of a site as WXR 1.2 (gzip when the name ends so); return counts by kind.

    The file appears when it is whole. `advance` hears of items written.
    """
    counts: dict[str, int] = Counter()
    draft = out.with_name(f".{out.name}.part")
    try:
        with _opened(draft, out.suffix == ".gz") as file:
            for kind, text in _told(Departure(site), now):
                file.write(text)
                if kind:
                    counts[kind] += 1
                    if advance:
                        advance(1)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return dict(counts)


def _opened(path: Path, packed: bool) -> IO[str]:
    # Lone surrogates cannot be in UTF-8; nothing else is changed, control characters go as they are.
    options: dict[str, Any] = {"encoding": "utf-8", "errors": "replace", "newline": ""}
    return gzip.open(path, "wt", **options) if packed else path.open("w", **options)


def _told(departure: Departure, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield (kind, text): the kind with the first piece of each thing that counts."""
    yield "", wxr_out.channel(departure.channel(now))
    for author in departure.authors():
        yield "author", wxr_out.author(author)
    for term in departure.terms():
        yield kind_of(term.taxonomy), wxr_out.term(term)
    for item in departure.items():
        kind = item.kind
        for piece in wxr_out.item(item):
            yield ("comment" if "<wp:comment>" in piece[:20] else kind), piece
            kind = ""
    yield "", wxr_out.FOOT
