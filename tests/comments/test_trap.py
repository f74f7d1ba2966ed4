"""The field that people do not see is called otherwise each day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Publication
from chronique.comments.trap import DAYS, WORDS, filled_in, name_of
from tests.factories import make_article

TODAY = date(2026, 11, 30)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_it_is_called_otherwise_each_day():
    names = {name_of(days_ago(days)) for days in range(30)}
    assert len(names) == 30
    assert {name.partition("_")[0] for name in names} <= set(WORDS)
    assert len({name.partition("_")[0] for name in names}) > 4


def test_each_publication_calls_it_otherwise(settings: Any):
    before = name_of(TODAY)
    settings.SECRET_KEY = "another"
    assert name_of(TODAY) != before


@pytest.mark.parametrize("days", [-1, 0, 1, DAYS])
def test_a_page_that_was_opened_some_time_ago_still_catches(days: int):
    assert filled_in({"body": "x", name_of(days_ago(days)): " Buy now "}, TODAY) == " Buy now "


def test_nothing_else_is_taken_for_it():
    assert filled_in({name_of(TODAY): "  ", "body": "x"}, TODAY) == ""
    assert filled_in({name_of(days_ago(DAYS + 1)): "x"}, TODAY) == ""
    assert filled_in({"subject": "x", "company": "y"}, TODAY) == ""


@pytest.mark.django_db
def test_each_form_shows_the_one_of_today(publication: Publication, client: Client):
    article = make_article()
    with_name = f'name="{name_of(timezone.localdate())}"'
    # The form for comments, and the one for letters.
    assert client.get(article.address).text.count(with_name) == 2
    assert client.get(f"{article.address}comments/").text.count(with_name) == 1
