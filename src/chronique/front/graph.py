"""What a page says of itself to other programs: schema.org's words, as one connected graph.

Each thing is a node with an address of its own; where another names it, it gives that address only.
"""

import json
from collections.abc import Iterable
from datetime import tzinfo
from typing import Any

from django.utils import timezone

from chronique.articles.correcting import Correcting
from chronique.articles.corrections import as_blocks
from chronique.articles.models import Article, Author, Authorship, Publication, StaticPage
from chronique.articles.plain import plain_body
from chronique.articles.reading import Reading
from chronique.articles.sizes import size_path
from chronique.comments.nesting import Node
from chronique.comments.threads import ThreadPage
from chronique.front.sources.own_graph import cited
from chronique.text import html, typography
from chronique.text.excerpts import excerpt
from chronique.text.memory import remembered

Thing = dict[str, Any]
# Names and paths, from the top.
Trail = list[tuple[str, str]]

# Of a comment; the page holds the whole of it.
WORDS_OF_A_COMMENT = 60
# What could end a script, begin a comment, or be a line's end to an old reader.
ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def as_script(things: list[Thing]) -> str:
    """Return the graph as JSON that nothing can end early inside a `script` element."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in ESCAPES.items():
        text = text.replace(sign, escaped)
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
    organization["correctionsPolicy"] = f"{root}{publication.corrections_path}"
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


def of_page(
    publication: Publication, *, title: str, path: str, above: Iterable[tuple[str, str]] = ()
) -> list[Thing]:
    """Return the graph of a list, an archive, a static page; the page itself is its third thing.

    `above`: names and paths of what lies between the first page and this one.
    """
    root = publication.site.root_url
    page = {
        "@type": "WebPage", "@id": f"{root}{path}", "url": f"{root}{path}", "name": title,
        "isPartOf": {"@id": f"{root}/#website"},
        "breadcrumb": {"@id": f"{root}{path}#breadcrumb"},
    }  # fmt: skip
    trail = [(publication.title, "/"), *above, (title, path)]
    return [*of_publication(publication), page, _breadcrumb(root, path, trail)]


def of_author(publication: Publication, author: Author) -> list[Thing]:
    things = of_page(publication, title=author.name, path=author.path)
    person = _person(publication.site.root_url, author)
    things[2] |= {"@type": "ProfilePage", "mainEntity": {"@id": person["@id"]}}
    return [*things, person]


def of_static_page(
    publication: Publication, page: StaticPage, above: Iterable[StaticPage], threads: ThreadPage
) -> list[Thing]:
    trail = [(one.title, one.address) for one in above]
    things = of_page(publication, title=page.title, path=page.address, above=trail)
    things[2]["inLanguage"] = page.language
    remarks = _discussed(publication, things[2], threads)
    return [*things, *remarks]


def of_threads(
    publication: Publication, page: Article | StaticPage, threads: ThreadPage, *, title: str
) -> list[Thing]:
    """Return the graph of a further page of comments: what they are about is named, not told."""
    root = publication.site.root_url
    url = f"{root}{page.address}"
    things = of_page(
        publication, title=title, path=threads.address, above=[(page.title, page.address)]
    )
    is_article = isinstance(page, Article)
    about: Thing = {
        "@type": "Article" if is_article else "WebPage",
        "@id": f"{url}#article" if is_article else url,
        "url": url, "headline" if is_article else "name": page.title, "inLanguage": page.language,
    }  # fmt: skip
    things[2]["mainEntity"] = {"@id": about["@id"]}
    remarks = _discussed(publication, about, threads)
    return [*things, about, *remarks]


def of_article(
    publication: Publication, article: Article, reading: Reading, threads: ThreadPage
) -> list[Thing]:
    root = publication.site.root_url
    url = f"{root}{article.address}"
    piece = _piece(root, url, article, reading)
    people = {each.author.pk: _person(root, each.author) for each in reading.authorships}
    remarks = _discussed(publication, piece, threads)
    sections = article.section.lineage if article.section else []
    trail = [
        (publication.title, "/"),
        *((section.name, section.path) for section in sections),
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
    return {
        **piece, **_made_by(root, reading.authorships), **_cites(root, reading),
        **_corrected(url, article),
    }  # fmt: skip


def _cites(root: str, reading: Reading) -> Thing:
    sources = [cited(root, source) for source in reading.body.sources]
    return {"citation": sources} if sources else {}


def _corrected(url: str, article: Article) -> Thing:
    """Return what was wrong and is right now; what was only added is no correction."""
    blocks = as_blocks(article.corrections.get_prep_value())
    comments = [
        {
            "@type": "CorrectionComment", "@id": f"{url}#{block['value']['anchor']}",
            "url": f"{url}#{block['value']['anchor']}",
            "datePublished": block["value"]["day"].isoformat(),
            "text": typography.typeset(plain_body([block]), article.language),
        }
        for block in blocks
        if block["value"]["kind"] != Correcting.UPDATE
    ]  # fmt: skip
    return {"correction": comments} if comments else {}


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


def _discussed(publication: Publication, about: Thing, threads: ThreadPage) -> list[Thing]:
    """Return the comments on this page, and tell what they are about of them and their number."""
    root = publication.site.root_url
    public = [node for node in threads.comments if node.comment.is_public]
    shown = {node.comment.pk for node in public}
    zone = timezone.get_current_timezone()
    remarks = [_comment(root, about, node, shown, zone) for node in public]
    if threads.total:
        about["commentCount"] = threads.total
        about["comment"] = [{"@id": remark["@id"]} for remark in remarks]
    return remarks


def _comment(root: str, about: Thing, node: Node, shown: set[int], zone: tzinfo) -> Thing:
    comment, url = node.comment, about["url"]
    thing: Thing = {
        "@type": "Comment", "@id": f"{url}#{comment.anchor}", "url": f"{root}{comment.path}",
        "datePublished": comment.written_at.astimezone(zone).isoformat(timespec="seconds"),
        "text": _beginning(comment.html),
        "about": {"@id": about["@id"]},
    }  # fmt: skip
    if comment.author_name:
        thing["author"] = {"@type": "Person", "name": comment.author_name}
    if node.answered and node.answered.pk in shown:
        thing["parentItem"] = {"@id": f"{url}#{node.answered.anchor}"}
    if comment.like_count:
        thing["upvoteCount"] = comment.like_count
    return thing


@remembered
def _beginning(words: str) -> str:
    return excerpt(html.plain(words), WORDS_OF_A_COMMENT)


def _breadcrumb(root: str, path: str, trail: Trail) -> Thing:
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": f"{root}{address}"}
        for position, (name, address) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{root}{path}#breadcrumb", "itemListElement": items}


def _moment(value: Any) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds")
