"""What leaves has the dates it came with, and WordPress takes no two things for one."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from chronique.articles.models import Article, Picture, StaticPage
from chronique.exchange.actions import export_wordpress
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.models import ImportedItem
from chronique.exchange.wxr.records import Item
from tests.exchange.exports import items
from tests.exchange.wordpress import OLD, attachment, author, blog, bring, page, post
from tests.factories import NOON, make_article, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

ZERO = "0000-00-00 00:00:00"
FILES = f"{OLD}/wp-content/uploads"
EARLY = "2008-06-16 13:17:54"


def left(folder: Path) -> dict[str, Item]:
    export_wordpress(out := folder / "out.xml", site=the_site(), now=NOON)
    return {f"{item.type} {item.slug}": item for item in items(out.read_bytes())}


def paint(folder: Path, *names: str) -> Media:
    for place, name in enumerate(names):
        Image.new("RGB", (9, 9 + place), "teal").save(folder / name)
    return Media(folder, online=False)


def kept() -> list[tuple[Any, ...]]:
    """What was noted of files, by their titles, without addresses and our numbers."""
    known = {one.row: one for one in ImportedItem.objects.order_by("pk") if one.kind == "picture"}
    told = ("at", "slug", "creator", "comments", "pings", "content", "caption", "meta")
    return sorted(
        (picture.title, *(str(known[picture.pk].kept[name]) for name in told))
        for picture in Picture.objects.all()
    )


def test_files_have_the_dates_authors_and_places_they_came_with(tmp_path: Path):
    media = paint(tmp_path, "coast.png")
    bring(blog(
        author("ada.v", "Ada"), page(5, slug="about"),
        attachment(
            9, f"{FILES}/coast.png", title="Coast", slug="coast_2008", date=EARLY,
            dc__creator="ada.v", wp__post_parent=5, wp__ping_status="open", content="Long.",
            excerpt__encoded="The <em>coast</em>.", wp__menu_order=3,
            meta={"_wp_attached_file": "2008/06/coast.png", "plugin": "yes"},
        ),
    ), media=media)  # fmt: skip
    file = left(tmp_path)["attachment coast_2008"]
    assert (file.id, file.parent, file.creator, file.menu_order) == ("9", "5", "ada.v", "3")
    assert (file.post_date_gmt, file.modified_gmt) == (EARLY, EARLY)
    assert (file.comment_status, file.ping_status) == ("open", "open")
    assert (file.content, file.excerpt) == ("Long.", "The <em>coast</em>.")
    assert file.meta == (("plugin", "yes"),)


def test_a_caption_that_was_written_anew_here_leaves(tmp_path: Path):
    bring(blog(attachment(9, f"{FILES}/a.png", excerpt__encoded="<b>Old</b>")),
          media=paint(tmp_path, "a.png"))  # fmt: skip
    Picture.objects.update(caption="1 < 2")
    assert left(tmp_path)["attachment a"].excerpt == "1 &lt; 2"


def test_what_is_noted_of_a_file_is_noted_again_where_it_comes_back(tmp_path: Path, settings: Any):
    # given two pictures of one title and one second, and one that another import did not date
    coast: Any = {
        "title": "Coast", "date": EARLY, "dc__creator": "ada", "meta": {"plugin": "yes"},
        "wp__ping_status": "closed",
    }  # fmt: skip
    bring(
        blog(
            author("ada"), attachment(8, f"{FILES}/a.png", **coast),
            attachment(9, f"{FILES}/b.png", **coast | {"title": "coâst"}),
        ),
        media=paint(tmp_path, "a.png", "b.png"),
    )  # fmt: skip
    before = kept()
    with transaction.atomic():
        export_wordpress(out := tmp_path / "out.xml", site=the_site(), now=NOON)
        transaction.set_rollback(True)
    Picture.objects.all().delete()
    copied, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "anew"
    bring(out, media=Media(Path(copied), online=False))
    assert len(kept()) == 2
    assert kept() == before


def test_what_is_known_of_a_file_is_noted_when_an_export_is_read_again(tmp_path: Path):
    export = blog(author("ada"), attachment(9, f"{FILES}/a.png", date=EARLY, dc__creator="ada"))
    media = paint(tmp_path, "a.png")
    bring(export, media=media)
    known = ImportedItem.objects.filter(kind="picture")
    known.update(kept={"address": f"{FILES}/a.png", "caption": "", "order": 0})
    bring(export, media=media)
    assert known.get().kept["creator"] == "ada"
    assert left(tmp_path)["attachment a"].post_date_gmt == EARLY


def test_no_two_things_of_a_kind_have_one_title_and_one_second(tmp_path: Path):
    then = NOON - timedelta(days=1)
    for slug in ("one", "two", "three"):
        make_article(title="Open thread", slug=slug, first_published_at=then,
                     last_published_at=then + timedelta(seconds=1))  # fmt: skip
    make_article(title="ÓPEN thread", slug="four", first_published_at=then, last_published_at=then)
    coming: Any = {"title": "Soon", "date": "2040-05-05 10:00:00", "status": "future"}
    bring(blog(post(1, slug="soon", **coming), post(2, slug="soon-2", **coming)))
    before = dates()
    found = left(tmp_path)
    seconds = Counter(item.post_date for key, item in found.items() if key.startswith("post "))
    assert (len(seconds), max(seconds.values())) == (6, 1)
    # and they come back as they were
    Article.objects.all().delete()
    ImportedItem.objects.all().delete()
    bring(tmp_path / "out.xml")
    assert dates() == before


def dates() -> list[Any]:
    fields = ("slug", "first_published_at", "last_published_at", "go_live_at")
    return sorted(Article.objects.values_list(*fields), key=str)


def test_a_draft_says_when_it_was_written_and_not_when_it_will_appear(tmp_path: Path):
    bring(blog(
        post(1, status="draft", date=EARLY, slug="draft", title="Draft"),
        post(2, date=EARLY, slug="public"), page(3, status="draft", slug="about"),
    ))  # fmt: skip
    found = left(tmp_path)
    draft = found["post draft"]
    assert (draft.post_date_gmt, draft.pub_date) == (ZERO, "")
    assert draft.post_date == found["post public"].post_date
    assert found["page about"].post_date_gmt == ZERO
    assert found["post public"].post_date_gmt == EARLY


def test_drafts_without_a_date_leave_with_one_and_come_back_without(tmp_path: Path):
    nothing: Any = {"status": "draft", "date": ZERO, "title": "Nothing"}
    bring(blog(post(1, slug="draft", **nothing), page(2, slug="page", **nothing)))
    first, again = (sorted(i.post_date for i in left(tmp_path).values()) for _ in range(2))
    assert first == again
    assert ZERO not in first
    assert len(set(first)) == 2
    for model in (Article, StaticPage, ImportedItem):
        model.objects.all().delete()
    bring(tmp_path / "out.xml")
    assert Article.objects.get().latest_revision_created_at is None
    assert StaticPage.objects.get().latest_revision_created_at is None


@pytest.mark.parametrize("pings", ["open", "closed"])
def test_whether_others_may_say_that_they_link_leaves_as_it_came(tmp_path: Path, pings: str):
    bring(blog(post(1, wp__ping_status=pings), page(2, wp__ping_status=pings)))
    found = left(tmp_path)
    assert found["post post-1"].ping_status == found["page page-2"].ping_status == pings
