"""Sources at the desk: their form, their list, and the window in which one is chosen."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn

from chronique.desk.dossiers.belonging import AddSource
from chronique.desk.dossiers.choosing_sources import SourceChooserViewSet
from chronique.desk.dossiers.deleting import DeleteUncited
from chronique.desk.dossiers.snapshots import SnapshotsPanel
from chronique.desk.dossiers.source_forms import WholeSourceForm
from chronique.desk.snippets import FilingViewSet
from chronique.dossiers.actions import sources as actions
from chronique.dossiers.models import Dossier, Source


class SourceFilters(WagtailFilterSet):
    """Beside the type, those that a dossier names, and those that are no longer where they were."""

    dossier = django_filters.ModelChoiceFilter(
        label=_("Dossier"), field_name="listings__dossier",
        queryset=lambda request: Dossier.objects.order_by("title"),
    )  # fmt: skip
    gone = django_filters.ChoiceFilter(
        label=_("At its address"), choices=[("yes", _("no longer"))], method="of_gone"
    )

    class Meta:
        model = Source
        fields = ("kind", "reliability", "dossier", "gone")

    def of_gone(self, sources: Any, name: str, value: str) -> Any:
        return sources.gone()


class DeleteSource(DeleteUncited):
    def delete_action(self) -> None:
        actions.delete_source(self.object, now=timezone.now(), by=self.request.user)


class SourceViewSet(FilingViewSet):
    model = Source
    icon = "source"
    chooser_viewset_class = SourceChooserViewSet
    add_view_class = AddSource
    delete_view_class = DeleteSource
    list_display = [
        "title", Column("get_kind_display", label=_("Type")), Column("code", label=_("Judged")),
        DateColumn("gone_since", label=_("Gone since")),
        DateColumn("changed_at", label=_("Changed")),
    ]  # fmt: skip
    filterset_class = SourceFilters
    search_fields = ["title", "author", "publisher", "words"]
    ordering = "-changed_at"
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("author"), FieldPanel("publisher")]),
            FieldPanel("url"),
            FieldPanel("wants_snapshot"),
            SnapshotsPanel(heading=_("Snapshots")),
            FieldRowPanel([FieldPanel("published"), FieldPanel("seen_on")]),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
            FieldPanel("words"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("reliability"), FieldPanel("credibility")])],
                heading=_("How far it is believed"),
            ),
            FieldPanel("dossiers"),
            FieldPanel("remark"),
            FieldPanel("site"),
        ],
        base_form_class=WholeSourceForm,
    )
