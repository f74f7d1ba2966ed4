"""Words of likelihood in the text editor: marking them, and what they disagree with.

The other half is `static/desk/likelihood.js`.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from draftjs_exporter.dom import DOM
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.models import Site
from wagtail.rich_text import FeatureRegistry, LinkHandler

from chronique.articles.models import Article
from chronique.dossiers.likelihood import TERMS, Scale
from chronique.dossiers.marked import KIND, doubts_about, label_of, scale_of, sentences
from chronique.dossiers.misfits import find_misfits
from chronique.dossiers.passages import Mark, Passage

FEATURE, ENTITY = "likelihood", "LIKELIHOOD"
# What a text in the editor may hold at most, characters.
LONGEST = 500_000


class LikelihoodLink(LinkHandler):
    """What Wagtail makes of it where we do not show the range: a link to what it means."""

    identifier = KIND

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        known = (attrs.get("id", "") for attrs in attrs_list)
        return [f'<a href="/likelihood/#{key}">' if key in TERMS else "<a>" for key in known]


class FromStored(LinkElementHandler):
    """Reads it for the editor."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        term = TERMS.get(attrs.get("id", ""))
        return {"id": term.key, "range": term.range_in("fr")} if term else {}


def stored(props: dict[str, Any]) -> Any:
    """Return the entity as it is stored."""
    return DOM.create_element("a", {"linktype": KIND, "id": props.get("id")}, props["children"])


def register(features: FeatureRegistry) -> None:
    told = {
        "type": ENTITY, "label": "%", "description": gettext_lazy("How likely: mark the words"),
        "words": reverse_lazy("likelihood_words"), "check": reverse_lazy("likelihood_check"),
    }  # fmt: skip
    features.register_link_type(LikelihoodLink)
    script = ["desk/likelihood.js"]
    features.register_editor_plugin("draftail", FEATURE, EntityFeature(told, js=script))
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {f'a[linktype="{KIND}"]': FromStored(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: stored}},
        },
    )


@require_safe
def show_words(request: HttpRequest) -> HttpResponse:
    """The words of the publication's scale in a language, for the editor's window."""
    if not user_has_any_page_permission(request.user):
        return permission_denied(request)
    language, scale = request.GET.get("language", ""), _scale(request)
    terms = [
        {"id": one.key, "words": one.spelled(language), "range": one.range_in(language)}
        for one in scale.terms
    ]
    title, close = _("How likely is it?"), _("Cancel")
    return JsonResponse({"scale": label_of(scale), "terms": terms, "title": title, "close": close})


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """What disagrees in the text that is being written: sentences."""
    if not user_has_any_page_permission(request.user):
        return permission_denied(request)
    try:
        passages = _passages(request.POST.get("passages", "")[:LONGEST])
    except (ValueError, TypeError, KeyError, AttributeError):
        return JsonResponse({"doubts": [], "title": ""}, status=422)
    language = request.POST.get("language", "")
    found = find_misfits(passages, language=language, scale=_scale(request))
    title = _("Do words and numbers agree?")
    return JsonResponse({"doubts": sentences(found, language), "title": title})


def tell_doubts(request: HttpRequest, article: Article) -> None:
    for sentence in doubts_about(article):
        messages.warning(request, sentence)


def _scale(request: HttpRequest) -> Scale:
    return scale_of(Site.find_for_request(request))


def _passages(text: str) -> list[Passage]:
    """Read paragraphs with their marks. Raises ValueError and its like for what is none."""
    return [
        Passage(
            str(one["text"]),
            tuple(Mark(int(start), int(end), str(key)) for start, end, key in one["marks"]),
        )
        for one in json.loads(text)
    ]
