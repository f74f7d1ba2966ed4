"""One import of WordPress exports: what is done in which order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from django.db import transaction
from wagtail.models import Page

from chronique.articles.jobs import tell_wagtail
from chronique.base.batches import batches
from chronique.comments.teaching import teach_imported
from chronique.exchange.arriving.articles import MODELS, bring_page
from chronique.exchange.arriving.authors import bring_author
from chronique.exchange.arriving.comments import leave_out_comments
from chronique.exchange.arriving.incoming import Incoming, Source, words
from chronique.exchange.arriving.ledger import ATTACHMENT
from chronique.exchange.arriving.media import bring_attachment
from chronique.exchange.arriving.menus import KIND as MENU_ITEM
from chronique.exchange.arriving.menus import NAVIGATION, Menus
from chronique.exchange.arriving.page_order import PageOrder
from chronique.exchange.arriving.redirects import lead_lost_attachments
from chronique.exchange.arriving.settling import settle_waiting
from chronique.exchange.arriving.terms import bring_term, place_sections
from chronique.exchange.wxr.reader import (
    Archive,
    AuthorRecord,
    Channel,
    Event,
    Item,
    Notice,
    TermRecord,
    Unreadable,
    read,
)
from chronique.publishing import announce
from chronique.store.actions import forgotten_together

Step = Callable[[int], None]

PASSES = 3
# Items a transaction: what is in is in, and the disk is not asked for each.
BATCH = 20
# Of reusable blocks so many characters are remembered; nobody has written more of them.
REUSABLE_CHARACTERS = 20_000_000
NO_PLACE = "Pictures and files have no comments here."
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


class Import:
    """One import. It looks at everything first: a broken file leaves nothing half-written.

    Then authors, terms and files come in, then articles and pages, which name them, and last what
    names articles.
    """

    def __init__(self, incoming: Incoming, archives: Sequence[Archive], advance: Step) -> None:
        self.incoming, self.archives, self.advance = incoming, archives, advance
        self.menus = Menus()
        self.reusable: dict[str, str] = {}
        self.reusable_characters = 0
        # By source, the numbers of its pages.
        self.pages: dict[str, set[str]] = defaultdict(set)
        # Of each archive, how many events must be read to meet its title, authors, terms, files.
        self.until: list[int] = []

    def look(self) -> None:
        """First pass: is it whole? Nothing is written. Raises BrokenArchive."""
        for archive in self.archives:
            until = 0
            for place, event in enumerate(self._events(archive, self.advance), 1):
                if isinstance(event, Channel | AuthorRecord | TermRecord) or _is_file(event):
                    until = place
                self._remember(archive, event)
            self.until.append(until)

    def bring(self) -> None:
        """Bring everything in. What is done is done, also when this ends half-way.

        Kept pages are forgotten once, at the end.
        """
        with forgotten_together():
            self._bring()

    def _bring(self) -> None:
        self._surroundings()
        self._pages()
        for source in self.incoming.sources.values():
            self.incoming.source = source
            settle_waiting(self.incoming)
            lead_lost_attachments(self.incoming)
        with transaction.atomic():
            self.menus.bring(self.incoming)
            announce.all_came_in(self.incoming.site)
        self._teach()
        if told := self.incoming.clock.remark():
            self.incoming.report.changed("publication", "", self.incoming.publication.title, told)

    def _teach(self) -> None:
        """What was decided there about comments teaches the filter here."""
        site = self.incoming.site
        if count := teach_imported(site.pk, root_path=site.root_page.path):
            told = (
                f"The spam filter has learned from comments that were decided about there: {count}."
            )
            title = self.incoming.publication.title
            self.incoming.report.changed("publication", "", title, told)

    def _events(self, archive: Archive, advance: Step) -> Iterator[Event]:
        for event in read(archive, keep_controls=True, advance=advance):
            if isinstance(event, Channel):
                self.incoming.enter(event, archive.name)
            yield event

    def _remember(self, archive: Archive, event: Event) -> None:
        report = self.incoming.report
        match event:
            case Channel():
                for remark in event.remarks:
                    report.changed("file", "", event.title, remark)
            case Unreadable():
                report.found(event.kind)
                report.skipped(event.kind, event.id, event.title, event.reason)
            case Notice():
                report.changed("file", str(event.line), archive.name, event.text)
            case Item():
                self._remember_item(event)

    def _remember_item(self, item: Item) -> None:
        if item.type == "page" and item.id:
            self.pages[self.incoming.ledger.source].add(item.id)
        elif item.type == "wp_block" and self.reusable_characters < REUSABLE_CHARACTERS:
            self.reusable[item.id] = item.content
            self.reusable_characters += len(item.content)
        self.incoming.clock.hear(item)

    def _surroundings(self) -> None:
        """Second pass: what articles name comes in before them, wherever it stands."""
        for archive, until in zip(self.archives, self.until, strict=True):
            listed: list[AuthorRecord | TermRecord] = []
            for event in self._beginning(archive, until):
                if isinstance(event, Channel):
                    self._name_publication(event)
                elif isinstance(event, AuthorRecord | TermRecord):
                    listed.append(event)
                elif isinstance(event, Item) and event.type == ATTACHMENT:
                    self._bring_listed(listed)
                    bring_attachment(self.incoming, event)
                    leave_out_comments(self.incoming, event, NO_PLACE)
            self._bring_listed(listed)
        for source in self.incoming.sources.values():
            self.incoming.source = source
            place_sections(self.incoming)

    def _beginning(self, archive: Archive, until: int) -> Iterator[Event]:
        """Yield so many events of an archive; the rest counts as read."""
        heard = 0

        def hear(size: int) -> None:
            nonlocal heard
            heard += size
            self.advance(size)

        yield from islice(self._events(archive, hear), until)
        self.advance(max(0, archive.size_bytes - heard))

    @transaction.atomic
    def _name_publication(self, channel: Channel) -> None:
        publication, site = self.incoming.publication, self.incoming.site
        title = words(channel.title)
        if title and publication.is_untouched():
            tagline = words(channel.description)
            publication.name_after(title=title, tagline=tagline, language=channel.language)
            publication.save(update_fields=["title", "tagline", "language"])
            site.site_name = title[:255]
            site.save(update_fields=["site_name"])
            home = Page.objects.filter(pk=site.root_page_id)
            home.update(title=title[:255], draft_title=title[:255])

    def _bring_listed(self, listed: list[AuthorRecord | TermRecord]) -> None:
        for batch in batches(listed, BATCH):
            with transaction.atomic():
                for record in batch:
                    if isinstance(record, AuthorRecord):
                        bring_author(self.incoming, record)
                    else:
                        bring_term(self.incoming, record)
        listed.clear()

    def _pages(self) -> None:
        """Third pass: articles, pages, menus; the rest is named in the report."""
        waiting = self._in_order()
        for first in waiting:
            with transaction.atomic():
                # One at a time in memory: an item may be large.
                self._bring_batch(chain([first], islice(waiting, BATCH - 1)))

    def _bring_batch(self, batch: Iterable[tuple[Source, Item]]) -> None:
        written: dict[str, list[int]] = defaultdict(list)
        for source, item in batch:
            self.incoming.source = source
            kind = item.type or "post"
            if kind in MODELS:
                pk = bring_page(self.incoming, item, kind, self.reusable.get)
                if pk:
                    written[MODELS[kind]._meta.label].append(pk)
            elif kind in (MENU_ITEM, NAVIGATION):
                self.menus.meet(self.incoming, item)
            else:
                self._leave_out(item, kind)
        for label, numbers in written.items():
            tell_wagtail.enqueue(label, numbers)

    def _in_order(self) -> Iterator[tuple[Source, Item]]:
        """Yield all items but files, pages after those they hang below, each with its source."""
        orders: dict[str, PageOrder] = {}
        for archive in self.archives:
            for event in self._events(archive, self.advance):
                if isinstance(event, Item) and event.type != ATTACHMENT:
                    source = self.incoming.source
                    name = source.ledger.source
                    order = orders.setdefault(name, PageOrder(self.pages[name]))
                    yield from ((source, item) for item in order.ready(event))
        for name, order in orders.items():
            yield from ((self.incoming.sources[name], item) for item in order.rest())

    def _leave_out(self, item: Item, kind: str) -> None:
        self.incoming.report.found(kind)
        unknown = f"WordPress's type “{kind}” is no article, page, picture or file."
        reason = OF_WORDPRESS.get(kind, unknown)
        self.incoming.report.skipped(kind, item.id, item.title, reason)
        leave_out_comments(self.incoming, item, "What it answers is left out.")


def _is_file(event: Event) -> bool:
    return isinstance(event, Item) and event.type == ATTACHMENT
