"""People and bodies at the desk, who have a part in events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.models import Site
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)
from wagtail.snippets.views.snippets import IndexView

from chronique.desk.dossiers.choosing_sources import SourceFilter
from chronique.desk.dossiers.deleting import DeleteUncited
from chronique.desk.editing import OfASiteForm
from chronique.desk.snippets import FilingViewSet
from chronique.dossiers.actions import events as actions
from chronique.dossiers.models import Actor
from chronique.text.slugs import slugify


class ActorForm(OfASiteForm):
    """The end of addresses is made from the name, and stays when that changes."""

    class Meta:
        model = Actor
        fields = ("name", "kind")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Actor.objects.exclude(pk=self.instance.pk).filter(name__iexact=name)
        if others.exists():
            raise ValidationError(_("Somebody is called so already."))
        return name

    def save(self, commit: bool = True) -> Any:
        actor = super().save(commit=False)
        if commit:
            if not actor.site_id:
                actor.site = Site.objects.get(is_default_site=True)
            actor.slug = actor.slug or _free_slug(actor)
            actions.keep_actor(actor=actor, now=timezone.now(), by=self.for_user)
        return actor


def _free_slug(actor: Actor) -> str:
    wanted = slugify(actor.name, fallback="actor")[:180]
    taken = set(
        Actor.objects.filter(site=actor.site, slug__startswith=wanted).values_list(
            "slug", flat=True
        )
    )
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


class ActorFilter(SourceFilter):
    searched = ("name", "description")


class ChooseActor(ChooseView):
    filter_form_class = ActorFilter

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}


class ChooseActorResults(ChooseResultsView):
    filter_form_class = ActorFilter


class CreateActor(SnippetCreateView):
    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}


class ActorChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseActor
    choose_results_view_class = ChooseActorResults
    create_view_class = CreateActor
    creation_form_class = ActorForm
    creation_tab_label = _("New")
    per_page = 12


class DeleteActor(DeleteUncited):
    remove = staticmethod(actions.delete_actor)


class ActorIndex(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().annotate(events=Count("involvements"))


class ActorViewSet(FilingViewSet):
    model = Actor
    icon = "group"
    chooser_viewset_class = ActorChooserViewSet
    delete_view_class = DeleteActor
    index_view_class = ActorIndex
    list_display = [
        "name", Column("get_kind_display", label=_("Kind")), Column("events", label=_("Events")),
    ]  # fmt: skip
    list_filter = ["kind"]
    search_fields = ["name", "description"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("kind", widget=forms.Select),
            FieldPanel("description", widget=forms.Textarea(attrs={"rows": 3})),
            FieldPanel("site"),
        ],
        base_form_class=ActorForm,
    )
