"""Which pages readers may see, and what it costs to know."""

import pytest
from django.db import connection

from chronique.articles.models import Article
from tests.factories import make_article


@pytest.mark.django_db
@pytest.mark.once
def test_whether_a_page_is_restricted_is_known_without_going_through_all_pages():
    article = make_article()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for asked in (Article.objects.published().filter(pk=article.pk), Article.objects.at("/there/")):
        plan = asked.explain()
        assert "pageviewrestriction" in plan
        # as by the index of paths
        assert "sqlite_autoindex_wagtailcore_page" not in plan, plan
