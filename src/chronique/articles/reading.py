"""What an article's page shows beside its text, in a number of queries that does not grow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, QuerySet, Value

from chronique.articles import showing, tags
from chronique.articles.body import Body, render_body
from chronique.articles.corrections import as_blocks, render_corrections
from chronique.articles.models import Article, Authorship, Link, Section, StaticPage, Tag
from chronique.articles.plain import plain_body
from chronique.articles.prepared import Prepared
from chronique.articles.shelf import Shelf, Wanted
from chronique.text.excerpts import reading_minutes

Rows = QuerySet[Any, Any]

# So many headings make a table of contents useful.
LONG = 3
# Why another article stands around this one.
NEIGHBOURS = {"related", "back", "translation", "previous", "next"}


class Around(NamedTuple):
    """An article, a section or a tag: its number, and of a label its name."""

    kind: str
    pk: int
    rank: int
    name: str
    slug: str


@dataclass
class Label:
    """A section or a tag, with its path."""

    name: str
    path: str


@dataclass
class Reading:
    """A page as it is read."""

    body: Body
    minutes: int
    authorships: list[Authorship] = field(default_factory=list)
    # Each as HTML.
    corrections: list[str] = field(default_factory=list)
    sections: list[Label] = field(default_factory=list)
    tags: list[Label] = field(default_factory=list)
    related: list[Article] = field(default_factory=list)
    backlinks: list[Article] = field(default_factory=list)
    translations: list[Article] = field(default_factory=list)
    # What search engines may show instead of each other, itself among them: one in a language.
    versions: list[Article] = field(default_factory=list)
    previous: Article | None = None
    next: Article | None = None
    # What the page shows beside its own fields, as `articles.tags` names it.
    names: set[str] = field(default_factory=set)

    @property
    def contents(self) -> list[Any]:
        """The headings of the first two levels, when there are enough to find one's way by."""
        headings = [heading for heading in self.body.headings if heading.level <= 3]
        return headings if len(headings) >= LONG else []


def read_page(page: StaticPage) -> Reading:
    raw = page.body.get_prep_value()
    wanted = Wanted().look(raw)
    return Reading(
        render_body(raw, language=page.language, shelf=Shelf(wanted)),
        reading_minutes(plain_body(raw)),
        names=showing.of_body(wanted),
    )


def read_article(article: Article) -> Reading:
    raw = article.body.get_prep_value()
    corrections = as_blocks(article.corrections.get_prep_value())
    wanted = Wanted().look([*raw, *corrections])
    around = _around(article)
    wanted.pages.update(one.pk for one in around if one.kind in NEIGHBOURS)
    shelf = Shelf(wanted)
    reading = Reading(
        render_body(raw, language=article.language, shelf=shelf),
        reading_minutes(plain_body(raw)),
        authorships=_authorships(article),
        corrections=render_corrections(corrections, language=article.language, shelf=shelf),
    )
    _place(reading, around, shelf)
    _label(reading, article, around)
    reading.versions = _versions(article, reading.translations)
    reading.names = _names(article, reading, around, wanted)
    return reading


def body_of(article: Article) -> Body:
    """Return the text alone, as feeds want it."""
    raw = article.body.get_prep_value()
    return render_body(raw, language=article.language, shelf=Shelf(Wanted().look(raw)))


def _names(article: Article, reading: Reading, around: list[Around], wanted: Wanted) -> set[str]:
    """Name all that stands in and around an article, its own words apart."""
    kinds = {"section": tags.section, "tag": tags.tag, "related": tags.card}
    names = {kinds[one.kind](one.pk) for one in around if one.kind in kinds}
    for authorship in reading.authorships:
        names.update(showing.of_author(authorship.author))
    pictures = {article.lead_picture_id} if article.lead_picture_id else set()
    return {
        *names, *showing.of_pictures(pictures), *showing.of_lineage(article.section),
        *showing.of_body(wanted),
    }  # fmt: skip


def _place(reading: Reading, around: list[Around], shelf: Shelf) -> None:
    def cards(kind: str) -> list[Article]:
        found = (shelf.page(one.pk) for one in around if one.kind == kind)
        return [page for page in found if isinstance(page, Article)]

    reading.related = cards("related")
    reading.backlinks = cards("back")
    reading.translations = cards("translation")
    reading.previous = next(iter(cards("previous")), None)
    reading.next = next(iter(cards("next")), None)


