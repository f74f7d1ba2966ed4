"""What a book is made of: chapters of HTML, one after the other, in memory one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils import translation

from chronique.articles import showing
from chronique.articles.body import with_whole_addresses
from chronique.articles.models import Article
from chronique.articles.numbering import Note
from chronique.articles.reading import body_of
from chronique.articles.values import items
from chronique.text.typography import typeset

FOLDER = "exchange/book"


@dataclass(frozen=True)
class Chapter:
    """A part of a book. `html` is a fragment that begins with an `h1`; its own addresses are whole,
    pictures are named by their paths on the site.
    """

    # Letters, digits and hyphens: the name of its file, and of its anchor on paper.
    name: str
    title: str
    language: str
    html: str
    notes: list[Note] = field(default_factory=list)
    # Its whole address on the site: links to it from other chapters stay inside the book.
    address: str = ""
    # How deep it stands in the contents, from one.
    level: int = 1
    # Whether a picture in it tells something and has no words for it.
    lacks_words: bool = False


def article_chapter(article: Article, *, root: str, level: int = 1) -> Chapter:
    """Return an article as a chapter. `root` is the site's address without a final slash."""
    body = body_of(article)
    address = f"{root}{article.address}"
    context = {
        "article": article,
        "body": body.html,
        "authors": ", ".join(
            typeset(each.author.name, article.language) for each in showing.writers(article)
        ),
        "corrections": article.corrections,
        "address": address,
    }
    with translation.override(article.language):
        html = render_to_string(f"{FOLDER}/article.html", context)
    return Chapter(
        f"article-{article.pk}", typeset(article.title, article.language), article.language,
        with_whole_addresses(html, base=root, address=""), body.notes, address, level,
        lacks_words=_lacks_words(article),
    )  # fmt: skip


def _lacks_words(article: Article) -> bool:
    if article.lead_picture and not (article.lead_alt or article.lead_picture.description):
        return True
    for block in article.body.get_prep_value():
        value = block["value"] or {}
        shown = [value] if block["type"] == "picture" else []
        if block["type"] == "gallery":
            shown = items(value.get("pictures"))
        if any(not one.get("alt") and not one.get("decorative") for one in shown):
            return True
    return False


def article_chapters(pages: list[int], *, root: str, level: int = 1) -> Iterator[Chapter]:
    """Return articles by their numbers as chapters, in that order; what is gone is left out."""
    for pk in pages:
        article = (
            Article.objects.published()
            .filter(pk=pk)
            .select_related("section", "lead_picture")
            .prefetch_related("authorships__author")
            .first()
        )
        if article is not None:
            yield article_chapter(article, root=root, level=level)
