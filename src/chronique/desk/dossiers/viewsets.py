"""What the menu “Dossiers” of the desk leads to: a line for each kind of thing."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from chronique.desk.dossiers.actors import ActorViewSet
from chronique.desk.dossiers.following import DossierViewSet
from chronique.desk.dossiers.happening import EventViewSet
from chronique.desk.dossiers.predictions import PredictionViewSet
from chronique.desk.dossiers.sourcing import SourceViewSet


class DossiersViewSetGroup(SnippetViewSetGroup):
    items = (DossierViewSet, EventViewSet, ActorViewSet, SourceViewSet, PredictionViewSet)
    menu_icon = "folder-open-inverse"
    menu_label = _("Dossiers")
    menu_name = "dossiers"
    menu_order = 51

    def get_submenu_items(self) -> list[Any]:
        """Return the lines of the things, and that of the hypotheses, which have a screen."""
        matrices = MenuItem(
            _("Hypotheses"), reverse_lazy("matrix_list"), name="matrices", icon_name="table",
            order=len(self.items) + 1,
        )  # fmt: skip
        return [*super().get_submenu_items(), matrices]
