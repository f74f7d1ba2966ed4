"""Which kept pages a change of a page is seen on: they are forgotten, in its transaction.

A change is what differs between where the page stood when it was last announced and where it
stands now. docs/kept-pages.md has the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from wagtail.models import Site

from chronique.articles import tags
from chronique.articles.models import Article, Link, Section, StaticPage
from chronique.articles.models.pages import readable_pages
from chronique.articles.sections import trees
from chronique.base.batches import batches
from chronique.comments import tags as talk
from chronique.comments.models import Comment
from chronique.dossiers.actions.parts import showing_place
from chronique.dossiers.actions.referring import showing_references
from chronique.publishing.models import Trace
from chronique.publishing.standing import Standing, standings
from chronique.store.actions import forget, forgotten_together

# Pages that are remembered by one statement.
BATCH = 200
NOWHERE = Standing()


@dataclass(frozen=True)
class Change:
    """Of one page of a site: where it stood, and where it stands; `NOWHERE` is not to be seen."""

    site: Site
    page: Article | StaticPage
    was: Standing
    now: Standing

    @property
    def is_new(self) -> bool:
        return self.was == NOWHERE

    @property
    def is_gone(self) -> bool:
        return self.now == NOWHERE

    def other(self) -> set[str]:
        """Return the facts that are others now."""
        was, now = self.was.facts, self.now.facts
        return {name for name in {*was, *now} if was.get(name) != now.get(name)}


def forget_page(page: Article | StaticPage, *, is_gone: bool = False) -> None:
    """Forget what shows a page that appeared, changed, or (`is_gone`) disappears; remember where it
    stands now.
    """
    site = page.get_site()
    if site is None:
        return
    known = Trace.objects.filter(page=page.pk).first()
    now = NOWHERE if is_gone else standings(site, [page.pk]).get(page.pk, NOWHERE)
    was = Standing(frozenset(known.lists), known.facts, known.published_at) if known else NOWHERE
    _forget(Change(site, page, was, now))
    _remember(site, {page.pk: now})


def forget_pages(pages: Iterable[Article | StaticPage]) -> None:
    """Do so for several, which change together."""
    with forgotten_together():
        for page in pages:
            forget_page(page)


def remember_unknown() -> int:
    """Remember where those pages stand of which nothing is known yet; return how many."""
    count = 0
    for site in Site.objects.select_related("root_page"):
        unknown = readable_pages(site).type(Article, StaticPage).filter(trace=None)
        for some in batches(list(unknown.values_list("pk", flat=True)), BATCH):
            count += _remember(site, standings(site, some))
    return count


def _remember(site: Site, found: dict[int, Standing]) -> int:
    Trace.objects.filter(page__in=[pk for pk, now in found.items() if now == NOWHERE]).delete()
    rows = [
        Trace(
            page_id=pk, lists=sorted(now.lists), facts=now.facts, published_at=now.published_at
        )
        for pk, now in found.items()
        if now != NOWHERE
    ]  # fmt: skip
    fields = ["lists", "facts", "published_at"]
    Trace.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["page"], update_fields=fields
    )
    return len(rows)


def _forget(change: Change) -> None:
    pk = change.page.pk
    if change.is_new and change.is_gone:
        if change.page.first_published_at:
            # Nobody remembers that it was seen, as after a crash: it may have been.
            _forget_all_of(pk)
        return
    names = {tags.sitemap(change.site.pk), *(change.was.lists ^ change.now.lists)}
    for fact in change.other():
        names.update(FOLLOWS[fact](change))
    if change.is_new or change.is_gone:
        names.update(_around(change))
    if change.is_gone:
        _forget_all_of(pk)
        forget(*sorted(names))
    else:
        forget(tags.article(pk), *sorted(names))


def _forget_all_of(pk: int) -> None:
    """What a page showed is to be seen no more."""
    forget(tags.article(pk), tags.title(pk), tags.card(pk), tags.versions(pk), entirely=True)


def _title(change: Change) -> Iterator[str]:
    yield tags.title(change.page.pk)


def _card(change: Change) -> Iterator[str]:
    yield tags.card(change.page.pk)


def _addresses(change: Change) -> Iterator[str]:
    yield tags.addresses(change.site.pk)


def _featured(change: Change) -> Iterator[str]:
    yield tags.lead(change.site.pk)


def _comments(change: Change) -> Iterator[str]:
    yield talk.takes(change.page.pk)


def _order(change: Change) -> Iterator[str]:
    """It stands elsewhere in all lists, and between others."""
    yield tags.articles(change.site.pk)
    yield from change.was.lists | change.now.lists
    if not change.is_gone:
        readable = Article.objects.published().beside(change.page)
        for near in (readable.before(change.page), readable.after(change.page)):
            yield from map(tags.around, near.values_list("pk", flat=True)[:1])


def _sections(change: Change) -> Iterator[str]:
    """A section has its first article, or lost its last one."""
    all_trees = trees(Section.objects.on(change.site).in_order())
    for number in {change.was.facts.get("section"), change.now.facts.get("section")} - {None}:
        tree = next((tree for _, tree in all_trees if number in tree), {number})
        others = Article.objects.published().filter(section__in=tree).exclude(pk=change.page.pk)
        if not others.exists():
            yield tags.sections(change.site.pk)


def _versions(change: Change) -> Iterator[str]:
    """Its translations name each other, and did so before."""
    if isinstance(change.page, Article):
        before = change.was.facts.get("original")
        for one in (change.page, Article(pk=before) if before else None):
            if one:
                versions = Article.objects.versions_of(one)
                yield from map(tags.around, versions.values_list("pk", flat=True))


def _corrections(change: Change) -> Iterator[str]:
    yield tags.corrections(change.site.pk)


def _cited(change: Change) -> Iterator[str]:
    """What it mentions says so."""
    was, now = (set(standing.facts.get("cites", ())) for standing in (change.was, change.now))
    yield from map(tags.around, was ^ now)


def _around(change: Change) -> Iterator[str]:
    """It appears in pages that lead to it already, or disappears with its comments."""
    page = change.page
    if isinstance(page, Article):
        yield from _versions(change)
        related = Link.objects.filter(target=page.pk, kind=Link.Kind.RELATED)
        yield from map(tags.around, related.values_list("source", flat=True))
        yield from showing_place(page.pk)
        yield from showing_references(page.pk)
    else:
        below = StaticPage.objects.live().descendant_of(page).values_list("pk", flat=True)
        yield from map(tags.around, below)
    if Comment.objects.public().under(page).exists():
        yield talk.ALL


FOLLOWS: dict[str, Callable[[Change], Iterator[str]]] = {
    "title": _title,
    "card": _card,
    "address": _addresses,
    "moment": _order,
    "section": _sections,
    "featured": _featured,
    "comments": _comments,
    "original": _versions,
    "cites": _cited,
    "corrections": _corrections,
}