def _label(reading: Reading, article: Article, around: list[Around]) -> None:
    """Set the sections, the article's own first, and the tags."""
    if section := article.section:
        reading.sections.append(Label(section.name, section.path))
    found = _labels_in_hand(article) if _is_in_hand(article) else around
    for one in sorted(found, key=lambda one: one.name.lower()):
        if one.kind == "section":
            reading.sections.append(Label(one.name, f"/section/{one.slug}/"))
        elif one.kind == "tag":
            reading.tags.append(Label(one.name, f"/tag/{one.slug}/"))


def _versions(article: Article, translations: list[Article]) -> list[Article]:
    """Return the first in each language, as the map of the site does; none where it has no part."""
    first: dict[str, Article] = {}
    if translations:
        for one in sorted([article, *translations], key=lambda one: one.pk):
            if one.address and not one.canonical_url:
                first.setdefault(one.language, one)
    versions = list(first.values())
    return versions if len(versions) > 1 and article in versions else []


def _around(article: Article) -> list[Around]:
    """Return what stands around an article, by why it is there; one query for all of it."""
    if article.pk is None:
        return []
    folder = article.path[: -article.steplen]
    original = article.translation_of_id or article.pk
    rows = _AROUND.all(article.pk, folder, article.first_published_at, original)
    found = {Around(*row) for row in rows}
    if not article.address:
        found = {one for one in found if one.kind not in NEIGHBOURS}
    return sorted(found, key=lambda one: (one.kind, one.rank, -one.pk))


def _all_around(pk: int, folder: str, moment: datetime, original: int) -> Rows:
    article = Article(pk=pk, path=f"{folder}{'0' * Article.steplen}", first_published_at=moment)
    article.translation_of_id = original
    first, *others = [*_neighbours(article), *_labels_kept(article)]
    return first.union(*others)


def _neighbours(article: Article) -> list[Rows]:
    readable = Article.objects.published().beside(article)
    previous = readable.before(article).values("pk")[:1]
    following = readable.after(article).values("pk")[:1]
    others = readable.exclude(pk=article.pk).order_by()
    cites = [Link.Kind.READ_ALSO, Link.Kind.TEXT]
    wanted = [
        ("previous", others.filter(pk__in=previous)),
        ("next", others.filter(pk__in=following)),
        ("translation", others.versions_of(article)),
        ("back", others.filter(links_out__target=article, links_out__kind__in=cites)),
    ]
    nameless = _word(""), _word("")
    related = others.filter(links_in__source=article, links_in__kind=Link.Kind.RELATED)
    return [
        related.values_list(_word("related"), "pk", F("links_in__rank"), *nameless),
        *(rows.values_list(_word(kind), "pk", _number(0), *nameless) for kind, rows in wanted),
    ]


def _labels_kept(article: Article) -> list[Rows]:
    sections = Section.objects.filter(other_articles=article)
    tags = Tag.objects.filter(taggings__content_object=article)
    return [
        rows.order_by().values_list(_word(kind), "pk", _number(0), "name", "slug")
        for kind, rows in (("section", sections), ("tag", tags))
    ]


def _authorships(article: Article) -> list[Authorship]:
    if _is_in_hand(article):
        return list(article.authorships.all())
    return _AUTHORSHIPS.all(article.pk)


def _word(word: str) -> Value:
    return Value(word, output_field=CharField())


def _number(number: int) -> Value:
    return Value(number, output_field=IntegerField())


def _is_in_hand(article: Article) -> bool:
    """Whether it comes from a form or a draft: its relations are not those in the tables."""
    return article.pk is None or bool(getattr(article, "_cluster_related_objects", None))


def _labels_in_hand(article: Article) -> list[Around]:
    sections = [Around("section", 0, 0, one.name, one.slug) for one in article.other_sections.all()]
    return sections + [Around("tag", 0, 0, one.name, one.slug) for one in article.tags.all()]


_AROUND: Prepared[tuple[Any, ...]] = Prepared(_all_around, int, str, datetime, int)
_AUTHORSHIPS = Prepared(
    lambda article: Authorship.objects.filter(article=article).select_related("author__portrait"),
    int,
)
