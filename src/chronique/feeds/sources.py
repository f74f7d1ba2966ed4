"""Feeds of articles and of comments, made from what readers may see."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext

from chronique.articles import showing, tags
from chronique.articles.body import Body, feed_html, render_body
from chronique.articles.corrections import as_blocks, corrections_of, render_corrections
from chronique.articles.models import Article, Authorship, Correction, Picture, Publication
from chronique.articles.models.pages import ArticleQuerySet
from chronique.articles.shelf import Shelf, Wanted
from chronique.comments.models import Comment, Commented, CommentQuerySet
from chronique.comments.nesting import words_of
from chronique.feeds.entries import Attachment, Entry, Feed, Person
from chronique.feeds.rules import NEVER, identifier
from chronique.text.typography import typeset

LENGTH = 20
TYPES = {"avif": "image/avif", "gif": "image/gif", "png": "image/png", "webp": "image/webp"}


def root_of(publication: Publication) -> str:
    """Return the address of the site, without a final slash."""
    return str(publication.site.root_url)


def whole(root: str, path: str) -> str:
    """Return a whole address in ASCII; what is whole already, as media elsewhere are, stays."""
    return iri_to_uri(path if "://" in path else f"{root}{path}")


def feed_of(publication: Publication, *, home: str, title: str = "", about: str = "") -> Feed:
    """Return an empty feed of the page at the path `home`; `title` and `about` are the page's."""
    root = root_of(publication)
    name = typeset(publication.title, publication.language)
    logo = publication.logo
    return Feed(
        title=f"{typeset(title, publication.language)} – {name}" if title else name,
        subtitle=typeset(about or publication.tagline, publication.language),
        language=publication.language,
        home=whole(root, home),
        address=whole(root, f"{home}feed/"),
        publisher=Person(name, f"{root}/"),
        rights=publication.licence,
        logo=whole(root, logo.file.url) if logo else "",
        names=set(showing.of_frame(publication)),
    )


def add_articles(feed: Feed, publication: Publication, articles: ArticleQuerySet) -> Feed:
    """Fill the feed with the newest articles, whole. So many queries, whatever stands in them."""
    newest = (
        articles.newest_first()
        .select_related("section", "lead_picture")
        .prefetch_related("authorships__author", "taggings__tag", "other_sections")[:LENGTH]
    )
    raws = {article: _raw(article) for article in newest}
    wanted = Wanted()
    for article, raw in raws.items():
        wanted.look(raw)
        feed.names |= showing.of_entry(article)
    feed.names |= showing.of_body(wanted)
    shelf, root = Shelf(wanted), root_of(publication)
    for article, raw in raws.items():
        body = render_body(raw, language=article.language, shelf=shelf)
        feed.entries.append(_article_entry(article, body, root))
    _part_twins(feed.entries, raws)
    return feed


def add_comments(
    feed: Feed, publication: Publication, comments: CommentQuerySet, *, title: str
) -> Feed:
    """Fill the feed with the newest comments. `title` names `name` and `article`."""
    root = root_of(publication)
    newest = list(comments.words().newest_first().with_article().with_parent()[:LENGTH])
    feed.entries += [_comment_entry(comment, root, title) for comment in newest]
    feed.names |= {tags.title(comment.page_id) for comment in newest}
    return feed


def add_corrections(feed: Feed, publication: Publication) -> Feed:
    """Fill the feed with the newest corrections. So many queries, whatever stands in them."""
    root = root_of(publication)
    newest = list(corrections_of(publication.site)[:LENGTH])
    raws = {one: as_blocks([{"id": one.key, "value": one.value}]) for one in newest}
    wanted = Wanted().look([block for some in raws.values() for block in some])
    shelf = Shelf(wanted)
    for one, blocks in raws.items():
        told = render_corrections(blocks, language=one.article.language, shelf=shelf)
        feed.entries.append(_correction_entry(one, "".join(told), root))
    feed.names |= showing.of_body(wanted) | showing.of_titles(one.article for one in newest)
    return feed


