"""Which names stand for what a page shows: see `articles.tags`. No query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from chronique.articles import references, tags
from chronique.articles.links import PAGE_LINK
from chronique.articles.models import Article, Author, Authorship, Publication, Section

if TYPE_CHECKING:
    from chronique.articles.shelf import Wanted


def of_frame(publication: Publication) -> list[str]:
    """Name what stands above and below each page of a site, but for its menus."""
    foot = of_words(f"{publication.about}{publication.footer}")
    policy = publication.corrections_page_id
    about = [tags.title(policy)] if policy else []
    return [tags.site(publication.site_id), *_pictures(publication.logo_id), *foot, *about]


def of_words(rich: str) -> list[str]:
    """Name the pages that rich text links to, also those that are not there."""
    return [tags.title(int(pk)) for pk in PAGE_LINK.findall(rich)]


def of_card(article: Article) -> list[str]:
    """Name all that a card shows of an article, as `for_cards` fetched it."""
    names = [tags.title(article.pk), tags.card(article.pk), *_pictures(article.lead_picture_id)]
    if article.section_id:
        names.append(tags.section(article.section_id))
    return names + [tags.author(each.author_id) for each in writers(article)]


def of_cards(articles: Iterable[Article]) -> set[str]:
    return {name for article in articles for name in of_card(article)}


def of_titles(articles: Iterable[Article]) -> set[str]:
    """Name what a title, a date and an address show of articles."""
    return {tags.title(article.pk) for article in articles}


def of_lineage(section: Section | None) -> list[str]:
    """Name a section and those above it."""
    return [tags.section(each.pk) for each in section.lineage] if section else []


def of_body(wanted: Wanted) -> set[str]:
    """Name all that a body names, also what is not there."""
    return {
        *map(tags.title, wanted.pages),
        *of_pictures(wanted.pictures),
        *map(tags.document, wanted.documents),
        *references.shown_by(wanted.others),
    }


def of_author(author: Author) -> list[str]:
    """Name an author with portrait and biography."""
    own = tags.author(author.pk)
    about = [*_pictures(author.portrait_id), *of_words(author.biography)]
    return [own, tags.about(own), *about]


def of_pictures(numbers: Iterable[int]) -> list[str]:
    """Name pictures with what is said of them."""
    files = list(map(tags.picture, numbers))
    return [*files, *map(tags.about, files)]


def of_entry(article: Article) -> set[str]:
    """Name what an article's entry in a feed shows, but for what its body names."""
    names = {tags.article(article.pk), *of_card(article)}
    names |= {tags.author(each.author_id) for each in article.authorships.all()}
    names |= {tags.section(each.pk) for each in article.other_sections.all()}
    if article.lead_picture_id:
        names.update(of_pictures([article.lead_picture_id]))
    return names | {tags.tag(each.tag_id) for each in article.taggings.all()}


def writers(article: Article) -> list[Authorship]:
    """Return those who wrote it, or whoever made it when nobody did."""
    everybody: list[Any] = list(article.authorships.all())
    return [each for each in everybody if each.role == Authorship.Role.AUTHOR] or everybody


def _pictures(*numbers: int | None) -> list[str]:
    return [tags.picture(number) for number in numbers if number]
