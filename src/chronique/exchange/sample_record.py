"""The sample knows what it put into a publication, and goes as a whole while nobody has touched it.

Who imports their own publication does not want it mixed with ours.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from chronique.articles.models import (
    Article,
    Author,
    Authorship,
    Menu,
    Picture,
    Publication,
    Section,
    StaticPage,
    Tag,
    Tagging,
)
from chronique.comments.models import Comment
from chronique.dossiers.models import (
    Actor,
    Dossier,
    Estimate,
    Event,
    Evidence,
    Hypothesis,
    Judgement,
    Listing,
    Part,
    Prediction,
    Reference,
    Resolution,
    Source,
    Standing,
    Wording,
)
from chronique.exchange.arriving.ledger import digest_of
from chronique.exchange.models import ImportedItem
from chronique.newsletter.models import Newsletter
from chronique.newsletter.models.newsletters import NewsletterQuerySet
from chronique.store.actions import forgotten_together

KIND = "sample"
# What a person may change of each. What follows by itself (addresses, likes) is not looked at.
TOLD: dict[str, tuple[Any, list[str]]] = {
    # First of what goes: else they would be looked up again for each page.
    "menus": (Menu, ["name", "slug", "items"]),
    # What rests on something goes before it.
    "judgements": (Judgement, ["evidence", "hypothesis", "mark", "weight", "note"]),
    "evidence": (Evidence, ["dossier", "event", "source", "words"]),
    "hypotheses": (Hypothesis, ["dossier", "statement", "explanation", "dropped_on"]),
    "resolutions": (Resolution, ["prediction", "outcome", "on", "reason"]),
    "estimates": (Estimate, ["prediction", "on", "probability", "why"]),
    "wordings": (Wording, ["prediction", "statement", "criterion", "due_on"]),
    "predictions": (Prediction, ["statement", "author", "dossier", "outcome", "published_at"]),
    "references": (Reference, ["article", "source", "event"]),
    "events": (Event, ["title", "text", "moment", "place", "latitude", "longitude"]),
    "people and bodies": (Actor, ["name", "slug", "kind", "description"]),
    "listings": (Listing, ["dossier", "source"]),
    "sources": (Source, [
        "title", "author", "publisher", "url", "published", "words", "reliability", "credibility",
        "remark",
    ]),
    "standings": (Standing, ["dossier", "on", "text"]),
    "parts": (Part, ["dossier", "article"]),
    "dossiers": (Dossier, [
        "title", "slug", "question", "standfirst", "state", "answer", "opened_on", "closed_on",
        "published_at",
    ]),
    "articles": (Article, [
        "title", "slug", "standfirst", "language", "live", "path", "section", "featured", "body",
        "corrections", "lead_picture", "lead_alt", "lead_caption", "lead_credit", "comments_mode",
        "canonical_url", "translation_of", "first_published_at", "latest_revision",
    ]),
    "pages": (StaticPage, [
        "title", "slug", "standfirst", "language", "live", "path", "body", "latest_revision",
    ]),
    "comments": (Comment, ["page", "parent", "author_name", "text", "state"]),
    "authorships": (Authorship, ["article", "author", "role"]),
    "other sections": (Article.other_sections.through, ["article", "section"]),
    "tags of articles": (Tagging, ["content_object", "tag"]),
    "authors": (Author, ["name", "slug", "biography", "website", "email", "portrait", "user"]),
    "sections": (Section, ["name", "slug", "description", "parent", "sort_order"]),
    "tags": (Tag, ["name", "slug", "description"]),
    "files": (get_document_model(), ["title", "file"]),
    "pictures": (Picture, ["title", "description", "caption", "credit", "file"]),
}  # fmt: skip
# What goes with what it belongs to.
FOLLOWS = {
    "standings", "parts", "comments", "authorships", "other sections", "tags of articles",
}  # fmt: skip
# What the sample writes over of the publication itself; where a person has written since, it stays.
SETTINGS = ["title", "tagline", "language", "about", "licence", "licence_url", "footer"]
OF_LETTERS = [
    "name", "description", "language", "footer", "welcome_subject", "welcome_text",
]  # fmt: skip
STAYS = (
    "The sample is still in it, as its {} were changed or added to here. For a publication without "
    "it, set CHRONIQUE_HOME to a new folder, run chronique serve once, and import there."
)

Rows = dict[str, dict[str, str]]


def is_bare() -> bool:
    """Whether there is nothing yet that could be taken for a part of the sample."""
    return not any(_rows().values())


def remember_sample(site: Site, before: Mapping[str, Any]) -> None:
    """Note what is there, all of it the sample's. `before` is what `settings_of` said earlier."""
    now = settings_of(site)
    written = {name: [before[name], now[name]] for name in now}
    ImportedItem.objects.create(
        site=site, source=KIND, kind=KIND, number=KIND, kept={"rows": _rows(), "settings": written}
    )


