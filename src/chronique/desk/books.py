"""What was published, to take away: a book is ordered, and is here when the worker has made it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_denied
from wagtail.admin.widgets.button import Button
from wagtail.models import Site

from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.desk.letters.rights import may_send, sites_of
from chronique.dossiers.actions import books
from chronique.dossiers.models import Book, Dossier

# So often the page asks again while something is being made, in seconds; it needs no script.
AGAIN = 2
MOST_SHOWN = 40
# Of the newest articles; an older one is ordered from its own menu.
MOST_ARTICLES = 100


class BookForm(forms.Form):
    """What to take away is said in one field: "year:2026", "dossier:3", "article:12"."""

    what = forms.ChoiceField(label=gettext_lazy("What"))
    form = forms.ChoiceField(
        label=gettext_lazy("As"), choices=Book.Form, widget=forms.RadioSelect, initial="epub",
        help_text=gettext_lazy("EPUB for reading programs and tablets, PDF for paper."),
    )  # fmt: skip

    def __init__(self, *args: Any, site: Site, article: Article | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = _choices(site, article)
        self.fields["what"] = forms.ChoiceField(label=_("What"), choices=self.choices)
        if article:
            self.fields["what"].initial = f"article:{article.pk}"

    def wanted(self) -> dict[str, Any]:
        kind, _colon, number = self.cleaned_data["what"].partition(":")
        return {"kind": kind, "number": int(number), "form": self.cleaned_data["form"]}


def _choices(site: Site, article: Article | None) -> list[tuple[str, list[tuple[str, str]]]]:
    published = Article.objects.published().on(site)
    years = published.dates("first_published_at", "year", order="DESC")
    newest = list(published.newest_first().values_list("pk", "title")[:MOST_ARTICLES])
    if article and article.pk not in dict(newest):
        newest.insert(0, (article.pk, article.title))
    dossiers = Dossier.objects.public().on(site).values_list("pk", "title")
    groups = [
        (_("A year"), [(f"year:{day.year}", str(day.year)) for day in years]),
        (_("A dossier"), [(f"dossier:{pk}", title) for pk, title in dossiers]),
        (_("An article"), [(f"article:{pk}", title) for pk, title in newest]),
    ]
    return [(name, choices) for name, choices in groups if choices]


def buttons(page: Any, user: Any) -> list[Button]:
    """Return the button that takes an article away."""
    if not isinstance(page, Article) or not page.live or not may_send(user, page):
        return []
    address = f"{reverse('books')}?article={page.pk}"
    return [Button(_("Take away"), address, icon_name="download", priority=60)]


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    site = _site(request)
    if site is None:
        return permission_denied(request)
    asked = request.GET.get("article", "")
    article = Article.objects.published().on(site).filter(pk=asked or 0).first() if (
        asked.isdecimal() and len(asked) < 10
    ) else None  # fmt: skip
    form = BookForm(request.POST or None, site=site, article=article)
    if form.is_valid() and _order(request, site, form):
        return redirect("books")
    rows = list(Book.objects.on(site)[:MOST_SHOWN])
    context = {"form": form, "books": rows, "is_empty": not form.choices}
    answer = render(request, "desk/books/list.html", context, status=422 if form.errors else 200)
    if any(book.is_waiting for book in rows):
        answer["Refresh"] = str(AGAIN)
    return answer


def _order(request: HttpRequest, site: Site, form: BookForm) -> bool:
    language = get_language() or "en"
    try:
        books.order_book(
            site=site, language=language, user=request.user, now=timezone.now(), **form.wanted()
        )
    except Refused as refusal:
        form.add_error("what", str(refusal))
        return False
    return True


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    book, action = _book(request, pk), request.POST.get("action")
    if action == "throw":
        books.throw_book_away(book)
        messages.success(request, _("“%(name)s” is thrown away.") % {"name": book})
        return redirect("books")
    try:
        books.offer_book(book, is_offered=action == "offer")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("books")


@require_safe
def hand_out(request: HttpRequest, pk: int) -> FileResponse:
    book = _book(request, pk)
    if not book.file.is_file():
        raise Http404
    answer = FileResponse(book.file.open("rb"), as_attachment=True, filename=book.name)
    answer["Cache-Control"] = "no-store"
    return answer


def _site(request: HttpRequest) -> Site | None:
    """Return the site that is asked, if this account may publish there."""
    site = Site.find_for_request(request)
    return site if site in sites_of(request.user) else None


def _book(request: HttpRequest, pk: int) -> Book:
    return get_object_or_404(Book.objects.on(_site(request) or Site(pk=0)), pk=pk)
