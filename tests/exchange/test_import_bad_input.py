"""What is broken is refused in one sentence and leaves nothing, or is reported and the rest comes
in.
"""

import gzip
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chronique.articles.models import Article, Publication, StaticPage
from chronique.comments import teaching
from chronique.comments.models import Comment
from chronique.comments.teaching import MOST_IMPORTED
from chronique.exchange.arriving.comments import BATCH, WAVES
from chronique.exchange.wxr.reader import BrokenArchive
from tests.exchange.exports import FOOT, HEAD
from tests.exchange.wordpress import (
    attachment,
    author,
    blog,
    bring,
    category,
    changes,
    comment,
    everything,
    page,
    post,
    the_article,
    thread,
)
from tests.shared import shared_inputs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

GOOD = blog(author("ada", "Ada"), category(1, "ports", "Ports"), post(1, [comment(1)]), post(2))
REST = GOOD.partition("?>")[2]
FEED = "<channel><item><title>A title</title></item></channel>"
BOMB = "<!DOCTYPE rss [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


class TestRefused:
    """The import stops with one sentence that names file, line and cause. Nothing is written."""

    @pytest.mark.parametrize(
        ("data", "line", "cause"),
        [
            (b"", "", "empty"),
            (b"Dear reader,\nthis is a letter.", "", "not an export"),
            (b"<html><body>Not found</body></html>", "", "web page"),
            (b"\x89PNG\r\n\x1a\n" + bytes(100), "", "picture"),
            (GOOD.encode()[:-400], "line 4", "cut off"),
            (GOOD.replace("</item>", "</itme>", 1).encode(), "line ", "should be closed"),
            (f"<?xml version='1.0'?>\n{BOMB}\n{REST}".encode(), "line 2", "DOCTYPE"),
            (GOOD.replace("Words.", "\x00\xff").encode("utf-16")[:900], "line ", ""),
            (gzip.compress(GOOD.encode())[:-300], "", "cut off or damaged"),
            (f"<rss>{FEED}</rss>".encode(), "line 1", "feed"),
        ],
    )  # fmt: skip
    def test_what_is_no_whole_export(self, data: bytes, line: str, cause: str):
        before = everything()
        with pytest.raises(BrokenArchive) as refusal:
            bring(data)
        said = str(refusal.value)
        assert said.startswith("export-0.xml")
        assert line in said
        assert cause in said
        assert "\n" not in said
        assert everything() == before

    def test_a_broken_file_among_good_ones_lets_none_in(self):
        before = everything()
        with pytest.raises(BrokenArchive, match=r"export-1\.xml"):
            bring(GOOD, GOOD[:-100])
        assert everything() == before
        assert Publication.objects.get().is_untouched()

    @pytest.mark.parametrize("name", ["malformed.xml", "../uploads/xml_billion_laughs.xml"])
    def test_files_that_outsiders_made(self, name: str):
        before = everything()
        with pytest.raises(BrokenArchive, match=r"line \d+"):
            bring(shared_inputs() / "wxr" / name)
        assert everything() == before

    def test_entities_of_other_files_are_not_read(self, tmp_path: Path):
        secret = tmp_path / "secret"
        secret.write_text("a secret")
        doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
        with pytest.raises(BrokenArchive, match="DOCTYPE"):
            bring(f"<?xml version='1.0'?>{doctype}{blog(post(1, title='&x;')).partition('?>')[2]}")

    def test_an_entity_that_nobody_declared_is_words(self):
        bring(blog(post(1)).replace("<![CDATA[A title]]>", "A &unknown; title"))
        assert the_article().title == "A &unknown; title"


