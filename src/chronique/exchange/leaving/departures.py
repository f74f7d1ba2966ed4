"""What leaves, read from the database in pieces and told in WordPress's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Site

from chronique.articles.models import (
    Article,
    Menu,
    Publication,
    Section,
    Term,
)
from chronique.exchange.leaving.blocks import whole_links
from chronique.exchange.leaving.files import Files
from chronique.exchange.leaving.library import Library
from chronique.exchange.leaving.names import AWAY, Names
from chronique.exchange.leaving.pages import MODELS, Pages, as_html
from chronique.exchange.own import KEY, Own
from chronique.exchange.wxr.writer import AuthorOut, ChannelOut, ItemOut, TermOut


@dataclass
class Departure:
    """One export of one site."""

    site: Site

    def __post_init__(self) -> None:
        self.publication = Publication.for_site(self.site)
        self.names, self.library = Names(self.site), Library(self.site)
        self.base = self.names.base

    def channel(self, now: datetime) -> ChannelOut:
        publication = self.publication
        return ChannelOut(
            publication.title, self.base, publication.tagline, publication.language, now
        )

    def authors(self) -> Iterator[AuthorOut]:
        for author in self.library.authors():
            account = self.names.accounts.of(author.pk)
            yield AuthorOut(
                account.number, account.login, author.email, author.name, author.website,
                whole_links(author.biography, self.names.places),
                author.slug if author.slug != account.login else "",
            )  # fmt: skip

    def terms(self) -> Iterator[TermOut]:
        """The terms, parents before what hangs below them."""
        yield from self._sections()
        for tag in self.library.tags():
            description = as_html(tag.description)
            yield TermOut("post_tag", str(10**7 + tag.pk), tag.slug, tag.name, "", description)
        terms = Term.objects.filter(site=self.site)
        for term in terms.order_by("pk").iterator():
            yield TermOut(
                term.taxonomy, str(2 * 10**7 + term.pk), term.slug, term.name, term.parent_slug,
                term.description,
            )  # fmt: skip
        for menu in Menu.objects.filter(site=self.site).order_by("pk"):
            yield TermOut("nav_menu", str(3 * 10**7 + menu.pk), menu.slug, menu.name)

    def _sections(self) -> Iterator[TermOut]:
        sections = list(Section.objects.on(self.site).in_order())
        by_pk = {section.pk: section for section in sections}
        told: set[int] = set()
        while pending := [s for s in sections if s.pk not in told]:
            ready = [s for s in pending if s.parent_id is None or s.parent_id in told] or pending
            for s in ready:
                told.add(s.pk)
                parent = by_pk[s.parent_id].slug if s.parent_id in by_pk else ""
                description = as_html(s.description)
                yield TermOut("category", str(s.pk), s.slug, s.name, parent, description)

    def items(self) -> Iterator[ItemOut]:
        yield from Files(self.names, self.library).items()
        pages = Pages(self.names, self.publication)
        for kind in MODELS:
            yield from pages.of_kind(kind)
        for menu in Menu.objects.filter(site=self.site).order_by("pk"):
            yield from self._menu(menu)

    def count(self) -> int:
        """How many pages, pictures and files leave; the links of menus are not counted."""
        pages = sum(model.objects.on(self.site).count() for model in MODELS.values())
        return pages + self.library.count()

    def _menu(self, menu: Menu) -> Iterator[ItemOut]:
        order = 0
        for link in menu.items:
            children = [child for child in link.value["children"] if _leads(child)]
            if not children and not _leads(link.value):
                # It is not shown here, either.
                continue
            order += 1
            top = str(AWAY["menu"] + menu.pk * 10_000 + order)
            yield self._menu_item(menu, link.value, top, "0", order)
            for child in children:
                order += 1
                yield self._menu_item(
                    menu, child, str(AWAY["menu"] + menu.pk * 10_000 + order), top, order
                )

    def _menu_item(self, menu: Menu, value: Any, number: str, above: str, order: int) -> ItemOut:
        page, section = value["page"], value["section"]
        target, own = ("custom", number, "custom"), Own(leads_nowhere=not _leads(value)).written()
        if page:
            kind = "post" if page.specific_class is Article else "page"
            target = ("post_type", self.names.number("page", page.pk), kind)
        elif section:
            target = ("taxonomy", str(section.pk), "category")
        meta = (
            ("_menu_item_type", target[0]), ("_menu_item_menu_item_parent", above),
            ("_menu_item_object_id", target[1]), ("_menu_item_object", target[2]),
            ("_menu_item_target", ""), ("_menu_item_classes", 'a:1:{i:0;s:0:"";}'),
            ("_menu_item_xfn", ""), ("_menu_item_url", "#" if own else value["address"] or ""),
            # WordPress says so of an entry that only holds others: by an address that is none.
            *(((KEY, own),) if own else ()),
        )  # fmt: skip
        return ItemOut(
            number=number, kind="nav_menu_item", title=value["label"] or "",
            link=f"{self.base}/?p={number}",
            guid=f"{self.base}/?p={number}", status="publish", slug=number, order=order, meta=meta,
            terms=(("nav_menu", menu.slug, menu.name),),
        )  # fmt: skip


def _leads(value: Any) -> bool:
    """Whether a link of a menu leads somewhere."""
    return any(value[name] for name in ("page", "section", "address"))
