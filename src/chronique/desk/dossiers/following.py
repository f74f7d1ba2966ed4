"""Dossiers as the desk shows them: their words, where they stand, their parts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TitleFieldPanel,
)
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.views.snippets import CreateView

from chronique.articles.panels import slug_input
from chronique.base.errors import Refused
from chronique.desk.dossiers.belonging import BelongingsPanel, edit_address
from chronique.desk.dossiers.deleting import DeleteUncited
from chronique.desk.editing import OfASiteForm
from chronique.desk.snippets import FilingViewSet
from chronique.dossiers.actions import dossiers as actions
from chronique.dossiers.models import SHORT, Dossier
from chronique.text.html import plain


class DossierForm(OfASiteForm):
    """A dossier, and where it stands: what is said there anew is added to what was said before."""

    standing = forms.CharField(
        label=_("Where we stand"), required=False,
        help_text=_("A few sentences, as of a day. Change them, and what stood stays to be read."),
    )  # fmt: skip
    stood_on = forms.DateField(label=_("As of"), required=False, widget=AdminDateInput)
    is_public = forms.BooleanField(
        label=_("Readers may see it"), required=False,
        help_text=_("As long as this is not ticked, it is a draft."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        # Not earlier: what an editor can do is known once all hooks are.
        editor = get_rich_text_editor_widget("default", features=SHORT)
        self.fields["standing"].widget = editor
        self.fields["opened_on"].initial = today
        self.initial |= {"standing": "", "stood_on": self.initial.get("stood_on") or today}
        if self.instance.pk:
            self.initial["is_public"] = self.instance.is_public
            last = self.instance.standings.first()
            self.initial["standing"] = last.text if last else ""

    def clean(self) -> Any:
        cleaned = super().clean()
        said = self.cleaned_data
        if {"state", "opened_on"} <= set(said):
            try:
                actions.refuse_unfinished(
                    state=said["state"], answer=said.get("answer") or "",
                    opened_on=said["opened_on"], closed_on=said.get("closed_on"),
                )  # fmt: skip
            except Refused as refusal:
                raise ValidationError({"state": str(refusal)}) from refusal
        return cleaned

    def clean_standing(self) -> str:
        """Return it, or nothing where the editor was left empty; what was said is not unsaid."""
        said: str = self.cleaned_data["standing"] or ""
        if plain(said).strip():
            return said
        if self.initial["standing"]:
            raise ValidationError(_("Say where we stand, in a few words."))
        return ""

    def clean_opened_on(self) -> Any:
        return _no_later_than_today(self.cleaned_data["opened_on"])

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        site = self.instance.site if self.instance.site_id else self.initial.get("site")
        others = Dossier.objects.exclude(pk=self.instance.pk).filter(slug=slug, site=site)
        if others.exists():
            raise ValidationError(_("Another dossier has this address."))
        return slug

    def clean_stood_on(self) -> Any:
        return _no_later_than_today(self.cleaned_data["stood_on"])

    def save(self, commit: bool = True) -> Any:
        dossier, now, by = super().save(commit=False), timezone.now(), self.for_user
        if not commit:
            return dossier
        said = self.cleaned_data
        actions.keep_dossier(dossier=dossier, now=now, by=by, is_public=said["is_public"])
        if said["standing"] and "standing" in self.changed_data:
            on = said["stood_on"] or timezone.localdate(now)
            actions.say_where_we_stand(
                dossier=dossier, text=said["standing"], on=on, now=now, by=by
            )
        return dossier


class AddDossier(CreateView):
    def get_success_url(self) -> str:
        """Lead on to its own screen, from where the rest is added."""
        return edit_address(self.object)

    def get_success_buttons(self) -> list[Any]:
        return []


def _no_later_than_today(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    return day


class DeleteDossier(DeleteUncited):
    remove = staticmethod(actions.delete_dossier)


class DossierViewSet(FilingViewSet):
    model = Dossier
    icon = "folder-open-inverse"
    menu_label = _("All dossiers")
    add_view_class = AddDossier
    delete_view_class = DeleteDossier
    list_display = [
        "title", Column("get_state_display", label=_("State")),
        DateColumn("published_at", label=_("Readers see it since")),
        DateColumn("changed_at", label=_("Changed")),
    ]  # fmt: skip
    list_filter = ["state", "language"]
    search_fields = ["title", "question"]
    ordering = "-changed_at"
    edit_handler = ObjectList(
        [
            TitleFieldPanel("title", placeholder=_("Title")),
            FieldPanel("question", widget=forms.Textarea(attrs={"rows": 2})),
            BelongingsPanel(heading=_("What belongs to it")),
            MultiFieldPanel(
                [FieldPanel("standing"), FieldPanel("stood_on")], heading=_("Where we stand")
            ),
            InlinePanel(
                "parts", panels=[FieldPanel("article")], heading=_("Articles in order"),
                label=_("article"),
            ),
            MultiFieldPanel(
                [FieldPanel("state"), FieldPanel("answer", heading=_("The answer")),
                 FieldRowPanel([FieldPanel("opened_on"), FieldPanel("closed_on")])],
                heading=_("State and answer"),
            ),
            FieldPanel("is_public"),
            MultiFieldPanel(
                [
                    FieldPanel("standfirst", widget=forms.Textarea(attrs={"rows": 3})),
                    FieldPanel("language"),
                    FieldPanel("translation_of", widget=forms.Select),
                    FieldPanel(
                        "slug", heading=_("End of the address"), widget=slug_input(),
                        help_text=_(
                            "Made from the title. When it changes, the old address leads to the"
                            " new one."
                        ),
                    ),
                    FieldPanel("site"),
                ],
                heading=_("In lists and in the address"),
                classname="collapsed",
            ),
        ],
        base_form_class=DossierForm,
    )  # fmt: skip