class TestForgiven:
    """The import goes on and says what it did."""

    def test_an_item_without_a_number(self):
        report = bring(blog(post("", slug="a", guid="urn:a"), post("", slug="b", guid="", link="")))
        assert Article.objects.count() == 2
        assert len(changes(report, "It has no number")) == 2
        assert report.balanced()

    def test_two_items_of_one_number(self):
        export = blog(
            post(7, [comment(1)], slug="a", guid="urn:a"),
            post(7, [comment(1)], slug="b", guid="urn:b"),
        )
        for _ in range(2):
            report = bring(export)
            assert sorted(Article.objects.values_list("slug", flat=True)) == ["a", "b"]
            assert Comment.objects.count() == 2
        assert Client().get("/?p=7")["Location"] == the_article(slug="a").address
        assert report.balanced()

    def test_two_items_of_one_number_are_told(self):
        report = bring(blog(post(7, slug="a", guid="urn:a"), post(7, slug="b", guid="urn:b")))
        assert changes(report, "Another post has the number 7 too") == [("post", "7")]

    def test_an_item_of_nothing_at_all(self):
        report = bring(HEAD + "<item></item>" + FOOT)
        assert not the_article().live
        assert changes(report, "taken for an article") == [("post", "")]
        assert bring(HEAD + "<item></item>" + FOOT).balanced()
        assert Article.objects.count() == 1

    def test_types_that_have_no_place_are_named(self):
        kinds = ["revision", "wp_template", "portfolio"]
        report = bring(blog(*(post(n, kind=kind) for n, kind in enumerate(kinds, 1))))
        assert [(s.kind, s.id) for s in report.skips] == [
            ("revision", "1"), ("wp_template", "2"), ("portfolio", "3"),
        ]  # fmt: skip
        assert all(s.reason for s in report.skips)

    def test_what_is_longer_than_its_place(self):
        long = "x" * 3000
        bring(
            blog(
                author(long, long, email=f"{long}@example.org"),
                category(1, long, long, description=long),
                post(
                    1, [comment(1, long, author=long, author_email=long, author_url=f"https://{long}")],
                    slug=long, title=long, link=f"https://old.example.org/{long}", guid=long,
                    excerpt__encoded=long, wp__post_password=long, dc__creator=long,
                    terms=[(long, long, long), ("post_tag", long, long)], meta={long: long},
                ),
                page(2, slug=long, title=long),
                attachment(3, f"https://old.example.org/{long}.jpg", title=long),
                title=long, at=f"https://{long}.example.org/{long}",
            )
        )  # fmt: skip
        article = the_article()
        assert len(article.title) == 255
        assert Client().get(article.address).status_code == 200

    @pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
    def test_an_encoding_that_is_not_the_one_it_names(self, encoding: str):
        report = bring(blog(post(1, title="Été à l’aube".replace("’", "'"))).encode(encoding))
        assert the_article().title == "Été à l'aube"
        assert changes(report, "windows-1252")

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-15"])
    def test_encodings_that_say_what_they_are(self, encoding: str):
        declared = blog(post(1, title="Été")).replace("UTF-8", encoding.replace("-sig", ""))
        bring(declared.encode(encoding))
        assert the_article().title == "Été"

    @pytest.mark.parametrize("version", ["", "<wp:wxr_version>1.0</wp:wxr_version>"])
    def test_no_version_or_an_old_one(self, version: str):
        bring(blog(post(1)).replace("<wp:wxr_version>1.2</wp:wxr_version>", version))
        assert Article.objects.count() == 1

    def test_counts_that_are_none(self):
        orders = ["", "many", str(2**70)]
        report = bring(blog(*(
            page(n, wp__menu_order=order, wp__post_parent="x") for n, order in enumerate(orders, 1)
        )))  # fmt: skip
        assert report.balanced()
        assert StaticPage.objects.count() == len(orders)

    def test_metadata_that_is_not_what_it_says(self):
        footnotes = ["{", "7", '[{"id": 1}]', "[" * 100_000]
        metas = [{"footnotes": given, "_thumbnail_id": "x"} for given in footnotes]
        report = bring(blog(*(post(n, meta=meta) for n, meta in enumerate(metas, 1))))
        assert report.balanced()
        assert Article.objects.count() == len(footnotes)

    def test_dates_that_are_none(self):
        dates = ["2013-02-30 00:00:00", "9999-12-31 23:59:59", "0001-01-01 00:00:00", "1", "x" * 99]
        bring(blog(*(
            post(n, [comment(n, date=date)], date=date, link="") for n, date in enumerate(dates, 1)
        )))  # fmt: skip
        articles = {date: the_article(slug=f"post-{n}") for n, date in enumerate(dates, 1)}
        neither = [date for date, a in articles.items() if not (a.live or a.go_live_at)]
        assert neither == []
        assert Comment.objects.count() == len(dates)
        assert Client().get("/").status_code == 200

    def test_what_has_been_taken_for_a_sequence_is_read_alike(self, tmp_path: Path):
        """A zip of the parts in which WordPress.com exports a large site."""
        path = tmp_path / "site.zip"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("a/site.part1.xml", blog(post(1)))
            packed.writestr("a/site.part2.xml", blog(post(2)))
            packed.writestr("a/readme.txt", "Hello")
        report = bring(path)
        assert Article.objects.count() == 2
        assert changes(report, "left out: a/readme.txt")


def test_many_comments_on_one_article_are_written_by_the_batch(
    django_assert_max_num_queries: Any,
):
    many = 3 * BATCH
    said = "".join(comment(n, f"Number {n}.", parent=n // 3) for n in range(1, many + 1))
    # The filter learns from the newest of them.
    learning = MOST_IMPORTED // teaching.BATCH * 8
    with django_assert_max_num_queries(100 + learning + many // BATCH * (WAVES + 1) * 2):
        report = bring(blog(post(1, [said])))
    assert report.imported_counts["comment"] == Comment.objects.count() == many
    rows = thread(the_article())
    assert {int(old): int(parent or 0) for old, parent, _ in rows} == {
        n: n // 3 for n in range(1, many + 1)
    }
    assert Counter(top for _, _, top in rows)[""] == 2
