"""From a dossier to what belongs to it, and back: events, sources, hypotheses, predictions."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel
from wagtail.snippets.views.snippets import CreateView

from chronique.dossiers.models import Dossier, Event, Inclusion

# An address may name any number; no database of ours counts so far.
MOST_DIGITS = 9


class Line(NamedTuple):
    """One kind of thing: how many the dossier has, where they are, and where one is added."""

    label: str
    number: int
    all: str
    add: str = ""


class BelongingsPanel(Panel):
    """What belongs to a dossier, and the ways to add to it. Of one that is there already."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/dossiers/belongings.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "dossier": self.instance, "lines": lines_of(self.instance)}


def lines_of(dossier: Dossier) -> list[Line]:
    """Return what a dossier has of each kind; four queries."""
    pk = dossier.pk
    events, sources = "wagtailsnippets_dossiers_event", "wagtailsnippets_dossiers_source"
    return [
        Line(
            _("Events"), dossier.inclusions.count(),
            f"{reverse(f'{events}:list')}?inclusions__dossier={pk}",
            f"{reverse(f'{events}:add')}?dossier={pk}",
        ),
        Line(
            _("Sources"), dossier.listings.count(), f"{reverse(f'{sources}:list')}?dossier={pk}",
            f"{reverse(f'{sources}:add')}?dossier={pk}",
        ),
        Line(_("Hypotheses"), dossier.hypotheses.count(), reverse("matrix_show", args=[pk])),
        Line(
            _("Predictions"), dossier.predictions.count(),
            f"{reverse('predictions:index')}?dossier={pk}",
            f"{reverse('predictions:add')}?dossier={pk}",
        ),
    ]  # fmt: skip


class BeginsInDossier:
    """A view that adds something to the dossier from whose screen it was opened."""

    request: Any

    @cached_property
    def dossier(self) -> Dossier | None:
        asked = self.request.GET.get("dossier", "")
        if not (asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS):
            return None
        return Dossier.objects.filter(pk=asked).first()

    def get_add_url(self) -> str:
        address: str = super().get_add_url()  # type: ignore[misc]
        return f"{address}?dossier={self.dossier.pk}" if self.dossier else address

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()  # type: ignore[misc]
        if self.dossier:
            initial |= {"dossier": self.dossier, "dossiers": [self.dossier.pk]}
            initial["language"] = self.dossier.language
        return initial


class AddToDossier(BeginsInDossier, CreateView):
    """And leads back there."""

    def get_success_url(self) -> str:
        address: str = super().get_success_url()
        return edit_address(self.dossier) if self.dossier else address


class AddEvent(AddToDossier):
    def get_initial_form_instance(self) -> Any:
        if self.dossier is None:
            return super().get_initial_form_instance()
        event = Event(language=self.dossier.language)
        event.inclusions = [Inclusion(dossier=self.dossier)]
        return event


class AddSource(AddToDossier):
    def get_initial(self) -> dict[str, Any]:
        """What a dossier rests on may be in any language."""
        return {key: said for key, said in super().get_initial().items() if key != "language"}


def edit_address(dossier: Dossier) -> str:
    return reverse("wagtailsnippets_dossiers_dossier:edit", args=[dossier.pk])
