"""The most ordinary things; a test names only what matters to it. Ada writes, Bo reads, Cy
spams.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from chronique.articles.models import (
    Article,
    Author,
    Authorship,
    Home,
    SearchEntry,
    Section,
    StaticPage,
)
from chronique.articles.search import entry_of
from chronique.comments.models import Comment
from chronique.publishing import announce

NOON = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
number = count(1)


def the_site() -> Site:
    return Site.objects.get(is_default_site=True)


def the_home() -> Home:
    return Home.objects.get(pk=the_site().root_page_id)


def paragraph(text: str = "<p>Some words.</p>", notes: Sequence[str] = ()) -> dict[str, Any]:
    return {"type": "paragraph", "value": {"text": text, "notes": list(notes)}}


def make_author(name: str = "Ada Verne", **fields: Any) -> Author:
    n = next(number)
    return Author.objects.create(**{"name": name, "slug": f"ada-{n}", **fields})


def make_section(name: str = "Energy", **fields: Any) -> Section:
    n = next(number)
    return Section.objects.create(
        **{"site": the_site(), "name": name, "slug": f"section-{n}", **fields}
    )


def make_article(
    *, authors: Sequence[Author] = (), body: Sequence[dict[str, Any]] | None = None,
    tags: Sequence[str] = (), announced: bool = True, **fields: Any,
) -> Article:  # fmt: skip
    """Return an article, live since NOON; `live=False` leaves a draft.

    It has its address, is indexed and linked, but neither related nor known to Wagtail's index of
    references: that takes longer than all the rest.
    """
    n = next(number)
    values = {
        "title": f"Article {n}", "slug": f"article-{n}", "language": "en", "live": True,
        "standfirst": "What it is about.", **fields,
    }  # fmt: skip
    if values["live"]:
        values.setdefault("first_published_at", NOON)
        values.setdefault("last_published_at", values["first_published_at"])
    article = Article(body=list(body) if body is not None else [paragraph()], **values)
    article.tags.add(*tags)
    with disable_reference_index_auto_update():
        # Nobody adds another one meanwhile, as somebody may at the desk.
        Page.add_child(the_home().folder, instance=article)
        for author in authors:
            Authorship.objects.create(article=article, author=author)
    if article.live and announced:
        announce.came_in(article)
        # As `index_page` does, which first looks the article up, and what else it knew of it.
        SearchEntry.objects.bulk_create([entry_of(article)])
    return article


def make_static_page(title: str = "About", **fields: Any) -> StaticPage:
    page = StaticPage(title=title, body=[paragraph()], language="en", **fields)
    return the_home().add_child(instance=page)


def make_comment(article: Article, text: str = "I agree.", **fields: Any) -> Comment:
    comment = Comment(
        page=article, author_name="Bo", author_email="bo@example.org", state=Comment.State.PUBLIC,
        written_at=NOON, text=text, html=f"<p>{text}</p>",
    )  # fmt: skip
    if parent := fields.get("parent"):
        comment.hang_below(parent)
    for name, value in fields.items():
        setattr(comment, name, value)
    comment.save(force_insert=True)
    return comment
