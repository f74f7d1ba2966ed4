"""The only file that listens to signals.

Wagtail publishes from the editor, the schedule and the API; its signals are the one door they
share. A receiver calls one function of `announce` and does nothing else.
"""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
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
@receiver(page_slug_changed, sender=StaticPage)
def static_page_changed(instance: StaticPage, **_: Any) -> None:
    announce.static_page_changed(instance)


@receiver(post_page_move)
def page_moved(instance: Page, **_: Any) -> None:
    announce.page_moved(instance)
