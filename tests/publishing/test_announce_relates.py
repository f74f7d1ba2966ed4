"""What an article leads to follows its publication."""

import pytest
from django_tasks_db.models import DBTaskResult

from chronique.articles.models import Article, Link, SearchEntry
from chronique.publishing import announce
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("publication")


def publish(title: str) -> Article:
    article = make_article(title=title, tags=["tides"], announced=False)
    announce.went_public(article)
    return article


def related(article: Article) -> list[str]:
    links = Link.objects.filter(source=article, kind=Link.Kind.RELATED).order_by("rank")
    return list(links.values_list("target__title", flat=True))


def test_two_articles_of_one_tag_lead_to_each_other_once_both_are_published() -> None:
    first = publish("First")
    assert related(first) == []
    second = publish("Second")
    assert (related(first), related(second)) == (["Second"], ["First"])


def test_publishing_twice_changes_nothing() -> None:
    publish("First")
    second = publish("Second")
    before = [list(model.objects.order_by("pk").values()) for model in (Link, SearchEntry)]
    assert before[0]
    announce.went_public(second)
    announce.went_public(second)
    assert [list(model.objects.order_by("pk").values()) for model in (Link, SearchEntry)] == before


def test_what_is_no_longer_public_is_led_to_no_more() -> None:
    first = publish("First")
    second = publish("Second")
    third = publish("Third")
    assert set(related(first)) == {"Second", "Third"}
    second.unpublish()
    assert (related(first), related(second), related(third)) == (["Third"], [], ["First"])


def test_deleting_an_article_leaves_no_link_to_it() -> None:
    first = publish("First")
    second = publish("Second")
    second.delete()
    assert (related(first), SearchEntry.objects.count()) == ([], 1)


def test_relating_is_later_work_kept_with_the_publication(settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # type: ignore[attr-defined]
    article = publish("First")
    job = DBTaskResult.objects.get(task_path="chronique.articles.jobs.relate_articles")
    assert job.args_kwargs == {"args": [[article.pk]], "kwargs": {}}
