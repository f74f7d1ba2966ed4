"""What is asked for on every page is put together once."""

import pytest
from django.db.models import F

from chronique.articles.models import Article
from chronique.articles.prepared import Prepared
from tests.factories import make_article, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


def test_it_finds_what_the_queryset_finds_each_time_anew():
    section = make_section("Coast")
    one, two = make_article(section=section, slug="one"), make_article(slug="two")
    prepared = Prepared(lambda path: Article.objects.published().at(path), str)
    for article in (one, two):
        found = prepared.first(article.address)
        assert found == Article.objects.published().at(article.address).get()
        assert list(found.body.raw_data) == list(Article.objects.get(pk=article.pk).body.raw_data)
        assert found.first_published_at == article.first_published_at
    assert prepared.first(one.address).section == section
    assert prepared.first("/nothing/") is None
    one.unpublish()
    assert prepared.first(one.address) is None


def test_what_was_joined_or_worked_out_comes_without_a_query(django_assert_num_queries):
    article = make_article(section=make_section("Coast"))
    prepared = Prepared(
        lambda path, pk: Article.objects.at(path).filter(pk=pk).annotate(twice=F("pk") * 2),
        str,
        int,
    )
    prepared.all("", 0)
    with django_assert_num_queries(1):
        found = prepared.first(article.address, article.pk)
        assert (found.section.name, found.twice) == ("Coast", article.pk * 2)
    assert found._state.db == "default" and not found._state.adding


def test_the_beginning_of_a_text_may_be_a_value():
    article, _other = make_article(title="lo%ger"), make_article(title="longer")
    prepared = Prepared(lambda start: Article.objects.filter(title__startswith=start), str)
    assert prepared.all("lo%") == [article]
    assert prepared.all("short") == []


def test_a_value_that_is_not_in_the_query_as_it_is_is_refused():
    prepared = Prepared(lambda slug: Article.objects.filter(slug=slug.upper()[:2]), str)
    with pytest.raises(ValueError, match="does not name"):
        prepared.first("x")
