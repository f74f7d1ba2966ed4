"""WordPress keeps each link of a menu as an item of its own; here they become menus again."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chronique.articles.models import Menu, Publication, Section
from chronique.exchange.incoming import Incoming, slug_from
from chronique.exchange.ledger import digest_of
from chronique.exchange.records import Item
from chronique.exchange.wxr import number
from chronique.text import html

KIND = "nav_menu_item"
NAVIGATION_LINK = re.compile(
    r"<!--\s*wp:navigation-(?:link|submenu)\s+(\{.*?\})\s*/?-->", re.DOTALL
)
MAIN = ("main", "primary", "principal", "header", "top")


@dataclass
class Menus:
    """The entries met so far, by the slug of their menu."""

    names: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))

    def meet(self, incoming: Incoming, item: Item) -> None:
        incoming.report.found(KIND)
        menu = next((ref for ref in item.terms if ref.taxonomy == "nav_menu"), None)
        if menu is None:
            reason = "It belongs to no menu."
            incoming.report.skipped(KIND, item.id, item.title, reason)
            return
        slug = slug_from(menu.slug, menu.name) or "menu"
        self.names.setdefault(slug, menu.name or slug)
        self.entries[slug].append(item)

    def bring(self, incoming: Incoming) -> None:
        """Make the menus, once everything they point to is there."""
        for slug, entries in self.entries.items():
            menu_items = _Tree(incoming, entries).links()
            digest = digest_of(menu_items)
            known = incoming.ledger.find("menu made", slug)
            if known and known.digest == digest:
                continue
            menu, _ = Menu.objects.update_or_create(
                site=incoming.site, slug=slug,
                defaults={"name": self.names[slug][:255], "items": menu_items},
            )  # fmt: skip
            incoming.ledger.note("menu made", slug, digest=digest, row=menu.pk)
        self._choose_main(incoming)

    def _choose_main(self, incoming: Incoming) -> None:
        """The export does not say which menu stood where: take the one that is called so."""
        publication = Publication.for_site(incoming.site)
        if publication.main_menu_id or not self.entries:
            return
        called = [slug for slug in self.entries if any(word in slug for word in MAIN)]
        # The shortest of those that are called so: a test menu is called more than that.
        slug = (
            min(called, key=len)
            if called
            else max(self.entries, key=lambda s: len(self.entries[s]))
        )
        publication.main_menu = Menu.objects.get(site=incoming.site, slug=slug)
        publication.save(update_fields=["main_menu"])


def bring_navigation(incoming: Incoming, item: Item) -> None:
    """Bring in a menu of the block editor: its links stand in its text."""
    kind = "wp_navigation"
    incoming.report.found(kind)
    slug = slug_from(item.slug, item.title) or f"navigation-{item.id}"
    links = [
        {
            "type": "link",
            "value": {
                "label": label[:255],
                "page": None,
                "section": None,
                "address": address[:2000],
                "children": [],
            },
        }
        for label, address in navigation_links(item.content)
    ]
    Menu.objects.update_or_create(
        site=incoming.site, slug=slug, defaults={"name": (item.title or slug)[:255], "items": links}
    )
    if not links:
        incoming.report.changed(kind, item.id, item.title, "It names no links: the menu is empty.")
    incoming.report.imported(kind)


def navigation_links(content: str) -> list[tuple[str, str]]:
    """Return (label, address) of the navigation links in a block editor's text."""
    links = []
    for attributes in NAVIGATION_LINK.findall(content):
        try:
            named = json.loads(attributes)
        except ValueError:
            continue
        links.append((html.plain(str(named.get("label", ""))), str(named.get("url", ""))))
    return [link for link in links if link[1]]


class _Tree:
    """The entries of one menu, hung below each other."""

    def __init__(self, incoming: Incoming, entries: list[Item]) -> None:
        self.incoming = incoming
        self.meta: Mapping[str, dict[str, str]] = {item.id: dict(item.meta) for item in entries}
        self.below: dict[str, list[Item]] = defaultdict(list)
        for item in sorted(entries, key=lambda item: number(item.menu_order) or 0):
            above = self.meta[item.id].get("_menu_item_menu_item_parent", "0")
            self.below[above if above in self.meta and above != item.id else "0"].append(item)

    def links(self) -> list[dict[str, Any]]:
        links = []
        for item in self.below["0"]:
            children = [self._link(child) for child in self._all_below(item, {item.id})]
            value = {**self._link(item), "children": children}
            self._tell(item)
            links.append({"type": "link", "value": value})
        self._tell_circles()
        return links

    def _all_below(self, item: Item, seen: set[str], depth: int = 1) -> list[Item]:
        """All entries below one, in order: ours are one level deep."""
        found: list[Item] = []
        for child in self.below.get(item.id, []):
            if child.id in seen or len(seen) > len(self.meta):
                continue
            seen.add(child.id)
            self._tell(child)
            if depth > 1:
                self._changed(child, "Menus have two levels here: it moved up to the second.")
            found += [child, *(self._all_below(child, seen, depth + 1) if depth < 20 else [])]
        return found

    def _link(self, item: Item) -> dict[str, Any]:
        meta = self.meta[item.id]
        kind, target = meta.get("_menu_item_type", ""), meta.get("_menu_item_object_id", "")
        link: dict[str, Any] = {
            "label": html.plain(item.title)[:255],
            "page": None,
            "section": None,
            "address": "",
        }
        ledger = self.incoming.ledger
        if kind == "post_type":
            link["page"] = ledger.row(meta.get("_menu_item_object", "page"), target)
        elif kind == "taxonomy":
            link["section"] = self._section(meta, target)
        else:
            address = meta.get("_menu_item_url", "")
            known = ledger.at_path(self.incoming.old_path(address), ["post", "page"])
            link["page"] = known.row if known else None
            own = self.incoming.old_path(address)
            link["address"] = "" if known else (own or address)[:2000]
        if not any((link["page"], link["section"], link["address"])):
            self._changed(
                item, "What it leads to is not here: it is left out of the menu as shown."
            )
        return link

    def _section(self, meta: dict[str, str], target: str) -> int | None:
        if meta.get("_menu_item_object") != "category":
            return None
        row = self.incoming.ledger.row("category number", target)
        return row if row and Section.objects.filter(pk=row).exists() else None

    def _tell(self, item: Item) -> None:
        self.incoming.report.imported(KIND)

    def _tell_circles(self) -> None:
        """Entries that hang below each other in a circle are reached from nowhere."""
        reached = {item.id for items in self.below.values() for item in items if self._root(item)}
        for item in (item for items in self.below.values() for item in items):
            if item.id not in reached:
                self.incoming.report.skipped(KIND, item.id, item.title, "It hangs below itself.")

    def _root(self, item: Item) -> bool:
        seen: set[str] = set()
        current = item.id
        while current not in seen:
            seen.add(current)
            above = self.meta[current].get("_menu_item_menu_item_parent", "0")
            if above not in self.meta or above == current:
                return True
            current = above
        return False

    def _changed(self, item: Item, reason: str) -> None:
        self.incoming.report.changed(KIND, item.id, item.title, reason)
