"""Events at the desk: their form, their list, and the window in which one is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)
from wagtail.snippets.views.snippets import IndexView

from chronique.desk.dossiers.belonging import AddEvent
from chronique.desk.dossiers.choosing_sources import SourceFilter
from chronique.desk.dossiers.deleting import DeleteUncited
from chronique.desk.dossiers.event_forms import EventForm
from chronique.desk.snippets import FilingViewSet
from chronique.dossiers.actions import events as actions
from chronique.dossiers.models import Event
from chronique.dossiers.moments.words import words


def when(event: Event) -> str:
    return words(event.moment, get_language() or "en")


class EventFilter(SourceFilter):
    searched = ("title", "place", "text", "moment")


class ChooseEvent(ChooseView):
    filter_form_class = EventFilter

    @property
    def columns(self) -> list[Any]:
        return [*super().columns, Column("when", label=_("When"), accessor=when)]

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}

    def get_object_list(self) -> Any:
        return super().get_object_list().order_by("-changed_at", "-pk")


class ChooseEventResults(ChooseResultsView):
    filter_form_class = EventFilter

    @property
    def columns(self) -> list[Any]:
        return [*super().columns, Column("when", label=_("When"), accessor=when)]

    def get_object_list(self) -> Any:
        return super().get_object_list().order_by("-changed_at", "-pk")


class CreateWhileWriting(SnippetCreateView):
    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}


class EventChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseEvent
    choose_results_view_class = ChooseEventResults
    create_view_class = CreateWhileWriting
    creation_form_class = EventForm
    page_title = _("Point at an event")
    creation_tab_label = _("New event")
    create_action_label = _("Add and point at it")
    per_page = 12


class DeleteEvent(DeleteUncited):
    @staticmethod
    def remove(event: Event) -> None:
        actions.delete_event(event, now=timezone.now())


class EventIndex(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().in_order()


class EventViewSet(FilingViewSet):
    model = Event
    icon = "event"
    chooser_viewset_class = EventChooserViewSet
    add_view_class = AddEvent
    delete_view_class = DeleteEvent
    index_view_class = EventIndex
    list_display = [
        Column("when", label=_("When"), accessor=when), "title", Column("place", label=_("Where")),
    ]  # fmt: skip
    list_filter = {"inclusions__dossier": ["exact"], "language": ["exact"]}
    search_fields = ["title", "place", "moment"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("moment"),
            FieldPanel("place"),
            FieldPanel("text"),
            InlinePanel(
                "inclusions", panels=[FieldPanel("dossier", widget=forms.Select)],
                heading=_("In the dossiers"), label=_("dossier"),
            ),
            InlinePanel(
                "involvements", panels=[FieldRowPanel([FieldPanel("actor"), FieldPanel("role")])],
                heading=_("People and bodies"), label=_("person or body"),
            ),
            InlinePanel(
                "event_sources", panels=[FieldPanel("source")], heading=_("Who says so"),
                label=_("source"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                    FieldPanel("language"),
                    FieldPanel("site"),
                ],
                heading=_("More"), classname="collapsed",
            ),
        ],
        base_form_class=EventForm,
    )  # fmt: skip
