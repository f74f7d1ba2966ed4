"""Real exports come in whole: at least what WordPress itself made of each of them."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from chronique.articles.models import Article, Author, Publication, Section, StaticPage, Tag, Term
from chronique.articles.models.publication import Menu
from chronique.comments.models import Comment
from chronique.exchange.actions import export_wordpress, import_wordpress
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.report import Report
from chronique.exchange.wxr.reader import BrokenArchive
from tests.exchange.wordpress import everything
from tests.factories import NOON, the_site
from tests.shared import SHARED, shared_inputs

pytestmark = pytest.mark.django_db

WXR = SHARED / "inputs" / "wxr"
# These come in after a dry run, and the largest before it leaves again; the others just so.
TRIED_FIRST = ["nikola-wordpress_export_example.xml", "small-export.xml"]
LARGEST = "themeunittestdata.wordpress.xml"
NAMES = sorted({path.name for path in WXR.glob("*.xml")} - {"malformed.xml", LARGEST, *TRIED_FIRST})

LINK = re.compile(r'<a\b(?=[^>]*\blinktype="page")[^>]*\bid="(\d+)"[^>]*>')


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


def bring(name: str, *, dry_run: bool = False) -> Report:
    path = shared_inputs() / "wxr" / name
    return import_wordpress(
        [path], site=the_site(), media=Media(online=False), now=NOON, dry_run=dry_run
    )


def oracle(name: str) -> dict[str, Any]:
    lines = (shared_inputs() / "wxr" / "oracle-wordpress-import.jsonl").read_text().splitlines()
    told = next(row for row in map(json.loads, lines) if row["file"] == name)
    return told["added"] or {}


def pages(kind: type[Article] | type[StaticPage]) -> Counter[str]:
    states: Counter[str] = Counter()
    for page in kind.objects.all():
        states["live" if page.live else "draft"] += 1
    return states


def expected_pages(posts: dict[str, int], kind: str) -> Counter[str]:
    states: Counter[str] = Counter()
    for key, count in posts.items():
        found, _, status = key.partition("/")
        if found == kind:
            states["live" if status in ("publish", "private") else "draft"] += count
    return states


@pytest.mark.parametrize("name", NAMES)
def test_an_export_brings_in_no_less_than_wordpress_does_and_again_changes_nothing(name: str):
    assert_comes_in_whole(name)


def assert_comes_in_whole(name: str) -> Report:
    report = bring(name)
    assert report.unbalanced() == []
    assert_no_less_than(oracle(name))
    before = everything()
    bring(name)
    after = everything()
    assert after - before == Counter()
    assert before - after == Counter()
    return report


def assert_no_less_than(told: dict[str, Any]) -> None:
    posts = told.get("posts", {})
    assert pages(Article) >= expected_pages(posts, "post")
    assert pages(StaticPage) >= expected_pages(posts, "page")
    comments = told.get("comments", {})
    assert Comment.objects.count() >= sum(comments.values())
    assert Comment.objects.public().count() >= sum(
        n for key, n in comments.items() if key.endswith("/1")
    )
    assert Comment.objects.filter(parent__isnull=False).count() >= told.get("nested", 0)
    terms = told.get("terms", {})
    assert Section.objects.count() >= terms.get("category", 0)
    assert Tag.objects.count() >= terms.get("post_tag", 0)
    assert Term.objects.count() >= terms.get("post_format", 0)
    assert Menu.objects.filter(links__isnull=False).count() >= min(terms.get("nav_menu", 0), 1)
    assert Author.objects.count() >= told.get("users", 0)


@pytest.mark.usefixtures("later_work_is_done")
@pytest.mark.parametrize("name", TRIED_FIRST)
def test_a_dry_run_writes_nothing_and_says_the_same(name: str):
    before = everything()
    dry = bring(name, dry_run=True)
    assert everything() == before
    assert dry.as_json() == assert_comes_in_whole(name).as_json()


def test_a_malformed_export_is_refused_with_its_line_and_leaves_nothing():
    before = everything()
    with pytest.raises(BrokenArchive, match=r"^malformed\.xml, line 90: "):
        bring("malformed.xml")
    assert everything() == before


def test_what_came_in_leaves_again_and_comes_back_the_same(tmp_path: Path):
    out = tmp_path / "out.xml"
    with transaction.atomic():
        assert bring(LARGEST).unbalanced() == []
        assert_no_less_than(oracle(LARGEST))
        told = whole()
        export_wordpress(out, site=the_site(), now=NOON)
        # then all of it is gone again
        transaction.set_rollback(True)
    assert not Article.objects.exists()
    import_wordpress([out], site=the_site(), media=Media(online=False), now=NOON)
    assert whole() == told


def whole() -> dict[str, Any]:
    """What must survive the way out and in, without our numbers."""
    names = {page.pk: page.slug for page in (*Article.objects.all(), *StaticPage.objects.all())}
    return {
        "articles": sorted(
            (a.title, a.slug, a.live, str(a.first_published_at), str(a.section),
             sorted(t.slug for t in a.tags.all()), a.featured, a.standfirst,
             [(one.author.slug, one.author.name, one.role) for one in a.authorships.all()],
             body(a, names))
            for a in Article.objects.prefetch_related("authorships__author")
        ),
        "pages": sorted(
            (p.title, p.slug, p.live, p.get_parent().slug, p.address, p.standfirst, body(p, names))
            for p in StaticPage.objects.all()
        ),
        "sections": sorted(Section.objects.values_list("slug", "name", "parent__slug"), key=str),
        "tags": sorted(Tag.objects.values_list("slug", "name")),
        "terms": sorted(Term.objects.values_list("taxonomy", "slug")),
        "menus": sorted((one.slug, one.name, json.dumps(one.links)) for one in Menu.objects.all()),
        "chosen": Publication.objects.values_list("main_menu__slug", "footer_menu__slug").get(),
        "comments": sorted(
            (c.old_number, c.state, c.author_name, c.html, c.parent.text if c.parent else "")
            for c in Comment.objects.select_related("parent")
        ),
    }  # fmt: skip


def body(page: Article | StaticPage, names: dict[int, str]) -> str:
    """Return a text with what it leads to by its slug."""
    return json.dumps(bare(page.body.get_prep_value(), names), sort_keys=True)


def bare(part: Any, names: dict[int, str]) -> Any:
    """Return a raw value without the numbers of blocks and pages."""
    if isinstance(part, dict):
        found = {name: bare(inner, names) for name, inner in part.items() if name != "id"}
        return found | ({"article": names[part["article"]]} if part.get("article") else {})
    if isinstance(part, list):
        return [bare(inner, names) for inner in part]
    if not isinstance(part, str):
        return part
    return LINK.sub(lambda found: f"<a to={names[int(found[1])]}>", part)
