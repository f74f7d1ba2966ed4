"""Menus, as themes kept them and as the block editor does, lead to what they led to."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from chronique.articles.models import Menu, Publication
from chronique.exchange.report import Report
from tests.exchange.wordpress import (
    OLD,
    blog,
    bring,
    category,
    changes,
    everything,
    menu_link,
    page,
    post,
)
from tests.factories import the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

THINGS = [
    category(3, "coast", "Coast"),
    post(1, slug="one", title="One"),
    page(10, slug="offices", title="Offices"),
    post(6, slug="draft", title="Draft", status="draft"),
]


def to_post(number: int | str, above: int = 0) -> dict[str, str]:
    return {
        "_menu_item_type": "post_type", "_menu_item_object_id": str(number),
        "_menu_item_menu_item_parent": str(above),
    }  # fmt: skip


def to_category(number: int, above: int = 0) -> dict[str, str]:
    return {
        "_menu_item_type": "taxonomy", "_menu_item_object": "category",
        "_menu_item_object_id": str(number), "_menu_item_menu_item_parent": str(above),
    }  # fmt: skip


def to_address(url: str, above: int = 0) -> dict[str, str]:
    return {
        "_menu_item_type": "custom", "_menu_item_url": url,
        "_menu_item_menu_item_parent": str(above),
    }  # fmt: skip


def links(slug: str = "main") -> list[Any]:
    """Return what readers get of a menu: (label, href), or (label, href, what is below)."""
    return [_link(link) for link in Menu.objects.get(slug=slug).links]


def _link(link: dict[str, Any]) -> tuple[Any, ...]:
    below = [_link(one) for one in link.get("children", [])]
    return (link["label"], link["href"], below) if below else (link["label"], link["href"])


def bring_menu(entries: Iterable[str]) -> Report:
    report = bring(blog(*THINGS, *entries))
    assert report.balanced()
    return report


class TestMenusOfThemes:
    def test_links_lead_to_articles_pages_sections_and_elsewhere(self):
        bring_menu(
            [
                menu_link(20, "main", "", to_post(1), 1),
                menu_link(21, "main", "Who we are", to_post(10), 2),
                menu_link(22, "main", "", to_category(3), 3),
                menu_link(23, "main", "Friends", to_address("https://friends.example.org/"), 4),
                menu_link(24, "main", "Ours", to_address(f"{OLD}/offices/"), 5),
                menu_link(25, "main", "Search", to_address("/?s=tide"), 6),
            ]
        )
        assert links() == [
            ("One", "/2013/05/06/one/"),
            ("Who we are", "/offices/"),
            ("Coast", "/section/coast/"),
            ("Friends", "https://friends.example.org/"),
            ("Ours", "/offices/"),
            ("Search", "/?s=tide"),
        ]

    def test_the_order_is_the_menus_whatever_comes_first(self):
        entries = [
            menu_link(20 + n, "main", f"L{n}", to_address(f"/{n}/"), 5 - n) for n in (1, 2, 3)
        ]
        bring_menu(entries)
        assert [label for label, _ in links()] == ["L3", "L2", "L1"]

    def test_links_hang_below_links_and_a_third_level_on_the_second(self):
        report = bring_menu(
            [
                menu_link(20, "main", "A", to_address("/a/"), 1),
                menu_link(21, "main", "B", to_address("/b/", above=20), 2),
                menu_link(22, "main", "C", to_address("/c/", above=21), 3),
                menu_link(23, "main", "D", to_address("/d/", above=20), 4),
            ]
        )
        assert links() == [("A", "/a/", [("B", "/b/"), ("C", "/c/"), ("D", "/d/")])]
        assert changes(report, "two levels") == [("nav_menu_item", "22")]

    def test_what_leads_nowhere_is_not_shown_and_named(self):
        report = bring_menu(
            [
                menu_link(20, "main", "Gone", to_post(999), 1),
                menu_link(21, "main", "Gone too", to_category(999), 2),
                menu_link(22, "main", "Run", to_address("javascript:alert(1)"), 3),
                menu_link(23, "main", "A", to_address("/a/"), 4),
                menu_link(24, "main", "Draft", to_post(6), 5),
                menu_link(25, "main", "Shop", {"_menu_item_type": "taxonomy",
                          "_menu_item_object": "product_cat", "_menu_item_object_id": "4"}, 6),
            ]
        )  # fmt: skip
        assert links() == [("A", "/a/")]
        assert [number for _, number in changes(report, "not here")] == ["20", "21", "22", "25"]

    def test_a_group_without_an_address_of_its_own_keeps_what_is_below(self):
        bring_menu(
            [
                menu_link(20, "main", "More", to_address("#"), 1),
                menu_link(21, "main", "", to_post(1, above=20), 2),
            ]
        )
        assert links() == [("More", "#", [("One", "/2013/05/06/one/")])]

    def test_links_below_themselves_or_below_nothing_stop_nothing(self):
        report = bring_menu(
            [
                menu_link(20, "main", "A", to_address("/a/", above=21), 1),
                menu_link(21, "main", "B", to_address("/b/", above=20), 2),
                menu_link(22, "main", "C", to_address("/c/", above=22), 3),
                menu_link(23, "main", "D", to_address("/d/", above=404), 4),
            ]
        )
        assert links() == [("D", "/d/")]
        assert [skip.id for skip in report.skips] == ["20", "21", "22"]

    def test_links_of_no_menu_are_named(self):
        report = bring(blog(post(20, kind="nav_menu_item", meta=to_address("/a/"))))
        assert [(skip.id, skip.reason) for skip in report.skips] == [
            ("20", "It belongs to no menu.")
        ]


class TestMenusOfTheEditor:
    def bring(self, content: str) -> Report:
        navigation = post(30, kind="wp_navigation", slug="main", title="Main", content=content)
        return bring_menu([navigation])

    def test_links_and_links_below_links(self):
        self.bring(
            '<!-- wp:home-link {"label":"Home"} /-->'
            '<!-- wp:navigation-link {"label":"","type":"post","id":1,"url":"/x/",'
            '"kind":"post-type"} /-->'
            '<!-- wp:navigation-submenu {"label":"Coast","id":3,"kind":"taxonomy",'
            f'"url":"{OLD}/category/coast/"}} -->'
            f'<!-- wp:navigation-link {{"label":"Who","url":"{OLD}/offices/"}} /-->'
            "<!-- /wp:navigation-submenu -->"
        )
        assert links()[0] == ("Home", "/")
        assert ("One", "/2013/05/06/one/") in links()
        assert links()[-1] == ("Coast", "/section/coast/", [("Who", "/offices/")])

    def test_a_list_of_all_pages_is_named(self):
        report = self.bring("<!-- wp:page-list /-->")
        assert links() == []
        assert changes(report, "It listed all pages by itself") == [("wp_navigation", "30")]

    def test_what_would_run_leads_nowhere(self):
        self.bring('<!-- wp:navigation-link {"label":"X","url":"javascript:alert(1)"} /-->')
        assert links() == []


class TestTheMainMenu:
    def main_menu(self) -> Menu | None:
        return Publication.for_site(the_site()).main_menu

    def test_is_the_one_that_is_called_so(self):
        bring_menu(
            [
                *(menu_link(20 + n, "social", "X", to_address(f"/{n}/"), n) for n in range(3)),
                menu_link(30, "primary", "A", to_address("/a/")),
            ]
        )
        chosen = self.main_menu()
        assert chosen and chosen.slug == "primary"
        assert b'href="/a/"' in Client().get("/").content

    def test_that_a_person_chose_stays(self):
        publication = Publication.for_site(the_site())
        ours = Menu.objects.create(site=the_site(), name="Ours", slug="ours")
        publication.main_menu = ours
        publication.save()
        bring_menu([menu_link(30, "primary", "A", to_address("/a/"))])
        assert self.main_menu() == ours

    def test_that_a_person_filled_under_the_same_name_stays(self):
        ours: dict[str, Any] = {
            "label": "Ours",
            "page": None,
            "section": None,
            "address": "/ours/",
            "children": [],
        }
        Menu.objects.create(
            site=the_site(), name="Main", slug="main", items=[{"type": "link", "value": ours}]
        )
        report = bring_menu([menu_link(30, "main", "A", to_address("/a/"))])
        assert links() == [("Ours", "/ours/")]
        assert changes(report, "made or changed here") == [("menu", "")]


def test_a_newer_export_brings_the_menu_up_and_the_same_one_changes_nothing():
    entry = menu_link(20, "main", "A", to_address("/a/"), 1)
    bring_menu([entry])
    bring_menu([entry, menu_link(21, "main", "B", to_post(1), 2)])
    assert links() == [("A", "/a/"), ("B", "/2013/05/06/one/")]
    before = everything()
    bring_menu([entry, menu_link(21, "main", "B", to_post(1), 2)])
    assert everything() == before


def test_without_a_menu_the_pages_stand_at_the_foot_once_and_as_long_as_they_are_wanted():
    export = blog(page(1, slug="about", title="About us"), page(2, slug="team", wp__post_parent=1))
    report = bring(export)
    foot = Publication.objects.get().footer_menu
    assert foot
    assert [(link["label"], link["href"]) for link in foot.links] == [("About us", "/about/")]
    assert len(changes(report, "stands at the foot")) == 1
    assert b'href="/about/"' in Client().get("/").content
    # whoever takes it away is not given it again
    foot.delete()
    bring(export)
    assert Publication.objects.get().footer_menu is None
