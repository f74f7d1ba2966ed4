"""What a writer finds on coming in: what is begun, what is set for later, what appeared."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from chronique.articles.models import Article, Author
from chronique.articles.models.pages import ArticleQuerySet
from chronique.desk.alarms import AlarmsPanel
from chronique.dossiers.models import Prediction, Source

MOST = 6


class ArticlesPanel(Component):
    """A few articles under a heading; nothing where there are none."""

    template_name = "desk/articles_panel.html"

    def __init__(self, name: str, heading: Any, articles: ArticleQuerySet, order: int) -> None:
        self.name, self.heading, self.order = name, heading, order
        self.articles = articles.select_related("section").without_words()[:MOST]

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"name": self.name, "heading": self.heading, "articles": list(self.articles)}


class BylinePanel(Component):
    """Asks for the name that articles are signed with."""

    name, order = "byline", 10
    template_name = "desk/byline_panel.html"


class PredictionsPanel(Component):
    """Predictions whose day has come: all, for who may judge them; nothing where there are none."""

    name, order = "predictions", 220
    template_name = "desk/dossiers/due_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm("dossiers.change_prediction"):
            return {"predictions": [], "more": 0}
        due = Prediction.objects.public().counted().due(timezone.localdate())
        found = list(due.select_related("author").order_by("due_on", "pk"))
        return {"predictions": found[:MOST], "more": max(0, len(found) - MOST)}


class GoneSourcesPanel(Component):
    """How many sources are no longer at their address; nothing where all are."""

    name, order = "gone-sources", 225
    template_name = "desk/dossiers/gone_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        if not parent_context["request"].user.has_perm("dossiers.change_source"):
            return {"count": 0}
        return {"count": Source.objects.gone().count()}


def panels(request: HttpRequest) -> list[Component]:
    user: Any = request.user
    articles = editable_by(user)
    if not user_has_any_page_permission(user):
        return [AlarmsPanel(request)]
    is_named = user.get_full_name().strip() or Author.objects.filter(user=user).exists()
    return [
        AlarmsPanel(request),
        *([] if is_named else [BylinePanel()]),
        PredictionsPanel(),
        GoneSourcesPanel(),
        ArticlesPanel("drafts", _("Drafts"), articles.in_progress(), 230),
        ArticlesPanel("scheduled", _("Scheduled"), articles.scheduled(), 240),
        ArticlesPanel("published", _("Published lately"), articles.live().newest_first(), 250),
    ]


def editable_by(user: AbstractBaseUser | Any) -> ArticleQuerySet:
    policy = policy_registry.get_by_type(Article)
    return Article.objects.filter(pk__in=policy.explorable_instances(user).values("pk"))


class ArticleCount(SummaryItem):
    order = 50
    template_name = "desk/article_count.html"

    def is_shown(self) -> bool:
        return user_has_any_page_permission(self.request.user)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"count": editable_by(self.request.user).count()}
