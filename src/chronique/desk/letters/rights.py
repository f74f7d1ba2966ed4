"""Who may publish may send."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.auth import permission_denied
from wagtail.models import Site

from chronique.articles.models import Article, ArticleFolder
from chronique.newsletter.models import Issue
from chronique.newsletter.models.issues import IssueQuerySet

View = Callable[..., HttpResponse]


def may_send(user: Any, article: Article) -> bool:
    return bool(article.permissions_for_user(user).can_publish())


def sites_of(user: Any) -> list[Site]:
    """Return the sites on which somebody may publish articles."""
    folders = ArticleFolder.objects.all()
    free = [folder for folder in folders if folder.permissions_for_user(user).can_publish()]
    sites = Site.objects.select_related("root_page")
    return [
        site
        for site in sites
        if any(folder.path.startswith(site.root_page.path) for folder in free)
    ]


def issues_of(user: Any) -> IssueQuerySet:
    return Issue.objects.filter(newsletter__site__in=sites_of(user))


def of_an_issue(view: View) -> View:
    """Give the view an issue in place of its number, if this account may send it."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Issue.objects.select_related(
            "newsletter__site", "mailing", "article", "corrects", "made_by"
        )
        issue = get_object_or_404(rows, pk=pk)
        if issue.newsletter.site not in sites_of(request.user):
            return permission_denied(request)
        return view(request, issue, *args, **kwargs)

    return guarded


def of_an_article(view: View) -> View:
    """Give the view an article in place of its number, if this account may send it."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        article = get_object_or_404(Article, pk=pk)
        if not may_send(request.user, article):
            return permission_denied(request)
        return view(request, article, *args, **kwargs)

    return guarded
