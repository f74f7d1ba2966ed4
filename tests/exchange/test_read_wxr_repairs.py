"""Exports that are no XML but that WordPress reads back come in; what was changed is said."""

import pytest

from chronique.exchange.wxr.reader import Channel, Notice, Unreadable

from .exports import FOOT, HEAD, comment, element, events, export, item, only_item


def titled(title: str) -> str:
    return export(f"<item><title>{title}</title></item>")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Fish & chips", "Fish & chips"),
        ("a?b=1&c=2&copy=3", "a?b=1&c=2&copy=3"),
        ("Fish &amp; chips &lt;3 &#8217; &#x2019;", "Fish & chips <3 ’ ’"),
        ("&eacute;t&eacute;&nbsp;!", "été\xa0!"),
        ("&unknown; &", "&unknown; &"),
        ("I <3 you, a < b", "I <3 you, a < b"),
        ("Some <em class='x'>words</em><br>", "Some <em class='x'>words</em><br>"),
        ("<!-- wp:paragraph --><p>", "<!-- wp:paragraph --><p>"),
        ("&#55357;&#56832; and &#xD83D;&#xDE00;", "😀 and 😀"),
        ("&#150; &#99999999;", "– &#99999999;"),
        ("a]]>b", "a]]>b"),
        ("</titles>", "</titles>"),
        ("<![CDATA[x]]></title  ", "x"),
    ],
)
def test_text_that_is_not_escaped_is_read_as_it_is_meant(written, read):
    if written.endswith("  "):
        data = titled(written).replace("</title  </title>", "</title  >")
    else:
        data = titled(written)
    article = only_item(data)
    assert (article.title, article.remarks) == (read, ())


def test_half_a_character_is_replaced_and_said():
    article = only_item(titled("&#55357; alone"))
    assert article.title == "� alone"
    assert article.remarks == ("1 half of a character was replaced by “�” (line 10).",)


def test_control_characters_are_taken_out_counted_and_said():
    article = only_item(
        export(
            item(
                comment(1, content="ding\x07"),
                title="Be\x08ll &#x1F;and&#0; rope",
                content="a\n\x0bb\x00",
            )
        )
    )
    assert (article.title, article.content) == ("Bell &#x1F;and&#0; rope", "a\n b")
    assert article.remarks == ("3 control characters were taken out (the first on line 11).",)
    (ding,) = article.comments
    assert (ding.content, ding.remarks) == (
        "ding",
        ("1 control character was taken out (line 20).",),
    )


def test_references_to_control_characters_are_taken_out_too():
    article = only_item(titled("Bell &#x1F;and&#0; rope&#x8;"))
    assert article.title == "Bell and rope"
    assert article.remarks == ("3 control characters were taken out (the first on line 10).",)


def test_control_characters_can_be_kept_but_for_nul():
    article = only_item(export(item(title="Be\x08ll\x00", content="a\x0bb")), keep_controls=True)
    assert (article.title, article.content) == ("Be\x08ll", "a\x0bb")
    assert article.remarks == ("1 control character was taken out (line 11).",)


def test_a_cdata_end_that_old_versions_did_not_split_stays_in_the_text():
    script = "<script>//<![CDATA[\nx = a[b[0]]>1;\n//]]></script> and <b>]]></b> too"
    old = HEAD + f"<item><content:encoded><![CDATA[{script}]]></content:encoded></item>" + FOOT
    assert only_item(old).content == script


def test_a_pair_of_whole_cdata_sections_is_not_taken_for_an_unsplit_one():
    text = "<![CDATA[a]]> b <![CDATA[c]]> d"
    assert only_item(titled(text)).title == "a b c d"


def test_words_outside_any_element_are_left_out_and_said():
    (channel, article) = events(export("stray ", item("lost words")))
    assert isinstance(channel, Channel)
    assert channel.remarks == (
        "5 characters were outside any element of the export and left out (the first on line 10).",
    )
    assert getattr(article, "remarks") == (  # noqa: B009
        "9 characters were outside any element of the export and left out (the first on line 16).",
    )


@pytest.mark.parametrize("before", ["\ufeff", "\n\n\n", "\ufeff\n  "])
def test_blanks_and_marks_before_the_beginning_do_not_matter(before):
    assert only_item(before + export(item())).title == "A title"


