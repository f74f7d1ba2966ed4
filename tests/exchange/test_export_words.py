"""What leaves is spelled as WordPress spells it, and read back the same."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.articles.models import Article, Menu, Section, StaticPage, Tag, Term
from chronique.exchange.actions import export_wordpress
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.bodies.gutenberg import parse
from chronique.exchange.leaving.blocks import delimited
from chronique.exchange.models import ImportedItem
from tests.dossiers.factories import make_event, make_source
from tests.exchange.exports import items
from tests.exchange.wordpress import (
    OLD,
    attachment,
    blog,
    bring,
    category,
    changes,
    menu_link,
    page,
    post,
    term,
    the_article,
)
from tests.factories import NOON, make_article, make_section, paragraph, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

GREEK = "%ce%b5%cf%80%ce%af%cf%80%ce%b5%ce%b4%ce%bf-2"


def left(folder: Path) -> Path:
    export_wordpress(out := folder / "out.xml", site=the_site(), now=NOON)
    return out


def there_and_back(folder: Path) -> None:
    out = left(folder)
    clear()
    bring(out)


def clear() -> None:
    models: list[Any] = [Article, StaticPage, Section, Tag, Term, Menu, ImportedItem]
    for model in models:
        model.objects.all().delete()


def test_addresses_in_other_letters_leave_as_they_came(tmp_path: Path):
    bring(blog(
        category(3, GREEK, "Greek"), category(4, f"{GREEK}-3", "Below", parent=GREEK),
        term("post_tag", GREEK, "Greek"), term("mood", GREEK, "Greek"),
        term("mood", f"{GREEK}-3", "Below", parent=GREEK), term("nav_menu", GREEK, "Greek"),
        post(1, slug=GREEK, terms=[("category", GREEK, "Greek")]),
        page(2, slug=f"{GREEK}-4", terms=[("post_tag", GREEK, "Greek")]),
    ))  # fmt: skip
    written = left(tmp_path).read_text()
    found = re.findall(r"(?:nicename|slug|parent|post_name)>(?:<!\[CDATA\[)([^\]<]*)", written)
    found += re.findall(r'nicename="([^"]*)"', written)
    assert {slug for slug in found if re.search("[^0-9]", slug) and slug != "pages"} == {
        GREEK, f"{GREEK}-3", f"{GREEK}-4"
    }  # fmt: skip
    before = slugs()
    there_and_back(tmp_path)
    assert slugs() == before
    assert the_article().slug == "επίπεδο-2"


def slugs() -> list[Any]:
    models: list[Any] = [Article, StaticPage, Tag, Menu]
    return [sorted(model.objects.values_list("slug", flat=True)) for model in models] + [
        sorted(Section.objects.values_list("slug", "parent__slug"), key=str),
        sorted(Term.objects.values_list("slug", "parent_slug")),
    ]


def test_earlier_addresses_in_other_letters_lead_on(client: Any):
    earlier = "%ce%b5%cf%80%ce%af"
    bring(blog(post(1, slug=GREEK, link=f"{OLD}/2013/{GREEK}/", meta={"_wp_old_slug": earlier})))
    answer = client.get(f"/2013/{earlier}/")
    assert answer.status_code in (301, 302)
    assert "/2013/" in answer["Location"]


@given(st.text(st.sampled_from('\\"-<>&/aé\n\u2028'), max_size=8))
def test_the_attributes_of_a_block_hold_no_sign_that_wordpress_would_change(text: str):
    written = delimited("x", "<p>y</p>", {"a": text, text: 1})
    told = written.partition(" -->")[0].removeprefix("<!-- wp:x ")
    assert not re.search(r'\\"|\\\\|--|[<>&]', told)
    (block,) = parse(written)
    assert block.attributes == json.loads(json.dumps({"a": text, text: 1}))


def test_the_main_section_is_that_one_and_not_a_number_of_another_site(tmp_path: Path):
    terms = [("category", "coast", "Coast"), ("category", "ports", "Ports")]
    listed = category(3, "coast", "Coast"), category(4, "ports", "Ports")
    meta = {"_yoast_wpseo_primary_category": "4", "rank_math_primary_category": "4"}
    bring(blog(*listed, post(1, slug="one", terms=terms, meta=meta)))
    make_article(slug="two", section=make_section(), title="Two")
    assert str(the_article(slug="one").section) == "Ports"
    for item in items(left(tmp_path).read_bytes()):
        assert not [key for key, _ in item.meta if "primary_category" in key]
    written = (tmp_path / "out.xml").read_text()
    # and through a WordPress, which sorts them otherwise
    first, second = re.findall(
        r'<category domain="category" nicename="[^"]*">.*?</category>', written
    )[:2]
    swapped = written.replace(first, "@").replace(second, first).replace("@", second)
    clear()
    bring(swapped)
    assert str(the_article(slug="one").section) == "Ports"
    assert [str(other) for other in the_article(slug="one").other_sections.all()] == ["Coast"]


def test_what_waits_to_be_reviewed_is_named_in_the_report():
    report = bring(blog(post(1, status="pending"), post(2, status="draft", title="B")))
    assert changes(report, "reviewed") == [("post", "1")]


def test_an_enclosed_file_is_named_where_it_is_now(tmp_path: Path):
    (tmp_path / "song.mp3").write_bytes(b"ID3 song")
    there = f"{OLD}/wp-content/uploads/song.mp3"
    lost = "https://else.example.org/talk.mp3\n5\naudio/mpeg"
    song = f"{there.replace('https', 'http')}\n8\naudio/mpeg\n"
    bring(
        blog(attachment(7, there), post(1, meta={"enclosure": song}),
             post(2, title="B", meta={"enclosure": lost})),
        media=Media(tmp_path, online=False),
    )  # fmt: skip
    found = {item.id: item for item in items(left(tmp_path).read_bytes())}
    assert dict(found["1"].meta)["enclosure"] == f"{found['7'].attachment_url}\n8\naudio/mpeg\n"
    assert dict(found["2"].meta)["enclosure"] == lost


def test_entries_of_menus_have_all_that_the_importer_takes_of_them(tmp_path: Path):
    bring(blog(menu_link(40, "top", "Out", {"_menu_item_url": "https://example.org/"})))
    (entry,) = (i for i in items(left(tmp_path).read_bytes()) if i.type == "nav_menu_item")
    assert {key for key, _ in entry.meta} == {
        f"_menu_item_{name}"
        for name in (
            *("type", "menu_item_parent", "object_id", "object", "target", "classes", "xfn", "url"),
        )
    }
    assert dict(entry.meta)["_menu_item_classes"] == 'a:1:{i:0;s:0:"";}'


def test_entries_of_menus_that_lead_nowhere_leave_when_they_hold_others(tmp_path: Path):
    nowhere = {"_menu_item_type": "taxonomy", "_menu_item_object": "mood"}
    out = {"_menu_item_url": "https://example.org/"}
    bring(blog(
        menu_link(40, "top", "Search", nowhere),
        menu_link(41, "top", "More", nowhere, 2),
        menu_link(42, "top", "Out", out | {"_menu_item_menu_item_parent": "41"}, 3),
        menu_link(43, "top", "Gone", nowhere | {"_menu_item_menu_item_parent": "41"}, 4),
        menu_link(44, "top", "Top", {"_menu_item_url": "#"}, 5),
    ))  # fmt: skip
    before = Menu.objects.get(slug="top").links
    left(tmp_path)
    entries = [i for i in items((tmp_path / "out.xml").read_bytes()) if i.type == "nav_menu_item"]
    told = [(entry.title, dict(entry.meta)["_menu_item_url"]) for entry in entries]
    assert told == [("More", "#"), ("Out", "https://example.org/"), ("Top", "#")]
    there_and_back(tmp_path)
    assert Menu.objects.get(slug="top").links == before


def test_backslashes_in_titles_are_written_so_that_wordpress_finds_them(tmp_path: Path):
    title = r"C:\new & \ co &#92;"
    make_article(title=title, slug="one")
    assert "\\" not in next(iter(items(left(tmp_path).read_bytes()))).title
    there_and_back(tmp_path)
    assert the_article().title == title


def test_what_a_text_points_at_leaves_as_links_to_where_it_can_be_read(tmp_path: Path):
    source, event = make_source("Minutes"), make_event("A storm")
    text = (
        f'<p>So says <a linktype="source" id="{source.pk}">the board</a> of'
        f' <a linktype="event" id="{event.pk}">the storm</a>,'
        ' <a linktype="likelihood" id="phia-likely">likely</a> at night.</p>'
    )
    make_article(body=[paragraph(text)])
    content = items(left(tmp_path).read_bytes())[0].content
    root = "http://localhost:8000"
    assert f'So says <a href="{root}/sources/{source.pk}/">the board</a>' in content
    assert f'<a href="{root}/events/{event.pk}/">the storm</a>' in content
    assert f'<a href="{root}/likelihood/#phia-likely">likely</a>' in content
