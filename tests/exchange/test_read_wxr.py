"""What a well-made export says comes out, whatever its version and layout."""

from datetime import UTC, datetime, timedelta

import pytest

from chronique.exchange.wxr.reader import (
    AuthorRecord,
    Channel,
    CommentRecord,
    Item,
    Notice,
    TermRecord,
    TermRef,
    moment,
    number,
    offset_between,
)
from chronique.exchange.wxr.records import COMMENTS_IN_MEMORY

from .exports import FOOT, HEAD, cdata, comment, element, events, export, item, items, only_item


def test_an_item_comes_out_with_every_field():
    full = only_item(
        export(
            "<item>\n<title>Café &amp; croissants</title>\n<link>https://example.org/cafe/</link>\n"
            "<pubDate>Wed, 05 Jun 2024 14:04:48 +0000</pubDate>\n"
            + element("dc:creator", "camille")
            + '<guid isPermaLink="false">https://example.org/?p=12</guid>\n<description></description>\n'
            + element("content:encoded", "<p>Un\ndeux</p>")
            + element("excerpt:encoded", "Un")
            + "<wp:post_id>12</wp:post_id>\n"
            + element("wp:post_date", "2024-06-05 16:04:48")
            + element("wp:post_date_gmt", "2024-06-05 14:04:48")
            + element("wp:post_modified", "2024-06-06 16:04:48")
            + element("wp:post_modified_gmt", "2024-06-06 14:04:48")
            + element("wp:comment_status", "open")
            + element("wp:ping_status", "closed")
            + element("wp:post_name", "cafe")
            + element("wp:status", "private")
            + "<wp:post_parent>3</wp:post_parent>\n<wp:menu_order>2</wp:menu_order>\n"
            + element("wp:post_type", "page")
            + element("wp:post_password", " secret ")
            + "<wp:is_sticky>1</wp:is_sticky>\n"
            + element("wp:attachment_url", "https://example.org/a.jpg")
            + '<category domain="post_tag" nicename="cafe"><![CDATA[Café]]></category>\n'
            + "<wp:postmeta>\n"
            + element("wp:meta_key", "_thumbnail_id")
            + element("wp:meta_value", " 5")
            + "</wp:postmeta>\n</item>\n"
        )
    )
    assert (full.line, list(full.comments)) == (10, [])
    expected = Item(
        line=10,
        id="12",
        guid="https://example.org/?p=12",
        title="Café & croissants",
        link="https://example.org/cafe/",
        pub_date="Wed, 05 Jun 2024 14:04:48 +0000",
        post_date="2024-06-05 16:04:48",
        post_date_gmt="2024-06-05 14:04:48",
        modified="2024-06-06 16:04:48",
        modified_gmt="2024-06-06 14:04:48",
        creator="camille",
        content="<p>Un\ndeux</p>",
        excerpt="Un",
        slug="cafe",
        status="private",
        type="page",
        parent="3",
        menu_order="2",
        password=" secret ",
        is_sticky=True,
        comment_status="open",
        ping_status="closed",
        attachment_url="https://example.org/a.jpg",
        terms=(TermRef("post_tag", "cafe", "Café"),),
        meta=(("_thumbnail_id", " 5"),),
        comments=full.comments,
    )
    assert full == expected


def test_the_site_comes_first_then_authors_then_terms_then_items():
    found = events(
        export(
            "<wp:author><wp:author_id>1</wp:author_id><wp:author_login>ann</wp:author_login>"
            + element("wp:author_display_name", "Ann Onymous")
            + "</wp:author>\n<wp:category><wp:term_id>4</wp:term_id>"
            "<wp:category_nicename>child</wp:category_nicename>"
            "<wp:category_parent>mother</wp:category_parent>"
            + element("wp:cat_name", "Child")
            + "<wp:termmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value>"
            "</wp:termmeta></wp:category>\n"
            "<wp:tag><wp:term_id>5</wp:term_id><wp:tag_slug>t</wp:tag_slug>"
            + element("wp:tag_name", "T")
            + "</wp:tag>\n<wp:term><wp:term_taxonomy>nav_menu</wp:term_taxonomy>"
            "<wp:term_slug>main</wp:term_slug></wp:term>\n"
            "<generator>https://wordpress.org/?v=6.5</generator>\n",
            item(),
        )
    )
    channel, author, category, tag, term, article = found
    assert channel == Channel(
        title="Chronicle of a village",
        wxr_version="1.2",
        generator="https://wordpress.org/?v=6.5",
        line=7,
    )
    assert author == AuthorRecord(id="1", login="ann", display_name="Ann Onymous", line=10)
    assert category == TermRecord(
        taxonomy="category",
        id="4",
        slug="child",
        name="Child",
        parent_slug="mother",
        meta=(("k", "v"),),
        line=12,
    )
    assert tag == TermRecord(taxonomy="post_tag", id="5", slug="t", name="T", line=14)
    assert term == TermRecord(taxonomy="nav_menu", slug="main", line=16)
    assert isinstance(article, Item)


