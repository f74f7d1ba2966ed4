"""What leaves can be read as WordPress's own importer reads it: by a strict parser, by these names.

The names and the rules are those of the plugin `wordpress-importer` (WXR_Parser_SimpleXML and
WP_Import), which is not to be had here.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from chronique.articles.models import Article, Publication, Section
from chronique.comments.models import Comment
from chronique.exchange.actions import export_wordpress
from tests.exchange.wordpress import (
    OLD,
    attachment,
    author,
    blog,
    bring,
    category,
    comment,
    menu_link,
    page,
    post,
    term,
)
from tests.factories import NOON, make_article, make_comment, make_section, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

NAMES = {
    "wp": "http://wordpress.org/export/1.2/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
}
# What the importer takes of each, and casts to a number.
OF_POSTS = {
    "title", "guid", "dc:creator", "content:encoded", "excerpt:encoded", "wp:post_id",
    "wp:post_date", "wp:post_date_gmt", "wp:comment_status", "wp:ping_status", "wp:post_name",
    "wp:status", "wp:post_parent", "wp:menu_order", "wp:post_type", "wp:post_password",
    "wp:is_sticky",
}  # fmt: skip
OF_COMMENTS = {
    "id", "author", "author_email", "author_IP", "author_url", "date", "date_gmt", "content",
    "approved", "type", "parent", "user_id",
}  # fmt: skip
DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def text(element: ET.Element, name: str) -> str:
    found = element.find(name, NAMES)
    assert found is not None, f"{name} is not there"
    return found.text or ""


@pytest.fixture
def channel(tmp_path: Path, publication: Publication) -> ET.Element:
    """What leaves of a site of which one half came in and the other was written here."""
    bring(blog(
        author("ada", "Ada Verne", id="7"),
        category(3, "coast", "Coast"), category(4, "ports", "Ports", parent="coast"),
        term("post_tag", "t", "T"),
        attachment(9, f"{OLD}/wp-content/uploads/lost.png"),
        post(2, [comment(31), comment(32, parent=31)], slug="two", dc__creator="ada",
             terms=[("category", "ports", "Ports"), ("post_tag", "t", "T")]),
        page(5, slug="about"), page(6, slug="method", title="Method", wp__post_parent=5),
        menu_link(40, "top", "Two", {"_menu_item_type": "post_type", "_menu_item_object": "post",
                                     "_menu_item_object_id": "2"}),
    ))  # fmt: skip
    article = make_article(section=make_section("Énergie"), tags=["sea"])
    make_comment(article, "And I.", parent=make_comment(article, "I agree."))
    export_wordpress(out := tmp_path / "out.xml", site=the_site(), now=NOON)
    found = ET.parse(out).getroot().find("channel")
    assert found is not None
    return found


def test_the_head_is_what_an_importer_asks_for(channel: ET.Element):
    assert re.fullmatch(r"\d+\.\d+", text(channel, "wp:wxr_version"))
    assert text(channel, "wp:base_site_url").startswith("http")
    logins = [text(one, "wp:author_login") for one in channel.iterfind("wp:author", NAMES)]
    assert len(set(logins)) == len(logins) > 0
    creators = {text(item, "dc:creator") for item in channel.iterfind("item")}
    assert creators - {""} <= set(logins)


def test_every_section_stands_behind_the_one_above_it(channel: ET.Element):
    seen: list[str] = []
    for one in channel.iterfind("wp:category", NAMES):
        assert text(one, "wp:category_parent") in ["", *seen]
        assert text(one, "wp:cat_name")
        seen.append(text(one, "wp:category_nicename"))
    assert len(seen) == Section.objects.count()
    filed = {
        one.attrib["nicename"]
        for one in channel.iterfind("item/category")
        if one.attrib["domain"] == "category"
    }
    assert filed <= set(seen)


def test_every_item_has_what_the_importer_takes_of_it(channel: ET.Element):
    ids: set[int] = set()
    for item in channel.iterfind("item"):
        told = {name: text(item, name) for name in OF_POSTS}
        number = int(told["wp:post_id"])
        assert number not in ids
        ids.add(number)
        int(told["wp:post_parent"]), int(told["wp:menu_order"]), int(told["wp:is_sticky"])
        assert DATE.fullmatch(told["wp:post_date"])
    kinds = Counter(text(item, "wp:post_type") for item in channel.iterfind("item"))
    assert kinds["post"] == Article.objects.count() == 2
    assert (kinds["page"], kinds["nav_menu_item"]) == (2, 1)
    parents = {int(text(item, "wp:post_parent")) for item in channel.iterfind("item")}
    assert parents <= ids | {0}


def test_no_two_items_pass_for_one(channel: ET.Element):
    """It takes an item of the same kind, title and date for one that it has, and passes it by."""
    same = Counter(
        tuple(text(item, name) for name in ("wp:post_type", "title", "wp:post_date"))
        for item in channel.iterfind("item")
        if text(item, "wp:post_type") != "nav_menu_item"
    )
    assert [one for one, count in same.items() if count > 1] == []


def test_an_answer_has_a_higher_number_than_what_it_answers(channel: ET.Element):
    """Comments are taken in the order of their numbers, and a parent must be there already."""
    count = 0
    for item in channel.iterfind("item"):
        known = {0}
        for one in item.iterfind("wp:comment", NAMES):
            for name in OF_COMMENTS:
                text(one, f"wp:comment_{name}")
            number, parent = int(text(one, "wp:comment_id")), int(text(one, "wp:comment_parent"))
            assert parent in known
            assert parent < number
            known.add(number)
            count += 1
    assert count == Comment.objects.count() == 4
