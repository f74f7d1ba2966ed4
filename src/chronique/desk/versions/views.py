"""What readers saw of an article, at the desk: looked through, and withdrawn where it must be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.widgets.button import Button

from chronique.articles.editions import withdraw_editions
from chronique.articles.models import Article, Edition
from chronique.base.errors import Refused


class WithdrawForm(forms.Form):
    numbers = forms.TypedMultipleChoiceField(coerce=int, required=False)
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False,
        help_text=gettext_lazy("Readers can read it. Do not repeat here what had to go."),
    )  # fmt: skip

    def __init__(self, editions: list[Edition], *args: Any) -> None:
        super().__init__(*args)
        numbers: Any = self.fields["numbers"]
        numbers.choices = [(one.number, one.number) for one in editions if not one.is_withdrawn]


def may_withdraw(user: Any, article: Article) -> bool:
    return bool(article.permissions_for_user(user).can_publish())


def buttons(page: Any, user: Any) -> list[Button]:
    """Return the button that leads from an article to its versions."""
    if not isinstance(page, Article) or not page.first_published_at:
        return []
    if not may_withdraw(user, page):
        return []
    address = reverse("article_versions", args=[page.pk])
    return [Button(_("Versions that readers saw"), address, icon_name="history", priority=65)]


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """List an article's versions; with POST, withdraw those that were chosen."""
    article = get_object_or_404(Article, pk=pk)
    if not may_withdraw(request.user, article):
        return permission_denied(request)
    rows = Edition.objects.filter(article=article).without_words().order_by("-number")
    editions = list(rows.select_related("withdrawn_by"))
    form = WithdrawForm(editions, request.POST or None)
    if request.method == "POST" and form.is_valid() and _withdraw(request, article, form):
        return redirect("article_versions", pk)
    context = {"article": article, "editions": editions, "form": form}
    return render(request, "desk/versions/show.html", context)


def _withdraw(request: HttpRequest, article: Article, form: WithdrawForm) -> bool:
    try:
        count = withdraw_editions(
            article=article, now=timezone.now(), by=request.user, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    done = ngettext("%(count)s version is withdrawn.", "%(count)s versions are withdrawn.", count)
    messages.success(request, done % {"count": count})
    return True