def test_what_the_file_says_of_the_site_behind_its_items_comes_in_a_second_record():
    found = events(HEAD + item() + "<language>fr</language>\n" + FOOT)
    channels = [event for event in found if isinstance(event, Channel)]
    assert [channel.language for channel in channels] == ["", "fr"]


def test_a_comment_comes_out_with_every_field():
    article = only_item(
        export(
            item(
                "<wp:comment>\n<wp:comment_id>18446744073709551616</wp:comment_id>\n"
                + element("wp:comment_author", "Camille")
                + "<wp:comment_author_email>c@example.org\n\t</wp:comment_author_email>\n"
                "<wp:comment_author_url>https://example.org</wp:comment_author_url>\n"
                "<wp:comment_author_IP>127.0.0.1</wp:comment_author_IP>\n"
                "<wp:comment_date>2024-06-06 12:00:00</wp:comment_date>\n"
                "<wp:comment_date_gmt>2024-06-06 10:00:00</wp:comment_date_gmt>\n"
                "<wp:comment_content>\n\t\t<![CDATA[ Yes.\n]]>\n</wp:comment_content>\n"
                "<wp:comment_approved>spam</wp:comment_approved>\n"
                "<wp:comment_type>pingback</wp:comment_type>\n"
                "<wp:comment_parent>6</wp:comment_parent>\n"
                "<wp:comment_user_id>1</wp:comment_user_id>\n"
                "<wp:commentmeta>\n<wp:meta_key>likes</wp:meta_key>\n"
                "<wp:meta_value>3</wp:meta_value>\n</wp:commentmeta>\n</wp:comment>\n"
            )
        )
    )
    assert list(article.comments) == [
        CommentRecord(
            id="18446744073709551616",
            author="Camille",
            author_email="c@example.org",
            author_url="https://example.org",
            author_ip="127.0.0.1",
            date="2024-06-06 12:00:00",
            date_gmt="2024-06-06 10:00:00",
            content=" Yes.\n",
            approved="spam",
            type="pingback",
            parent="6",
            user_id="1",
            meta=(("likes", "3"),),
            line=16,
        )
    ]


def test_blanks_around_cdata_are_layout_and_blanks_inside_are_the_writers():
    content = "<content:encoded>\n  <![CDATA[ a ]]> <![CDATA[ b\n]]>\n</content:encoded>"
    assert only_item(export(f"<item>{content}</item>")).content == " a   b\n"


def test_many_comments_are_all_there_as_often_as_one_looks():
    many = COMMENTS_IN_MEMORY * 2 + 3
    article = only_item(export(item("".join(comment(n, content=f"N°\n{n}") for n in range(many)))))
    assert len(article.comments) == many
    first, second = iter(article.comments), iter(article.comments)
    for n in range(many):
        expected = (str(n), f"N°\n{n}")
        assert [(c.id, c.content) for c in (next(first), next(second))] == [expected] * 2
    assert next(first, None) is None


@pytest.mark.parametrize(
    "wp",
    [
        'xmlns:wp="http://wordpress.org/export/1.0/"',
        'xmlns:wp="http://wordpress.org/export/1.1/"',
        'xmlns:wp="https://wordpress.org/export/1.2/"',
        'xmlns:wp="http://wordpress.org/export/1.3"',
        'xmlns:wp="urn:something-else"',
        "",
    ],
)
def test_every_version_and_no_declaration_at_all_are_read(wp):
    data = f"<rss {wp}><channel>{item()}</channel></rss>"
    assert (only_item(data).id, only_item(data).content) == ("7", "<p>Words.</p>")


