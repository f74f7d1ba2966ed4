"""The window in which a writer chooses a source to cite, or writes down a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.models import Site
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)

from chronique.desk.dossiers.source_forms import QuickSourceForm
from chronique.dossiers.models import Source


class SourceFilter(BaseFilterForm):
    """Finds sources by what stands in them; Wagtail's own search knows none."""

    searched: tuple[str, ...] = ("title", "author", "publisher", "words")
    q = forms.CharField(
        label=_("Search term"), required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )  # fmt: skip

    def filter(self, objects: Any) -> Any:
        for word in self.cleaned_data.get("q", "").split():
            self.is_searching, self.search_query = True, self.cleaned_data["q"]
            found = Q()
            for name in self.searched:
                found |= Q(**{f"{name}__icontains": word})
            objects = objects.filter(found)
        return objects


class ChooseSource(ChooseView):
    filter_form_class = SourceFilter

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}

    def get_object_list(self) -> Any:
        return super().get_object_list().order_by("-changed_at", "-pk")


class ChooseSourceResults(ChooseResultsView):
    filter_form_class = SourceFilter

    def get_object_list(self) -> Any:
        return super().get_object_list().order_by("-changed_at", "-pk")


class CreateWhileCiting(SnippetCreateView):
    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}

    def save_form(self, form: Any) -> Source:
        if not form.instance.site_id:
            form.instance.site = Site.objects.get(is_default_site=True)
        form.instance.seen_on = timezone.localdate()
        saved: Source = form.save()
        return saved


class SourceChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseSource
    choose_results_view_class = ChooseSourceResults
    creation_form_class = QuickSourceForm
    create_view_class = CreateWhileCiting
    page_title = _("Cite a source")
    creation_tab_label = _("New source")
    create_action_label = _("Add and cite")
    per_page = 12
