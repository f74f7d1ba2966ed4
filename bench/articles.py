"""Articles to measure with: so many paragraphs, so many comments, the same on every machine."""

from random import Random
from typing import Any

from bench.words import NAMES, Writer
from chronique.articles.models import Article
from tests import factories

# Paragraphs of an ordinary article: about 1,200 words.
ORDINARY = 12


def words(paragraphs: int, chance: int = 1) -> list[tuple[str, str]]:
    """Return (kind, text) of a body: a heading before every fourth paragraph."""
    writer = Writer(Random(chance), "en")
    body = []
    for place in range(paragraphs):
        if place % 4 == 0:
            body.append(("heading", writer.title()))
        body.append(("paragraph", f"<p>{writer.paragraph()}</p>"))
    return body


def make_article(paragraphs: int, comments: int, each: int = 5, *, chance: int = 1) -> str:
    body: list[dict[str, Any]] = [
        {"type": "heading", "value": {"text": text, "level": "2", "anchor": ""}}
        if kind == "heading"
        else factories.paragraph(text)
        for kind, text in words(paragraphs, chance)
    ]
    article = factories.make_article(
        authors=[factories.make_author("Ada Verne"), factories.make_author("Dan Osei")],
        body=body, section=factories.make_section(), tags=["grid", "prices"],
    )  # fmt: skip
    _add_comments(article, comments, each, Writer(Random(chance + 1), "en"))
    return article.address


def _add_comments(article: Article, count: int, each: int, writer: Writer) -> None:
    """Add threads of so many each: two answer one comment, two others one of these, and so on."""
    parent = None
    for number in range(count):
        parent = None if number % each == 0 else parent
        comment = factories.make_comment(
            article, writer.paragraph(), author_name=NAMES[number % len(NAMES)], parent=parent
        )
        parent = comment if number % 2 == 0 else parent
