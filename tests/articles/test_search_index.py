"""The table that the search reads, and the database's own index over it."""

import json
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from chronique.articles.fulltext import frequencies
from chronique.articles.models import Article, SearchEntry
from chronique.articles.search import index_page, index_pages, search, unindex_page
from tests.factories import make_article, paragraph, the_site


def total(query: str) -> int:
    return search(query, site=the_site()).total


def check_index() -> None:
    """Let SQLite compare its index with the table; PostgreSQL's own column cannot differ."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO articles_words(articles_words, rank) VALUES ('integrity-check', 1)"
            )


@pytest.mark.usefixtures("publication")
class TestIndex:
    def test_a_changed_article_is_found_by_its_new_words_only(self) -> None:
        article = make_article(title="Whales")
        article.title = "Dolphins"
        article.save()
        index_page(article)
        assert (total("whales"), total("dolphins")) == (0, 1)
        check_index()

    def test_indexing_twice_changes_nothing(self) -> None:
        article = make_article(title="Whales")
        before = list(SearchEntry.objects.values())
        index_page(article)
        assert list(SearchEntry.objects.values()) == before
        assert total("whales") == 1
        check_index()

    def test_a_forgotten_article_is_not_found(self) -> None:
        article = make_article(title="Whales")
        unindex_page(article)
        unindex_page(article)
        assert total("whales") == 0
        check_index()

    def test_common_words_are_counted_to_where_they_are_common(self) -> None:
        for number in range(4):
            make_article(title=f"Whales {number}", body=[paragraph("<p>Whales and krill.</p>")])
        make_article(title="Dolphins")
        counted = {"whale": 3, "dolphin": 1, "squid": 0}
        assert frequencies(list(counted), at_most=3) == counted
        # Then PostgreSQL knows which are common, and does not count them.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE articles_searchentry")
        assert frequencies(list(counted), at_most=3) == counted
        assert frequencies(list(counted), at_most=5) == {**counted, "whale": 4}

    def test_a_deleted_article_leaves_nothing_in_the_index(self) -> None:
        make_article(title="Whales").delete()
        assert (total("whales"), SearchEntry.objects.count()) == (0, 0)
        check_index()

    def test_what_readers_may_not_see_is_removed(self) -> None:
        article, unpublished = make_article(title="Whales"), make_article(title="Dolphins")
        PageViewRestriction.objects.create(page=article, restriction_type="login")
        Article.objects.filter(pk=unpublished.pk).update(live=False)
        index_page(article)
        index_page(unpublished)
        assert not SearchEntry.objects.exists()

    def test_many_are_indexed_in_batches_from_numbers_or_a_queryset(
        self, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
    ) -> None:
        monkeypatch.setattr("chronique.articles.search.BATCH", 2)
        made = [make_article(title=f"Whale {n}", announced=False) for n in range(5)]
        draft = make_article(title="Whale draft", live=False)
        assert index_pages([draft.pk, *(one.pk for one in made), 999_999]) == 5
        assert total("whale") == 5
        SearchEntry.objects.all().delete()
        assert index_pages(Article.objects.published()) == 5
        assert total("whale") == 5
        check_index()

    def test_a_book_in_one_article_can_be_indexed(self) -> None:
        # in a language without stems, which is quicker, and no two words alike
        text = " ".join(f"wörterbuch{n}" for n in range(80_000))
        article = make_article(title="Whales", language="de", announced=False)
        body = json.dumps([paragraph(f"<p>{text}</p>")])
        # past Wagtail, whose own index for the desk has no room for it on PostgreSQL
        Article.objects.filter(pk=article.pk).update(body=body)
        index_page(article)
        assert total("whales wörterbuch3000") == 1
        check_index()

    def test_a_word_without_end_can_be_indexed(self) -> None:
        article = make_article(title="Data", body=[paragraph("<p>" + "a1é" * 20_000 + " end</p>")])
        assert total("end") == 1
        assert search("end", site=the_site()).hits[0].page == article

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(title=st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=200))
    def test_any_title_can_be_indexed(self, title: str) -> None:
        article = Article.objects.first() or make_article(standfirst="Of whales")
        Article.objects.filter(pk=article.pk).update(title=title)
        index_page(article)
        check_index()
        assert total("whales") == 1


@pytest.mark.usefixtures("publication")
def test_the_index_can_be_taken_away_and_made_again_over_what_is_there() -> None:
    migration = import_module("chronique.articles.migrations.0006_search_static_pages")
    make_article(title="Whales")
    # what waits for the end of the transaction would keep PostgreSQL from changing the table
    connection.check_constraints()
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        migration.index.drop_index(None, editor)
        table = connection.introspection.get_table_description(cursor, "articles_searchentry")
        assert "words" not in {column.name for column in table}
        assert "articles_words" not in connection.introspection.table_names(cursor)
        # entries can be written without it
        SearchEntry.objects.update(title="dolphin")
        connection.check_constraints()
        migration.make_index(None, editor)
    assert (total("whales"), total("dolphins")) == (0, 1)
    check_index()
