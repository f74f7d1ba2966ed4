"""WordPress keeps each link of a menu as an item of its own; here they become menus again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from chronique.articles.models import Menu, Section, StaticPage
from chronique.exchange.arriving.incoming import Incoming, words
from chronique.exchange.arriving.ledger import PAGES, digest_of
from chronique.exchange.arriving.links import plain_path
from chronique.exchange.arriving.terms import CATEGORY, KINDS, MENU, term_for
from chronique.exchange.bodies.navigation import Link, read_navigation
from chronique.exchange.own import read_own
from chronique.exchange.wxr.reader import number
from chronique.exchange.wxr.records import Item, TermRef

KIND, NAVIGATION = "nav_menu_item", "wp_navigation"
MAIN = ("main", "primary", "principal", "header", "top")
FOOT = ("foot", "bottom", "pied")
# The menu of an export without one, and how many pages it names.
PAGES_MENU, LISTED = "pages", 8
DEEP = "Menus have two levels here: it moved up to the second."


@dataclass
class Menus:
    """What was met of menus so far, by their keys: where it leads is known at the end."""

    entries: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    navigations: list[Item] = field(default_factory=list)
    written: list[Menu] = field(default_factory=list)

    def meet(self, incoming: Incoming, item: Item) -> None:
        """Take one link of a menu, or a menu of the editor, until all it may lead to is there."""
        incoming.report.found(item.type)
        if item.type == NAVIGATION:
            self.navigations.append(item)
            return
        ref = next((ref for ref in item.terms if ref.taxonomy == MENU), None)
        menu = term_for(incoming, ref) if ref else None
        if isinstance(menu, Menu):
            self.entries[menu.pk].append(item)
            return
        reason = "Its menu was deleted here." if ref else "It belongs to no menu."
        incoming.report.skipped(KIND, item.id, item.title, reason)

    def bring(self, incoming: Incoming) -> None:
        """Make the menus, once everything they point to is there."""
        for pk, entries in self.entries.items():
            menu = Menu.objects.get(pk=pk)
            tree = _Tree(incoming, entries)
            if not self._write(incoming, menu, tree.links()):
                incoming.report.unchanged(KIND, len(tree.reached))
        for item in self.navigations:
            self._bring_navigation(incoming, item)
        self._choose_foot(incoming)
        self._choose_main(incoming)
        if not self.written:
            _list_pages(incoming)

    def _bring_navigation(self, incoming: Incoming, item: Item) -> None:
        """Bring in a menu of the block editor: its links stand in its text."""
        ref = TermRef(MENU, item.slug or f"navigation-{item.id}", item.title or "Navigation")
        menu = term_for(incoming, ref)
        if not isinstance(menu, Menu):
            incoming.report.skipped(NAVIGATION, item.id, item.title, "It was deleted here.")
            return
        told = read_navigation(item.content)
        for reason in told.remarks:
            incoming.report.changed(NAVIGATION, item.id, item.title, reason)
        incoming.report.imported(NAVIGATION)
        links = [_navigated_with_children(incoming, one) for one in told.links]
        if not self._write(incoming, menu, links):
            incoming.report.unchanged(NAVIGATION)

    def _write(self, incoming: Incoming, menu: Menu, links: list[dict[str, Any]]) -> bool:
        """Bring a menu up to the export, unless it was changed here; return whether it had news."""
        self.written.append(menu)
        known = incoming.ledger.claim(["menu made"], menu.slug, [])
        digest = digest_of(links)
        if known.digest == digest:
            return False
        if known.kept.get("as") != _state(menu) and menu.items:
            reason = "A menu of its name was made or changed here: that stays."
            incoming.report.changed(KINDS[MENU], "", menu.name, reason)
            return True
        menu.items = links
        menu.save(update_fields=["items"])
        known.digest, known.row, known.kept = digest, menu.pk, {"as": _state(menu)}
        known.save()
        return True

    def _choose_foot(self, incoming: Incoming) -> None:
        publication = incoming.publication
        called = _called(FOOT, [menu for menu in self.written if menu.items])
        if called and not publication.footer_menu_id:
            publication.footer_menu = called
            publication.save(update_fields=["footer_menu"])

    def _choose_main(self, incoming: Incoming) -> None:
        """The export does not say which menu stood where: take the one that is called so."""
        publication = incoming.publication
        foot = publication.footer_menu_id
        candidates = [menu for menu in self.written if menu.items and menu.pk != foot]
        if publication.main_menu_id or not candidates:
            return
        longest = max(candidates, key=lambda menu: len(menu.items))
        publication.main_menu = _called(MAIN, candidates) or longest
        publication.save(update_fields=["main_menu"])


def _called(names: Iterable[str], menus: Iterable[Menu]) -> Menu | None:
    """Return the menu that is called so. Of several the shortest: a test menu is called more."""
    called = [menu for menu in menus if any(name in menu.slug for name in names)]
    return min(called, key=lambda menu: len(menu.slug), default=None)


def _list_pages(incoming: Incoming) -> None:
    """Where an export has no menu, WordPress lists the pages: here, once, at the foot of all."""
    publication = incoming.publication
    pages = StaticPage.objects.published().child_of(incoming.home).order_by("path")[:LISTED]
    known = incoming.ledger.claim(["menu made"], PAGES_MENU, [])
    if publication.footer_menu_id or known.pk or not pages:
        return
    links = [_with_children(empty_link("") | {"page": page.pk}, []) for page in pages]
    menu, _ = Menu.objects.get_or_create(
        site=incoming.site, slug=PAGES_MENU, defaults={"name": "Pages", "items": links}
    )
    publication.footer_menu = menu
    publication.save(update_fields=["footer_menu"])
    known.row = menu.pk
    known.save()
    reason = "The export has no menu: a list of its pages stands at the foot."
    incoming.report.changed(KINDS[MENU], "", menu.name, reason)


def _state(menu: Menu) -> str:
    """Return a digest of a menu's links as they are, whatever their blocks are numbered."""
    return digest_of([_bare(item) for item in menu.items.get_prep_value()])