def settings_of(site: Site) -> dict[str, Any]:
    """Return what the publication and its site call themselves."""
    publication = Publication.objects.get(site=site)
    told = {name: getattr(publication, name) for name in SETTINGS}
    home = Page.objects.get(pk=site.root_page_id)
    letters = first_newsletter(site).values_list(*OF_LETTERS).first()
    names = {"site_name": site.site_name, "home_title": home.title}
    return told | names | {"letters": list(letters or [])}


def first_newsletter(site: Site) -> NewsletterQuerySet:
    """Return the newsletter that a publication began with, if it is still there."""
    return Newsletter.objects.filter(pk__in=Newsletter.objects.on(site).order_by("pk")[:1])


def make_room(site: Site) -> str:
    """Remove the sample unless something was changed; return what was done in words, or ""."""
    record = ImportedItem.objects.filter(site=site, kind=KIND).first()
    if record is None:
        return ""
    rows: Rows = record.kept["rows"]
    touched = [name for name, now in _rows().items() if now != rows.get(name, {})]
    if touched:
        is_there = Article.objects.filter(pk__in=rows["articles"]).exists()
        return STAYS.format(_listed(touched)) if is_there else ""
    with transaction.atomic(), forgotten_together():
        _remove(rows)
        _give_back(site, record.kept["settings"])
        record.delete()
    counted = [f"{len(rows[name])} {name}" for name in ("articles", "pages", "comments")]
    return f"The sample is gone from it: {_listed(counted)} that nobody had changed."


def _rows() -> Rows:
    """Return a digest of each row of which the sample is made, by kind and number."""
    return {
        name: {
            str(pk): digest_of([_stored(value) for value in values])[:16]
            for pk, *values in model.objects.order_by("pk").values_list("pk", *fields)
        }
        for name, (model, fields) in TOLD.items()
    }


def _stored(value: Any) -> Any:
    return value.get_prep_value() if hasattr(value, "get_prep_value") else value


def _remove(rows: Rows) -> None:
    for name, (model, _) in TOLD.items():
        if name not in FOLLOWS:
            for pk in rows[name]:
                # One after the other, and asked for anew: the tree of pages changes meanwhile.
                _delete(model.objects.filter(pk=pk))


def _delete(found: Iterable[Model]) -> None:
    for row in found:
        row.delete()


def _give_back(site: Site, written: Mapping[str, Any]) -> None:
    """Let the publication be called what it was before, but where a person has written since."""
    now = settings_of(site)
    back = {name: before for name, (before, ours) in written.items() if now[name] == ours}
    site.site_name = back.pop("site_name", site.site_name)
    site.save(update_fields=["site_name"])
    title = back.pop("home_title", now["home_title"])
    Page.objects.filter(pk=site.root_page_id).update(title=title, draft_title=title)
    letters = back.pop("letters", [])
    first_newsletter(site).update(**dict(zip(OF_LETTERS, letters, strict=False)))
    Publication.objects.filter(site=site).update(**back)


def _listed(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
