"""The only file that listens to signals.

Wagtail publishes from the editor, the schedule and the API; its signals are the one door they
share. A receiver calls one function of `announce` and does nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from modelsearch import signal_handlers
from modelsearch.index import get_indexed_models
from wagtail.models import Page, PageViewRestriction
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from chronique.articles.models import Article, StaticPage
from chronique.publishing import announce


@receiver(page_published, sender=Article)
def article_published(instance: Article, **_: Any) -> None:
    announce.went_public(instance)


@receiver(page_unpublished, sender=Article)
def article_unpublished(instance: Article, **_: Any) -> None:
    announce.went_away(instance)


@receiver(page_published, sender=StaticPage)
@receiver(page_unpublished, sender=StaticPage)
def static_page_changed(instance: StaticPage, **_: Any) -> None:
    announce.static_page_changed(instance)


@receiver(page_slug_changed, sender=StaticPage)
def static_page_renamed(instance: StaticPage, instance_before: StaticPage, **_: Any) -> None:
    announce.page_moved(instance, was_at=instance_before.url_path)


# The base row of a page goes last.
@receiver(post_delete, sender=Page)
def page_deleted(instance: Page, **_: Any) -> None:
    announce.page_deleted(instance)


@receiver(post_page_move)
def page_moved(instance: Page, url_path_before: str, **_: Any) -> None:
    announce.page_moved(instance, was_at=url_path_before)


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def access_changed(instance: PageViewRestriction, **_: Any) -> None:
    announce.access_changed(instance.page)


@contextmanager
def without_wagtails_updates() -> Iterator[None]:
    """Spare Wagtail's search and list of uses a job for each row that is saved.

    For work on thousands of rows, which tells them by the batch: see `articles.jobs.tell_wagtail`.
    It is for a process of its own: the signals are silent for all of its threads.
    """
    for model in get_indexed_models():
        post_save.disconnect(signal_handlers.post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        signal_handlers.register_signal_handlers()
