"""What a page says of itself to other programs: schema.org's words, as one connected graph.

Each thing is a node with an address of its own; where another names it, it gives that address only.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from chronique.articles.models import Article, Author, Authorship, Publication, Section
from chronique.articles.reading import Reading
from chronique.articles.sizes import size_path
from chronique.comments.nesting import Node
from chronique.text import html, typography
from chronique.text.excerpts import excerpt

Thing = dict[str, Any]

# Of a comment; the page holds the whole of it.
WORDS_OF_A_COMMENT = 60
# What could end a script, begin a comment, or be a line's end to an old reader.
ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def as_script(things: list[Thing]) -> str:
    """Return the graph as JSON that nothing can end early inside a `script` element."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return f'<script type="application/ld+json">{text}</script>'


def of_publication(publication: Publication) -> list[Thing]:
    root = publication.site.root_url
    organization: Thing = {
        "@type": "Organization", "@id": f"{root}/#publication", "name": publication.title,
        "url": f"{root}/",
    }  # fmt: skip
    if publication.logo:
        path = size_path(publication.logo, min(1200, publication.logo.width), "jpg")
        organization["logo"] = {"@type": "ImageObject", "url": f"{root}{path}"}
    website: Thing = {
        "@type": "WebSite", "@id": f"{root}/#website", "url": f"{root}/",
        "name": publication.title, "inLanguage": publication.language,
        "publisher": {"@id": f"{root}/#publication"},
        "potentialAction": {
            "@type": "SearchAction", "target": f"{root}/search/?q={{words}}",
            "query-input": "required name=words",
        },
    }  # fmt: skip
    if publication.tagline:
        website["description"] = publication.tagline
    return [organization, website]


def of_page(publication: Publication, *, title: str, path: str) -> list[Thing]:
    """Return the graph of a list, an archive, a static page."""
    root = publication.site.root_url
    page = {
        "@type": "WebPage", "@id": f"{root}{path}", "url": f"{root}{path}", "name": title,
        "isPartOf": {"@id": f"{root}/#website"},
        "breadcrumb": {"@id": f"{root}{path}#breadcrumb"},
    }  # fmt: skip
    trail = [(publication.title, "/"), (title, path)]
    return [*of_publication(publication), page, _breadcrumb(root, path, trail)]


def of_author(publication: Publication, author: Author) -> list[Thing]:
    things = of_page(publication, title=author.name, path=author.path)
    person = _person(publication.site.root_url, author)
    things[2] |= {"@type": "ProfilePage", "mainEntity": {"@id": person["@id"]}}
    return [*things, person]


def of_article(
    publication: Publication,
    article: Article,
    reading: Reading,
    comments: Iterable[Node],
    total: int,
) -> list[Thing]:
    """Return the graph of an article's page; `total` counts the comments on all of its pages."""
    root = publication.site.root_url
    url = f"{root}{article.address}"
    piece = _piece(root, url, article, reading)
    people = {each.author.pk: _person(root, each.author) for each in reading.authorships}
    remarks = [_comment(root, url, node) for node in comments]
    if total:
        piece["commentCount"] = total
        piece["comment"] = [{"@id": remark["@id"]} for remark in remarks]
    trail = [
        (publication.title, "/"),
        *_sections(article.section),
        (article.title, article.address),
    ]
    crumbs = _breadcrumb(root, article.address, trail)
    return [*of_publication(publication), piece, *people.values(), crumbs, *remarks]


def _piece(root: str, url: str, article: Article, reading: Reading) -> Thing:
    def typeset(text: str) -> str:
        return typography.typeset(text, article.language)

    piece: Thing = {
        "@type": "Article", "@id": f"{url}#article", "url": url, "mainEntityOfPage": url,
        "headline": typeset(article.title), "inLanguage": article.language,
        "timeRequired": f"PT{reading.minutes}M",
        "isPartOf": {"@id": f"{root}/#website"},
        "publisher": {"@id": f"{root}/#publication"},
        "breadcrumb": {"@id": f"{url}#breadcrumb"},
    }  # fmt: skip
    if article.first_published_at:
        piece["datePublished"] = _moment(article.first_published_at)
        piece["dateModified"] = _moment(article.last_published_at or article.first_published_at)
    if article.teaser:
        piece["description"] = typeset(article.teaser)
    if article.lead_picture:
        picture = article.lead_picture
        path = size_path(picture, min(1200, picture.width), "jpg")
        piece["image"] = {"@type": "ImageObject", "url": f"{root}{path}"}
    if reading.sections:
        piece["articleSection"] = [label.name for label in reading.sections]
    if reading.tags:
        piece["keywords"] = [label.name for label in reading.tags]
    if article.canonical_url:
        piece["isBasedOn"] = article.canonical_url
    return piece | _made_by(root, reading.authorships)


def _made_by(root: str, authorships: Iterable[Authorship]) -> Thing:
    properties = {Authorship.Role.AUTHOR: "author", Authorship.Role.TRANSLATION: "translator",
                  Authorship.Role.EDITING: "editor"}  # fmt: skip
    made: dict[str, list[Thing]] = {}
    for each in authorships:
        name = properties.get(Authorship.Role(each.role), "contributor")
        made.setdefault(name, []).append({"@id": f"{root}{each.author.path}#person"})
    return made


def _person(root: str, author: Author) -> Thing:
    url = f"{root}{author.path}"
    person: Thing = {"@type": "Person", "@id": f"{url}#person", "name": author.name, "url": url}
    if author.website:
        person["sameAs"] = author.website
    if author.portrait:
        path = size_path(author.portrait, min(1200, author.portrait.width), "jpg")
        person["image"] = f"{root}{path}"
    return person


def _comment(root: str, url: str, node: Node) -> Thing:
    comment = node.comment
    thing: Thing = {
        "@type": "Comment", "@id": f"{url}#{comment.anchor}", "url": f"{root}{comment.path}",
        "datePublished": _moment(comment.written_at),
        "text": excerpt(html.plain(comment.html), WORDS_OF_A_COMMENT),
        "about": {"@id": f"{url}#article"},
    }  # fmt: skip
    if comment.author_name:
        thing["author"] = {"@type": "Person", "name": comment.author_name}
    if node.answered:
        thing["parentItem"] = {"@id": f"{url}#{node.answered.anchor}"}
    if comment.like_count:
        thing["upvoteCount"] = comment.like_count
    return thing


def _sections(section: Section | None) -> list[tuple[str, str]]:
    return [(section.name, section.path)] if section else []


def _breadcrumb(root: str, path: str, trail: list[tuple[str, str]]) -> Thing:
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": f"{root}{address}"}
        for position, (name, address) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{root}{path}#breadcrumb", "itemListElement": items}


def _moment(value: Any) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds")
