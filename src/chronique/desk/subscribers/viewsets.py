"""Newsletters: what each brings, in whose name, in which language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from chronique.articles.panels import slug_input
from chronique.newsletter.models import Newsletter
from chronique.newsletter.models.subscriptions import State


class NewsletterForm(WagtailAdminModelForm):
    """What stands in a letter's head is one line; section and dossier are of the same site."""

    def clean(self) -> Any:
        cleaned = super().clean()
        said = self.cleaned_data
        section, dossier, site = said.get("section"), said.get("dossier"), said.get("site")
        if section and site and section.site_id != site.pk:
            raise ValidationError({"section": _("This section is of another site.")})
        if dossier and site and dossier.site_id != site.pk:
            raise ValidationError({"dossier": _("This dossier is of another site.")})
        if said.get("welcome_text") and not said.get("welcome_subject"):
            raise ValidationError({"welcome_subject": _("A letter needs a subject.")})
        return cleaned


class NewsletterIndex(IndexView):
    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "tab": "newsletters"}

    def get_base_queryset(self) -> Any:
        active = Count("subscriptions", filter=Q(subscriptions__state=State.ACTIVE))
        return super().get_base_queryset().annotate(readers=active)


class DeleteNewsletter(DeleteView):
    confirmation_message = _(
        "Its subscribers, their proofs of consent and its issues are deleted with it. To stop it,"
        " let nobody subscribe any more instead; to keep the proofs, export the subscribers first."
    )


class NewsletterViewSet(ModelViewSet):
    model = Newsletter
    icon = "mail"
    add_to_admin_menu = False
    index_view_class = NewsletterIndex
    index_template_name = "desk/subscribers/newsletters.html"
    delete_view_class = DeleteNewsletter
    list_display = [
        "name", Column("readers", label=_("Subscribers")),
        Column("section", label=_("Section")), Column("dossier", label=_("Dossier")),
        Column("get_language_display", label=_("Language")),
        BooleanColumn("is_open", label=_("Open")),
    ]  # fmt: skip
    search_fields = ["name", "description"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("description"),
                    FieldPanel("is_open"),
                    FieldPanel("sort_order"),
                ],
                heading=_("What readers are offered"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("section", widget=forms.Select),
                    FieldPanel("dossier", widget=forms.Select),
                    FieldRowPanel([FieldPanel("content_language"), FieldPanel("form")]),
                ],
                heading=_("What it brings"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("sender"), FieldPanel("reply_to")]),
                    FieldPanel("language"),
                    FieldPanel("footer", widget=forms.Textarea(attrs={"rows": 3})),
                ],
                heading=_("How it is signed"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("welcome_subject"),
                    FieldPanel("welcome_text", widget=forms.Textarea(attrs={"rows": 8})),
                ],
                heading=_("Welcome letter"),
            ),
            FieldPanel(
                "slug", widget=slug_input(),
                help_text=_("Stands in each letter, where mail programs sort by it: keep it."),
            ),
            FieldPanel("site", widget=forms.Select),
        ],
        base_form_class=NewsletterForm,
    )  # fmt: skip
