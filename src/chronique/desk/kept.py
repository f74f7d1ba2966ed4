"""The pages that are ready for readers: how many there are, and a button that forgets them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from chronique.store.actions import pages
from chronique.store.folder import kept
from chronique.store.forgetting import forget_all_pages

# Who may change the publication.
KEEP = "articles.change_publication"


@permission_required(KEEP)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _screen(request, is_asked=False)


@permission_required(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Ask once more, then forget."""
    if request.method != "POST":
        return _screen(request, is_asked=True)
    forget_all_pages()
    messages.success(
        request, _("All pages are forgotten. Each is made anew when it is asked for next.")
    )
    return redirect("kept_pages")


def _screen(request: HttpRequest, *, is_asked: bool) -> HttpResponse:
    found = kept(pages().folder)
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("kept_pages") if is_asked else "", "label": _("Kept pages")},
    ]
    if is_asked:
        trail.append({"url": "", "label": _("Forget")})
    context = {
        "header_title": _("Kept pages"), "header_icon": "download", "breadcrumbs_items": trail,
        "is_asked": is_asked, "many": found.number, "size_bytes": found.size,
    }  # fmt: skip
    return render(request, "desk/kept_pages.html", context)
