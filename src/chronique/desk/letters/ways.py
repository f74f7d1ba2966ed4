"""The ways from an article to its letter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from chronique.articles.models import Article
from chronique.desk.letters.rights import may_send
from chronique.newsletter.models import Issue, Newsletter
from chronique.newsletter.numbers import readers_of


def buttons(page: Any, user: Any) -> list[Button]:
    """Return the button that leads to the letter of an article."""
    if not isinstance(page, Article) or not may_send(user, page):
        return []
    address = reverse("letters_plan", args=[page.pk])
    return [Button(_("Send as a letter"), address, icon_name="mail", priority=12)]


def offer(request: HttpRequest, article: Article) -> None:
    """Once an article is published, say that it can be sent, or when it goes out."""
    if not article.live or not may_send(request.user, article):
        return
    planned = Issue.objects.of_article(article).standing().planned().order_by("send_at").first()
    if planned:
        button = messages.button(reverse("letters_issue", args=[planned.pk]), _("See the letter"))
        messages.success(request, _("Its letter goes out in some minutes."), buttons=[button])
    elif not Issue.objects.of_article(article).standing().exists():
        _invite(request, article)


def _invite(request: HttpRequest, article: Article) -> None:
    readers = readers_of(Newsletter.objects.for_article(article))
    if not readers:
        return
    sentence = ngettext(
        "%(count)s subscriber waits for it.", "%(count)s subscribers wait for it.", readers
    ) % {"count": readers}
    button = messages.button(reverse("letters_plan", args=[article.pk]), _("Send as a letter"))
    messages.info(request, sentence, buttons=[button])