def _bare(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _bare(inner) for name, inner in part.items() if name != "id"}
    return [_bare(inner) for inner in part] if isinstance(part, list) else part


class _Tree:
    """The entries of one menu, hung below each other."""

    def __init__(self, incoming: Incoming, entries: Iterable[Item]) -> None:
        self.incoming = incoming
        self.entries = sorted(entries, key=lambda item: number(item.menu_order) or 0)
        self.meta = [dict(item.meta) for item in self.entries]
        places = {item.id: place for place, item in enumerate(self.entries) if item.id}
        self.below: dict[int | None, list[int]] = defaultdict(list)
        for place, meta in enumerate(self.meta):
            above = places.get(meta.get("_menu_item_menu_item_parent", "0"))
            self.below[above].append(place)
        # Those that do not hang below themselves.
        self.reached = set(self.below[None])

    def links(self) -> list[dict[str, Any]]:
        report = self.incoming.report
        links = []
        for place in self.below[None]:
            inner = self._all_below(place)
            links.append(_with_children(self._link(place), [self._link(one) for one in inner]))
        for place, item in enumerate(self.entries):
            if place in self.reached:
                report.imported(KIND)
            else:
                report.skipped(KIND, item.id, item.title, "It hangs below itself.")
        return links

    def _all_below(self, top: int) -> list[int]:
        """All entries below one, in order: ours are one level deep."""
        found: list[int] = []
        waiting = [(place, 1) for place in reversed(self.below[top])]
        while waiting:
            place, depth = waiting.pop()
            if place in self.reached:
                continue
            self.reached.add(place)
            found.append(place)
            if depth > 1:
                self._changed(self.entries[place], DEEP)
            waiting += [(one, depth + 1) for one in reversed(self.below[place])]
        return found

    def _link(self, place: int) -> dict[str, Any]:
        item, meta = self.entries[place], self.meta[place]
        kind, target = meta.get("_menu_item_type", ""), meta.get("_menu_item_object_id", "")
        link = empty_link(words(item.title))
        if kind == "post_type":
            link["page"] = self.incoming.ledger.row(PAGES, target)
        elif kind == "taxonomy" and meta.get("_menu_item_object") == CATEGORY:
            link["section"] = section_of(self.incoming, target)
        elif kind != "taxonomy" and not read_own(item.meta).leads_nowhere:
            lead_to(self.incoming, link, meta.get("_menu_item_url", ""))
        if not any((link["page"], link["section"], link["address"])):
            reason = "What it leads to is not here: it is left out of the menu as shown."
            self._changed(item, reason)
        return link

    def _changed(self, item: Item, reason: str) -> None:
        self.incoming.report.changed(KIND, item.id, item.title, reason)


def empty_link(label: str) -> dict[str, Any]:
    return {"label": label[:255], "page": None, "section": None, "address": ""}


def lead_to(incoming: Incoming, link: dict[str, Any], address: str) -> None:
    """Let a link lead to an address: to our page, if that is what stood there."""
    path = plain_path(incoming, address)
    found = incoming.ledger.at_paths([path, f"{path.rstrip('/')}/"] if path else [], PAGES)
    link["page"] = next((item.row for item in found.values()), None)
    if link["page"] is None:
        own = incoming.old_path(address)
        is_web = address.lower().startswith(("http://", "https://", "mailto:", "tel:", "#"))
        link["address"] = (own or (address if is_web else ""))[:2000]


def section_of(incoming: Incoming, term: str) -> int | None:
    """Return the section that a category became, by its number there."""
    path = f"/?cat={term}"
    found = incoming.ledger.at_paths([path], [KINDS[CATEGORY]]).get(path)
    row = found.row if found else None
    return row if row and Section.objects.filter(pk=row).exists() else None


def _navigated(incoming: Incoming, link: Link) -> dict[str, Any]:
    made = empty_link(link.label)
    if link.kind == "taxonomy" and link.number:
        made["section"] = section_of(incoming, link.number)
    elif link.kind == "post-type" and link.number:
        made["page"] = incoming.ledger.row(PAGES, link.number)
    if not made["section"] and not made["page"]:
        lead_to(incoming, made, link.address)
    return made


def _navigated_with_children(incoming: Incoming, link: Link) -> dict[str, Any]:
    below = [_navigated(incoming, one) for one in link.below]
    return _with_children(_navigated(incoming, link), below)


def _with_children(link: dict[str, Any], children: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "link", "value": {**link, "children": children}}
