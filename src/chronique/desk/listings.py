"""The list of all articles, whatever their folder."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from chronique.articles.models import Article, Author, Section
from chronique.articles.rules import LANGUAGES


class ArticleFilterSet(WagtailFilterSet):
    live = ChoiceFilter(
        label=_("Status"), choices=[("true", _("Published")), ("false", _("Not published"))],
        method="filter_live",
    )  # fmt: skip
    section = ModelChoiceFilter(label=_("Section"), queryset=Section.objects.all())
    author = ModelChoiceFilter(
        label=_("Author"), queryset=Author.objects.all(), field_name="authorships__author"
    )
    language = ChoiceFilter(label=_("Language"), choices=LANGUAGES)

    class Meta:
        model = Article
        fields: list[str] = []

    def filter_live(self, articles: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return articles.filter(live=value == "true")


class ArticleIndexView(IndexView):
    add_item_label = _("New article")

    def annotate_queryset(self, articles: Any) -> Any:
        return super().annotate_queryset(articles.select_related("section"))

    def order_queryset(self, articles: Any) -> Any:
        """What was worked on last stands first; what came in from elsewhere, by its date."""
        if self.is_searching or self.ordering != self.default_ordering:
            return super().order_queryset(articles)
        touched = Coalesce("latest_revision_created_at", "first_published_at")
        return articles.order_by(touched.desc(nulls_last=True), "-pk")


class ArticleListingViewSet(PageListingViewSet):
    model = Article
    index_view_class = ArticleIndexView
    icon = "doc-full"
    menu_label = _("Articles")
    menu_order = 50
    add_to_admin_menu = True
    filterset_class = ArticleFilterSet
    columns = [
        *(column for column in IndexView.base_columns[:2]),
        Column("section", label=_("Section"), sort_key="section__name"),
        DateColumn("first_published_at", label=_("Published"), sort_key="first_published_at"),
        *(column for column in IndexView.base_columns[3:]),
    ]