def _correction_entry(correction: Correction, markup: str, root: str) -> Entry:
    article = correction.article
    address = whole(root, article.address)
    day = timezone.make_aware(datetime.combine(correction.day, time.min))
    title = typeset(article.title, article.language)
    return Entry(
        id=f"{_identifier(article)}#{correction.anchor}",
        url=f"{address}#{correction.anchor}",
        title=f"{correction.get_kind_display()} – {title}",
        language=article.language,
        published=day,
        updated=day,
        content=feed_html(Body(markup), base=root, address=address),
    )


def _raw(article: Article) -> list[dict[str, Any]]:
    """Return the stored blocks of an article, between its lead picture and its corrections."""
    lead = {
        "type": "picture",
        "value": {
            "image": article.lead_picture_id,
            "address": "",
            "alt": article.lead_alt,
            "decorative": False,
            "caption": escape(article.lead_caption),
            "credit": article.lead_credit,
            "link": "",
            "width": "text",
        },
    }
    corrections = as_blocks(article.corrections.get_prep_value())
    head = [lead] if article.lead_picture_id else []
    return [*head, *article.body.get_prep_value(), *corrections]


def _article_entry(article: Article, body: Body, root: str) -> Entry:
    url = whole(root, article.address)
    published = article.first_published_at or NEVER
    roles = list(article.authorships.all())
    return Entry(
        id=_identifier(article),
        url=url,
        title=typeset(article.title, article.language),
        language=article.language,
        published=published,
        updated=max(published, article.last_published_at or published),
        content=feed_html(body, base=root, address=url),
        summary=typeset(article.teaser, article.language),
        authors=_people(roles, root, are_authors=True),
        contributors=_people(roles, root, are_authors=False),
        categories=_categories(article),
        picture=_attachment(article, root),
        comments=f"{url}#comments" if article.takes_comments() else "",
        comments_feed=f"{url}feed/" if article.takes_comments() else "",
    )


def _identifier(page: Commented) -> str:
    origin = page.origin if isinstance(page, Article) else {}
    return identifier(origin.get("guid"), page.translation_key)


def _part_twins(entries: Sequence[Entry], articles: Iterable[Article]) -> None:
    """Two articles may have come with one identifier; in a feed each needs its own."""
    counts = Counter(entry.id for entry in entries)
    for entry, article in zip(entries, articles, strict=True):
        if counts[entry.id] > 1:
            entry.id = identifier(None, article.translation_key)


def _people(roles: Iterable[Authorship], root: str, *, are_authors: bool) -> list[Person]:
    people = {
        role.author_id: Person(role.author.name, whole(root, role.author.path))
        for role in roles
        if (role.role == Authorship.Role.AUTHOR) == are_authors
    }
    return list(people.values())


def _categories(article: Article) -> list[str]:
    names = [
        *([article.section.name] if article.section else []),
        *(section.name for section in article.other_sections.all()),
        *(tagging.tag.name for tagging in article.taggings.all()),
    ]
    return list(dict.fromkeys(names))


def _attachment(article: Article, root: str) -> Attachment | None:
    picture: Picture | None = article.lead_picture
    if picture is None:
        return None
    return Attachment(
        url=whole(root, picture.file.url),
        type=TYPES.get(picture.file.name.rpartition(".")[2].lower(), "image/jpeg"),
        size_bytes=picture.file_size or 0,
        width=picture.width,
        height=picture.height,
        alt=article.lead_alt or picture.description,
        credit=article.lead_credit or picture.credit,
    )


def _comment_entry(comment: Comment, root: str, title: str) -> Entry:
    article = comment.article
    above = _identifier(article)
    name = comment.author_name or gettext("Anonymous")
    parent = comment.parent
    is_told = parent and parent.is_public and parent.page_id == article.pk
    address = whole(root, article.address)
    return Entry(
        # As WordPress named it, when it came from there.
        id=f"{above}#{comment.anchor}",
        url=whole(root, comment.path),
        title=title % {"name": name, "article": typeset(article.title, article.language)},
        language=article.language,
        published=comment.written_at,
        updated=comment.written_at,
        content=feed_html(Body(words_of(comment, article.language)), base=root, address=address),
        authors=[Person(name, iri_to_uri(comment.author_link))],
        answers=(f"{above}#{parent.anchor}", whole(root, parent.path))
        if parent and is_told
        else (above, address),
    )
