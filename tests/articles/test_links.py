"""Which article points to which."""

from typing import Any

import pytest

from chronique.articles.links import link_article, linked_ids, texts
from chronique.articles.models import Article, Link
from tests.factories import make_article, paragraph


def read_also(pk: int | None, address: str = "") -> dict[str, Any]:
    return {"type": "read_also", "value": {"article": pk, "address": address, "label": ""}}


def link(pk: int) -> str:
    return f'<p>See <a linktype="page" id="{pk}">this</a>.</p>'


def test_read_also_and_links_in_texts_are_told_apart_in_their_order_each_once() -> None:
    body = [paragraph(link(7)), read_also(5), paragraph(link(5) + link(7)), read_also(5)]
    assert linked_ids(body) == [(7, "text"), (5, "read_also"), (5, "text")]


def test_links_in_notes_captions_cells_and_lists_of_either_form_count() -> None:
    picture = {"image": 99, "caption": link(1)}
    table = {"columns": [{"type": "rich"}], "rows": [{"values": [link(2)]}], "caption": ""}
    body = [
        {"type": "gallery", "value": {"pictures": [picture], "caption": ""}},
        {"type": "table", "value": table},
        paragraph("<p>Text[^1][^2].</p>", [link(3)]),
        {"type": "paragraph", "value": {"text": "", "notes": [{"type": "item", "value": link(4)}]}},
    ]
    assert [pk for pk, _ in linked_ids(body)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("html", "ids"),
    [
        ('<a id="3" linktype="page">x</a>', [3]),
        ('<a class="a" linktype="page" id="3">x</a>', [3]),
        ('<a linktype="document" id="3">x</a>', []),
        ('<a href="https://example.org" id="3">x</a>', []),
        ('<a linktype="page" data-id="9" id="3">x</a>', [3]),
        ('<a data-linktype="page" id="3">x</a>', []),
        ('<abbr linktype="page" id="3">x</abbr>', []),
    ],
)
def test_only_links_to_pages_count(html: str, ids: list[int]) -> None:
    assert [pk for pk, _ in linked_ids([paragraph(html)])] == ids


def test_blocks_without_values_are_passed_over() -> None:
    body = [{"type": "divider", "value": None}, read_also(None, "https://example.org")]
    assert linked_ids(body) == []
    assert texts({"a": None, "b": [1, {"c": "x"}], "d": "y"}).split() == ["x", "y"]


@pytest.mark.usefixtures("publication")
class TestLinkArticle:
    def links(self, article: Article) -> list[tuple[str, int, int]]:
        rows = Link.objects.filter(source=article).order_by("kind", "rank")
        return list(rows.values_list("kind", "target", "rank"))

    def test_links_are_kept_and_found_from_the_other_end(self) -> None:
        target, other = make_article(), make_article()
        article = make_article(body=[paragraph(link(target.pk)), read_also(other.pk)])
        assert self.links(article) == [("read_also", other.pk, 1), ("text", target.pk, 0)]
        assert [link.source for link in target.links_in.filter(kind="text")] == [article]

    def test_what_is_no_article_of_ours_or_the_article_itself_is_left_out(self) -> None:
        article = make_article()
        home = article.get_parent().get_parent()
        article.body = [paragraph(link(article.pk) + link(home.pk) + link(999_999))]
        article.save()
        link_article(article)
        assert self.links(article) == []

    def test_links_in_corrections_count(self) -> None:
        target = make_article()
        correction = {
            "type": "correction",
            "value": {"date": "2026-03-01", "text": link(target.pk)},
        }
        article = make_article(corrections=[correction])
        assert self.links(article) == [("text", target.pk, 0)]

    def test_changed_links_follow_the_text_and_the_others_stay_as_they_are(self) -> None:
        one, two, three = make_article(), make_article(), make_article()
        article = make_article(body=[paragraph(link(one.pk) + link(two.pk))])
        kept = Link.objects.get(source=article, target=two, kind="text")
        Link.objects.create(source=article, target=one, kind=Link.Kind.RELATED)
        article.body = [paragraph(link(two.pk) + link(three.pk)), read_also(one.pk)]
        article.save()
        for _ in range(2):
            link_article(article)
            assert self.links(article) == [
                ("read_also", one.pk, 2),
                ("related", one.pk, 0),
                ("text", two.pk, 0),
                ("text", three.pk, 1),
            ]
        assert Link.objects.get(source=article, target=two, kind="text").pk == kept.pk
