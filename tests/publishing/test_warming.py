"""What was just published is made before the first reader asks."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from chronique.publishing.announce import went_away, went_public
from chronique.publishing.warming import warm_article
from chronique.store.warming import warm
from tests.factories import make_article, make_section

ASKED: list[str] = []


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Whoever is asked in place of the whole program; it notes who asks for what."""
    told = [name for name in environ if name.startswith("HTTP_")]
    assert sorted(told) == ["HTTP_HOST", "HTTP_X_FORWARDED_PROTO"]
    ASKED.append(f"{environ['HTTP_HOST']}{environ['PATH_INFO']}")
    start("200 OK", [])
    return [b"a page"]


@pytest.fixture(autouse=True)
def asked(settings: Any) -> list[str]:
    settings.WSGI_APPLICATION = f"{__name__}.application"
    ASKED.clear()
    return ASKED


FEEDS = ["feed/", "feed/atom/", "feed/json/"]


@pytest.mark.usefixtures("committed")
def test_an_article_and_what_leads_to_it_are_made():
    above = make_section(slug="science")
    section = make_section(slug="tides", parent=above)
    article = make_article(section=section, slug="springs")
    article.other_sections.add(make_section(slug="sea"), above)
    article.save()
    warm_article.call(article.pk)
    lists = ["/", "/section/science/", "/section/tides/", "/section/sea/"]
    expected = [article.address, *(f"{path}{end}" for path in lists for end in ["", *FEEDS])]
    assert [f"localhost:8000{path}" for path in expected] == ASKED


@pytest.mark.usefixtures("committed")
def test_when_it_goes_away_only_what_led_to_it_is_made():
    article = make_article()
    article.live = False
    article.save(update_fields=["live"])
    warm_article.call(article.pk)
    assert [f"localhost:8000/{end}" for end in ["", *FEEDS]] == ASKED
    # one that is gone altogether leaves nothing to do
    article.delete()
    ASKED.clear()
    warm_article.call(article.pk)
    assert ASKED == []


@pytest.mark.usefixtures("committed")
def test_nothing_is_made_of_what_is_not_there_for_all_yet():
    with transaction.atomic():
        assert warm(["localhost:8000/"]) == []
    assert warm(["localhost:8000/", "localhost:8000/é/"]) == ["200 OK", "200 OK"]
    assert ASKED == ["localhost:8000/", "localhost:8000/Ã©/"]


@pytest.mark.django_db
@pytest.mark.parametrize("announced", [went_public, went_away])
def test_it_is_work_for_later_and_a_row_of_the_change(announced: Any, settings: Any):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    article = make_article()
    announced(article)
    row = DBTaskResult.objects.get(task_path="chronique.publishing.warming.warm_article")
    assert row.args_kwargs["args"] == [article.pk]
    assert ASKED == []
