"""What the menu “Dossiers” of the desk leads to: a line for each kind of thing."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from chronique.desk.dossiers.following import DossierViewSet
from chronique.desk.dossiers.predictions import PredictionViewSet
from chronique.desk.dossiers.sourcing import SourceViewSet


class DossiersViewSetGroup(SnippetViewSetGroup):
    items = (DossierViewSet, SourceViewSet, PredictionViewSet)
    menu_icon = "folder-open-inverse"
    menu_label = _("Dossiers")
    menu_name = "dossiers"
    menu_order = 51