def test_a_warning_of_php_before_the_export_is_left_out_and_said():
    warning = "<br />\n<b>Warning</b>: something in x.php on line 3<br />\n"
    found = events(warning + export(item()))
    assert [event for event in found if isinstance(event, Notice)] == [
        Notice(
            1,
            "48 characters were outside any element of the export and left out "
            "(the first on line 1).",
        )
    ]


def test_what_follows_the_end_is_left_out_and_said():
    found = events(export(item()) + "\n<!-- 0.3 s -->\n")
    assert not [event for event in found if isinstance(event, Notice)]
    found = events(export(item()) + "\nFatal error")
    assert [event for event in found if isinstance(event, Notice)] == [
        Notice(
            20,
            "10 characters were outside any element of the export and left out "
            "(the first on line 20).",
        )
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "iso-8859-1", "windows-1252"]
)
def test_other_encodings_are_read(encoding):
    data = export(item(title="Été à l'œuvre" if encoding != "iso-8859-1" else "Été à l'oeuvre"))
    declared = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    data = data.replace("UTF-8", declared)
    assert only_item(data.encode(encoding)).title.startswith("Été à l'")


def test_cyrillic_and_japanese_encodings_are_read():
    for encoding, title in (("windows-1251", "Привет, мир"), ("shift_jis", "こんにちは")):
        data = export(item(title=title)).replace("UTF-8", encoding)
        assert only_item(data.encode(encoding)).title == title


def test_line_ends_of_windows_and_old_macs_become_one_kind():
    assert only_item(export(item(content="a\r\nb\rc\n"))).content == "a\nb\nc\n"


def test_a_declaration_of_utf16_that_bytes_belie_is_not_believed():
    assert only_item(export(item(title="Été")).replace("UTF-8", "UTF-16")).title == "Été"


def test_western_bytes_in_a_file_of_utf8_are_read_and_said():
    data = export(item(comment(1, content="D'accord"), title="Été")).encode()
    article = only_item(data.replace("Été".encode(), "«Été» à 5\x80€".encode("cp1252", "replace")))
    assert article.title.startswith("«Été» à 5")
    data = data.replace(b"D'accord", b"D\x92accord \x81")
    article = only_item(data)
    (comment_,) = article.comments
    assert comment_.content == "D’accord �"
    assert comment_.remarks == (
        "2 bytes were not in the file's encoding and read as windows-1252, or marked “�” "
        "(the first on line 19).",
    )
    assert article.remarks == ()


def test_a_long_cry_is_western_too():
    data = export(item(title="X")).encode().replace(b"X", "Ahéééééééééé ÀÉÈ".encode("cp1252"))
    assert only_item(data).title == "Ahéééééééééé ÀÉÈ"


def test_a_character_that_a_database_cut_off_is_marked():
    data = export(item(title="Smile X end")).encode().replace(b"X", "😀".encode()[:3])
    assert only_item(data).title == "Smile � end"


def test_an_item_that_is_too_large_is_left_out_with_its_comments_and_the_rest_comes_in(monkeypatch):
    monkeypatch.setattr("chronique.exchange.wxr.assembly.LARGEST_RECORD", 20_000)
    found = events(
        export(
            item(comment(1) + comment(2), title="Huge", content="x" * 30_000),
            item(title="Small"),
        )
    )
    assert [event for event in found if isinstance(event, Unreadable)] == [
        Unreadable(10, "post", "7", "Huge", "It is larger than 0 MB (line 10)."),
        Unreadable(16, "comment", "1", "Huge", "Its item could not be read."),
        Unreadable(21, "comment", "2", "Huge", "Its item could not be read."),
    ]
    assert getattr(found[-1], "title") == "Small"  # noqa: B009


def test_a_comment_that_is_too_large_is_left_out_alone(monkeypatch):
    monkeypatch.setattr("chronique.exchange.wxr.assembly.LARGEST_RECORD", 20_000)
    article, lost = events(export(item(comment(1, content="x" * 30_000) + comment(2))))[1:]
    assert [c.id for c in getattr(article, "comments")] == ["2"]  # noqa: B009
    assert lost == Unreadable(16, "comment", "1", "A title", "It is larger than 0 MB (line 16).")


def test_very_many_small_fields_are_too_large_together(monkeypatch):
    monkeypatch.setattr("chronique.exchange.wxr.assembly.LARGEST_RECORD", 20_000)
    meta = "<wp:postmeta>" + element("wp:meta_key", "k") + "</wp:postmeta>"
    assert [type(event) for event in events(export(item(meta * 200)))[1:]] == [Unreadable]