def test_the_namespace_counts_and_not_the_prefix():
    data = export(item())
    for ours, theirs in (("wp", "w"), ("content", "body")):
        data = data.replace(f"{ours}:", f"{theirs}:").replace(f"xmlns:{ours}=", f"xmlns:{theirs}=")
    assert (only_item(data).id, only_item(data).content) == ("7", "<p>Words.</p>")


def test_a_term_that_version_1_0_names_twice_comes_once():
    article = only_item(
        export(
            item(
                "<category><![CDATA[News]]></category>\n"
                '<category domain="category" nicename="news"><![CDATA[News]]></category>\n'
                '<category domain="tag"><![CDATA[Sea]]></category>\n'
                '<category domain="tag" nicename="sea"><![CDATA[Sea]]></category>\n'
                "<category>Alone</category>\n"
            )
        )
    )
    assert article.terms == (
        TermRef("category", "news", "News"),
        TermRef("post_tag", "sea", "Sea"),
        TermRef("category", "", "Alone"),
    )


def test_exports_that_were_joined_into_one_file_are_all_read():
    joined = export(item(title="One")) + export(item(title="Two"))
    assert [article.title for article in items(joined)] == ["One", "Two"]


def test_elements_that_have_no_place_here_are_named():
    found = events(
        export(item("<wp:rating><a>5</a></wp:rating>"), item("<wp:rating>4</wp:rating>"))
    )
    assert [event for event in found if isinstance(event, Notice)] == [
        Notice(
            16,
            "The element <wp:rating> stands 2 times in the export (line 16) "
            "and was left out: there is no place for it.",
        )
    ]


NOON = datetime(2024, 6, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gmt", "local", "pub_date", "expected"),
    [
        ("2024-06-05 12:00:00", "2024-06-05 14:00:00", "", NOON),
        ("0000-00-00 00:00:00", "2024-06-05 14:00:00", "", NOON),
        ("", "2024-06-05T14:00", "", NOON),
        ("", "", "Wed, 05 Jun 2024 14:00:00 +0200", NOON),
        ("2024-06-05T12:00:00Z", "", "", NOON),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", "Tue, 30 Nov 1999 00:00:00 +0000", None),
        ("-0001-11-30 00:00:00", "", "Mon, 30 Nov -0001 00:00:00 +0000", None),
        ("", "", "", None),
    ],
)
def test_a_moment_is_the_first_date_that_is_one(gmt, local, pub_date, expected):
    found = moment(gmt, local, timedelta(hours=2), pub_date=pub_date)
    assert found == (expected, "")


@pytest.mark.parametrize("bad", ["2024-13-05 12:00:00", "yesterday", "2024-06-00", "9" * 5000])
def test_what_is_no_date_is_said(bad):
    assert moment(bad) == (None, f"“{bad[:40]}” is not a date.")
    assert moment(bad, "2024-06-05 12:00:00") == (NOON, f"“{bad[:40]}” is not a date.")


def test_a_date_at_the_end_of_time_is_no_date():
    assert moment("", "0001-01-01 00:00:00", timedelta(hours=2)).at is None


def test_the_sites_offset_is_what_two_dates_differ_by():
    assert offset_between("2024-06-05 12:00:00", "2024-06-05 14:00:00") == timedelta(hours=2)
    assert offset_between("0000-00-00 00:00:00", "2024-06-05 14:00:00") is None
    assert offset_between("2024-06-05 12:00:00", "2014-06-05 14:00:00") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        (" 12\n", 12),
        ("-19091979", -19091979),
        ("9007199254740993", 9007199254740993),
        ("9223372036854775807", 9223372036854775807),
        ("9223372036854775808", None),
        ("9" * 9000, None),
        ("", None),
        ("12a", None),
        ("١٢", None),
        ("1.5", None),
    ],
)
def test_an_id_is_a_number_only_when_a_database_holds_it(text, value):
    assert number(text) == value


def test_an_id_that_is_none_comes_as_it_is():
    article = only_item(export("<item><wp:post_id>abc</wp:post_id></item>"))
    assert (article.id, only_item(export("<item/>")).id) == ("abc", "")


def test_a_split_cdata_end_is_joined_again():
    assert cdata("a]]>b") == "<![CDATA[a]]]]><![CDATA[>b]]>"
    assert only_item(export(item(content="a]]>b"))).content == "a]]>b"
