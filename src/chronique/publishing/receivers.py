"""The only file that listens to signals.

Wagtail publishes from the editor, the schedule and the API; its signals are the one door they
share. A receiver calls one function of `announce` and does nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from modelsearch import signal_handlers
from modelsearch.index import get_indexed_models
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from chronique.articles.models import (
    Article,
    Author,
    Menu,
    Picture,
    Publication,
    Section,
    StaticPage,
    Tag,
)
from chronique.comments.models import Discussion
from chronique.dossiers.models import Conventions
from chronique.newsletter.actions import founding
from chronique.newsletter.models import Newsletter
from chronique.publishing import announce, beside

Document = get_document_model()


@receiver(page_published, sender=Article)
def article_published(instance: Article, **_: Any) -> None:
    announce.went_public(instance)


@receiver(page_unpublished, sender=Article)
def article_unpublished(instance: Article, **_: Any) -> None:
    announce.went_away(instance)


@receiver(page_published, sender=StaticPage)
def static_page_changed(instance: StaticPage, **_: Any) -> None:
    announce.static_page_changed(instance)


@receiver(page_unpublished, sender=StaticPage)
def static_page_unpublished(instance: StaticPage, **_: Any) -> None:
    announce.static_page_went_away(instance)


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


# -- What pages show beside articles


@receiver(pre_save, sender=Section)
@receiver(pre_save, sender=Tag)
@receiver(pre_save, sender=Author)
@receiver(pre_save, sender=Picture)
@receiver(pre_save, sender=Document)
@receiver(pre_save, sender=Menu)
@receiver(pre_save, sender=Publication)
@receiver(pre_save, sender=Discussion)
@receiver(pre_save, sender=Newsletter)
def about_to_change(instance: Any, **_: Any) -> None:
    instance.was = beside.as_it_was(instance)


@receiver(post_save, sender=Section)
def section_changed(instance: Any, **_: Any) -> None:
    beside.section_changed(instance, instance.was)


@receiver(pre_delete, sender=Section)
def section_goes(instance: Section, **_: Any) -> None:
    beside.section_goes(instance)


@receiver(post_save, sender=Tag)
def tag_changed(instance: Any, **_: Any) -> None:
    beside.tag_changed(instance, instance.was)


@receiver(post_delete, sender=Tag)
def tag_gone(instance: Tag, **_: Any) -> None:
    beside.tag_gone(instance)


@receiver(post_save, sender=Author)
def author_changed(instance: Any, **_: Any) -> None:
    beside.author_changed(instance, instance.was)


@receiver(post_delete, sender=Author)
def author_gone(instance: Author, **_: Any) -> None:
    beside.author_gone(instance)


@receiver(post_save, sender=Picture)
def picture_changed(instance: Any, **_: Any) -> None:
    beside.picture_changed(instance, instance.was)


@receiver(post_delete, sender=Picture)
def picture_gone(instance: Picture, **_: Any) -> None:
    beside.picture_gone(instance)


@receiver(post_save, sender=Document)
def document_changed(instance: Any, **_: Any) -> None:
    beside.document_changed(instance, instance.was)


@receiver(post_delete, sender=Document)
def document_gone(instance: AbstractDocument, **_: Any) -> None:
    beside.document_gone(instance)


@receiver(post_save, sender=Menu)
def menu_changed(instance: Any, **_: Any) -> None:
    beside.menu_changed(instance, instance.was)


@receiver(post_delete, sender=Menu)
def menu_gone(instance: Menu, **_: Any) -> None:
    beside.menu_gone(instance)


@receiver(post_save, sender=Publication)
def publication_changed(instance: Any, **_: Any) -> None:
    beside.publication_changed(instance, instance.was)


@receiver(post_save, sender=Publication)
def publication_named(instance: Publication, created: bool, **_: Any) -> None:
    if created:
        founding.found_newsletter(instance)
    else:
        founding.follow_title(instance, was=instance.was.get("title", ""))


@receiver(post_save, sender=Discussion)
def discussion_changed(instance: Any, **_: Any) -> None:
    beside.discussion_changed(instance, instance.was)


@receiver(post_save, sender=Conventions)
def conventions_changed(instance: Conventions, **_: Any) -> None:
    beside.conventions_changed(instance)


@receiver(post_save, sender=Newsletter)
def newsletter_changed(instance: Any, **_: Any) -> None:
    beside.newsletter_changed(instance, instance.was)


@receiver(post_delete, sender=Newsletter)
def newsletter_gone(instance: Newsletter, **_: Any) -> None:
    beside.newsletter_gone(instance)


@receiver(post_save, sender=Redirect)
@receiver(post_delete, sender=Redirect)
def redirect_changed(instance: Redirect, **_: Any) -> None:
    beside.redirect_changed(instance)


@receiver(post_save, sender=Site)
@receiver(post_delete, sender=Site)
def site_changed(instance: Site, **_: Any) -> None:
    beside.site_changed(instance)


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
