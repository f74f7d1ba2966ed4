"""What is asked for on every page is put together once."""

from datetime import datetime, timedelta

import pytest
from django.db.models import F

from chronique.articles.models import Article
from chronique.articles.prepared import Prepared
from chronique.comments.models import Comment
from tests.factories import NOON, make_article, make_comment, make_section

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


def test_a_list_of_numbers_may_be_of_any_length(django_assert_num_queries):
    articles = [make_article(slug=f"a-{number}") for number in range(6)]
    numbers = [article.pk for article in articles]
    prepared = Prepared(
        lambda pks, slug: Article.objects.filter(pk__in=pks).exclude(slug=slug).order_by("pk"),
        list,
        str,
    )
    for count in range(1, 7):
        with django_assert_num_queries(1):
            assert prepared.all(numbers[:count], "a-0") == articles[1:count]


def test_a_moment_may_be_a_value_and_none_is_before_nothing():
    article = make_article()
    at = article.first_published_at
    prepared = Prepared(
        lambda moment: Article.objects.filter(first_published_at__lt=moment), datetime
    )
    assert prepared.all(at) == prepared.all(None) == []
    assert prepared.all(at + timedelta(microseconds=1)) == [article]


def test_values_of_several_querysets_come_as_tuples():
    one, two = make_article(slug="one"), make_article(slug="two")

    def make(slug, pk):
        both = Article.objects.order_by().values_list("pk", "first_published_at")
        return both.filter(slug=slug).union(both.filter(pk=pk))

    found = Prepared(make, str, int).all("one", two.pk)
    assert set(found) == {(each.pk, each.first_published_at) for each in (one, two)}


def test_what_it_remembers_is_as_the_table_says_now_and_nobody_s_to_change():
    article = make_article()
    prepared = Prepared(
        lambda path: Article.objects.filter(address=path).only("title", "address"),
        str,
        remembers=True,
    )
    first = prepared.first(article.address)
    first.title = "Mine"
    assert first.language == "en"
    Article.objects.filter(pk=article.pk).update(language="fr")
    # then neither what somebody set nor what was looked up later is another's
    second = prepared.first(article.address)
    assert (second.title, second.language) == (article.title, "fr")
    Article.objects.filter(pk=article.pk).update(title="New")
    assert prepared.first(article.address).title == "New"
    assert prepared.first("/nothing/") is None


def test_nor_is_what_hangs_on_what_it_remembers():
    make_article(section=make_section())
    prepared = Prepared(
        lambda language: Article.objects.filter(language=language).select_related("section"),
        str,
        remembers=True,
    )
    first, second = prepared.first("en"), prepared.first("en")
    first.section.name = "Mine"
    assert second.section.name == prepared.first("en").section.name != "Mine"


def test_what_is_made_quickly_is_what_django_makes(django_assert_num_queries):
    top = make_comment(make_article())
    answer = make_comment(top.article, parent=top, edited_at=NOON)
    rows = Comment.objects.with_parent()
    one = Prepared(lambda pk: rows.filter(pk=pk), int).first(answer.pk)
    other = rows.get(pk=answer.pk)
    for made, expected in ((one, other), (one.parent, other.parent)):
        assert made == expected
        assert set(vars(made)) == set(vars(expected))
        assert made.get_deferred_fields() == expected.get_deferred_fields()
        assert (made._state.db, made._state.adding) == ("default", False)
    with django_assert_num_queries(1):
        assert one.text == answer.text
    one.author_name = "Bo Lind"
    one.save(update_fields=["author_name"])
    answer.refresh_from_db()
    assert answer.author_name == "Bo Lind"
