"""Where things are in the desk."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from chronique.articles.models import ArticleFolder


def new_article_address(request: HttpRequest) -> str:
    """Return where the writer begins an article of the request's site; empty where not allowed."""
    site = Site.find_for_request(request)
    folder = ArticleFolder.objects.descendant_of(site.root_page).first() if site else None
    if not folder or not folder.permissions_for_user(request.user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["articles", "article", folder.pk])
