"""What an article's page shows beside its text, in a number of queries that does not grow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value

from chronique.articles.body import Body, render_body
from chronique.articles.models import Article, Authorship, Link, Section, StaticPage, Tag
from chronique.articles.plain import plain_body
from chronique.articles.shelf import Shelf, Wanted
from chronique.text.excerpts import reading_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable

# So many headings make a table of contents useful.
LONG = 3


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
    sections: list[Label] = field(default_factory=list)
    tags: list[Label] = field(default_factory=list)
    related: list[Article] = field(default_factory=list)
    backlinks: list[Article] = field(default_factory=list)
    translations: list[Article] = field(default_factory=list)
    previous: Article | None = None
    next: Article | None = None

    @property
    def contents(self) -> list[Any]:
        """The headings of the first two levels, when there are enough to find one's way by."""
        headings = [heading for heading in self.body.headings if heading.level <= 3]
        return headings if len(headings) >= LONG else []


def read_page(page: StaticPage) -> Reading:
    raw = page.body.get_prep_value()
    shelf = Shelf(Wanted().look(raw))
    return Reading(
        render_body(raw, language=page.language, shelf=shelf), reading_minutes(plain_body(raw))
    )


def read_article(article: Article) -> Reading:
    raw = article.body.get_prep_value()
    wanted = Wanted().look(raw)
    neighbours = _neighbours(article) if article.address else {}
    wanted.pages.update(pk for numbers in neighbours.values() for pk in numbers)
    shelf = Shelf(wanted)
    reading = Reading(
        render_body(raw, language=article.language, shelf=shelf),
        reading_minutes(plain_body(raw)),
        authorships=list(article.authorships.select_related("author", "author__portrait")),
    )
    reading.sections, reading.tags = _labels(article)
    _place(reading, neighbours, shelf)
    return reading


def body_of(article: Article) -> Body:
    """Return the text alone, as feeds want it."""
    raw = article.body.get_prep_value()
    return render_body(raw, language=article.language, shelf=Shelf(Wanted().look(raw)))


def _place(reading: Reading, neighbours: dict[str, list[int]], shelf: Shelf) -> None:
    def cards(kind: str) -> list[Article]:
        found = (shelf.page(pk) for pk in neighbours.get(kind, []))
        return [page for page in found if isinstance(page, Article)]

    reading.related = cards("related")
    reading.backlinks = cards("back")
    reading.translations = cards("translation")
    reading.previous = next(iter(cards("previous")), None)
    reading.next = next(iter(cards("next")), None)


def _neighbours(article: Article) -> dict[str, list[int]]:
    """Return the numbers of the articles around one, by why they are there; one query."""
    readable = Article.objects.published().beside(article)
    previous = readable.before(article).values("pk")[:1]
    following = readable.after(article).values("pk")[:1]
    original = article.translation_of_id or article.pk
    wanted: list[tuple[str, Q]] = [
        ("previous", Q(pk__in=previous)),
        ("next", Q(pk__in=following)),
        ("translation", Q(translation_of=original) | Q(pk=original)),
        (
            "back",
            Q(links_out__target=article, links_out__kind__in=[Link.Kind.READ_ALSO, Link.Kind.TEXT]),
        ),
    ]
    published = Article.objects.published().exclude(pk=article.pk).order_by()
    rows: QuerySet[Article, Any] = published.filter(
        links_in__source=article, links_in__kind=Link.Kind.RELATED
    ).values_list(_word("related"), "pk", F("links_in__rank"))
    others = [
        published.filter(condition).values_list(_word(kind), "pk", _number(0))
        for kind, condition in wanted
    ]
    found: dict[str, list[int]] = {}
    for kind, pk, _rank in sorted(
        set(rows.union(*others)), key=lambda row: (row[0], row[2], -row[1])
    ):
        found.setdefault(kind, []).append(pk)
    return found


def _word(word: str) -> Value:
    return Value(word, output_field=CharField())


def _number(number: int) -> Value:
    return Value(number, output_field=IntegerField())


def _labels(article: Article) -> tuple[list[Label], list[Label]]:
    """Return the sections and the tags; one query, none for an article that is being written."""
    sections: Iterable[Section] = [article.section] if article.section else []
    labels: dict[str, list[Label]] = {
        "section": [Label(s.name, s.path) for s in sections],
        "tag": [],
    }
    rows = _labels_in_hand(article) if _is_in_hand(article) else _labels_kept(article)
    for kind, name, slug in sorted(rows, key=lambda row: row[1].lower()):
        labels[kind].append(Label(name, f"/{kind}/{slug}/"))
    return labels["section"], labels["tag"]


def _is_in_hand(article: Article) -> bool:
    """Whether it comes from a form or a draft: its relations are not those in the tables."""
    return article.pk is None or bool(getattr(article, "_cluster_related_objects", None))


def _labels_in_hand(article: Article) -> list[tuple[str, str, str]]:
    sections = [("section", one.name, one.slug) for one in article.other_sections.all()]
    return sections + [("tag", one.name, one.slug) for one in article.tags.all()]


def _labels_kept(article: Article) -> list[tuple[str, str, str]]:
    rows = (
        Section.objects.filter(other_articles=article)
        .order_by()
        .values_list(_word("section"), "name", "slug")
        .union(
            Tag.objects.filter(taggings__content_object=article)
            .order_by()
            .values_list(_word("tag"), "name", "slug")
        )
    )
    return list(rows)
