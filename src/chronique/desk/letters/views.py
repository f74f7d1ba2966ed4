"""The issues, and what becomes of each. A button is a form; without a script, too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_denied
from wagtail.models import Site

from chronique.articles.models import Article
from chronique.articles.models.pages import ArticleQuerySet
from chronique.base.errors import Refused
from chronique.desk.letters.progress import progress_of
from chronique.desk.letters.rights import issues_of, may_send, of_an_issue, sites_of
from chronique.mail.actions import let_be, on_their_way, send_again
from chronique.mail.models import Letter
from chronique.newsletter.actions import issues
from chronique.newsletter.models import Issue, Newsletter

PER_PAGE = 25
# Articles that appeared so lately, and were not sent, are offered; so many of them.
LATELY, OFFERED = timedelta(days=14), 5


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    sites = sites_of(request.user)
    if not sites:
        return permission_denied(request)
    found = issues_of(request.user).newest_first()
    found = found.select_related("newsletter", "article", "mailing")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page, "offered": _offered(request, sites), "tab": "issues",
        "newsletters": Newsletter.objects.filter(site__in=sites).exists(),
    }  # fmt: skip
    return render(request, "desk/letters/index.html", context)


@never_cache
@require_safe
@of_an_issue
def show(request: HttpRequest, issue: Issue) -> HttpResponse:
    context = {"issue": issue, "progress": progress_of(issue, timezone.now()), "tab": "issues"}
    return render(request, "desk/letters/issue.html", context)


@never_cache
@require_safe
@of_an_issue
def progress(request: HttpRequest, issue: Issue) -> HttpResponse:
    """The part of the screen that changes by itself, for a script."""
    context = {"issue": issue, "progress": progress_of(issue, timezone.now())}
    return render(request, "desk/letters/_progress.html", context)


@require_POST
@of_an_issue
def act(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Any button of one issue."""
    do = ACTS.get(request.POST.get("action", ""))
    if do is None:
        raise Http404
    try:
        messages.success(request, do(request, issue))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("letters_issue", issue.pk)


def _take_back(request: HttpRequest, issue: Issue) -> str:
    dropped = issues.take_back(issue)
    if issue.mailing is None:
        return _("The issue is taken back: nobody gets it.")
    said = ngettext(
        "The issue is taken back: %(count)s letter is not sent.",
        "The issue is taken back: %(count)s letters are not sent.",
        dropped,
    ) % {"count": dropped}
    return f"{said} {_still_leaving(issue)}".strip()


def _stop(request: HttpRequest, issue: Issue) -> str:
    issues.stop(issue)
    return f"{_('The issue is stopped.')} {_still_leaving(issue)}".strip()


def _still_leaving(issue: Issue) -> str:
    """Return how many letters no button reaches any more, as a sentence."""
    count = on_their_way(issue.mailing) if issue.mailing else 0
    if not count:
        return ""
    return ngettext(
        "%(count)s letter was on its way and may still arrive.",
        "%(count)s letters were on their way, and some of them may still arrive.",
        count,
    ) % {"count": count}


def _resume(request: HttpRequest, issue: Issue) -> str:
    issues.resume(issue)
    return _("The issue goes on.")


def _again(request: HttpRequest, issue: Issue) -> str:
    count = send_again(_in_doubt(request, issue), now=timezone.now())
    return ngettext(
        "%(count)s letter is sent again.", "%(count)s letters are sent again.", count
    ) % {"count": count}


def _let_be(request: HttpRequest, issue: Issue) -> str:
    count = let_be(_in_doubt(request, issue))
    return ngettext(
        "%(count)s letter stays as it is.", "%(count)s letters stay as they are.", count
    ) % {"count": count}


def _in_doubt(request: HttpRequest, issue: Issue) -> Any:
    """Return the uncertain letters that a button speaks of: one, or all of the issue."""
    letters = Letter.objects.filter(mailing=issue.mailing_id).uncertain()
    number = request.POST.get("letter", "")
    return letters.filter(pk=int(number)) if number.isdecimal() else letters


ACTS: dict[str, Callable[[HttpRequest, Issue], str]] = {
    "take_back": _take_back, "stop": _stop, "resume": _resume, "again": _again,
    "let_be": _let_be,
}  # fmt: skip


def _offered(request: HttpRequest, sites: list[Site]) -> list[Article]:
    """Return what appeared lately and went out in no newsletter."""
    sent = Issue.objects.standing().exclude(article=None).values("article")
    found: ArticleQuerySet = Article.objects.published().exclude(pk__in=sent)
    found = found.filter(first_published_at__gte=timezone.now() - LATELY)
    some = found.newest_first().without_words()[: 2 * OFFERED]
    roots = tuple(site.root_page.path for site in sites)
    mine = (one for one in some if one.path.startswith(roots) and may_send(request.user, one))
    return list(mine)[:OFFERED]
