"""WXR 1.2 as WordPress writes it, piece by piece. Pure: it is told what to write.

Source of the format: WordPress 6.1, wp-admin/includes/export.php (names and order of elements).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

NO_DATE = "0000-00-00 00:00:00"
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- A WordPress eXtended RSS file, written by Chronique. -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
"""
FOOT = "</channel>\n</rss>\n"


@dataclass(frozen=True)
class ChannelOut:
    title: str
    link: str
    description: str
    language: str
    at: datetime


@dataclass(frozen=True)
class AuthorOut:
    number: str
    login: str
    email: str
    name: str
    # WordPress exports none of these, and reads past them.
    url: str = ""
    description: str = ""
    slug: str = ""


@dataclass(frozen=True)
class TermOut:
    taxonomy: str
    number: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True)
class CommentOut:
    number: str
    author: str
    email: str
    url: str
    ip: str
    at: datetime
    local: datetime
    content: str
    approved: str
    kind: str
    parent: str
    user: str = "0"
    meta: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ItemOut:
    """One item. `at` and `changed` are in UTC, `local` and `changed_local` in the site's zone."""

    number: str
    kind: str
    title: str
    link: str
    guid: str
    status: str
    slug: str = ""
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    at: datetime | None = None
    local: datetime | None = None
    changed: datetime | None = None
    changed_local: datetime | None = None
    parent: str = "0"
    order: int = 0
    password: str = ""
    sticky: bool = False
    comments_open: bool = False
    pings_open: bool = False
    attachment_url: str = ""
    # (taxonomy, slug, name)
    terms: tuple[tuple[str, str, str], ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: Iterable[CommentOut] = field(default_factory=tuple)


def cdata(text: str) -> str:
    """Return text as WordPress quotes it: what would end the quotation is cut in two."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def encoded(slug: str) -> str:
    """Return a slug as WordPress keeps it: what is not ASCII percent-encoded, in small letters."""
    return "".join(sign if sign.isascii() else quote(sign).lower() for sign in slug)


def channel(told: ChannelOut) -> str:
    return (
        f"{HEAD}\t<title>{escape(told.title)}</title>\n\t<link>{escape(told.link)}</link>\n"
        f"\t<description>{escape(told.description)}</description>\n"
        f"\t<pubDate>{format_datetime(told.at)}</pubDate>\n\t<language>{told.language}</language>\n"
        "\t<wp:wxr_version>1.2</wp:wxr_version>\n"
        f"\t<wp:base_site_url>{escape(told.link)}</wp:base_site_url>\n"
        f"\t<wp:base_blog_url>{escape(told.link)}</wp:base_blog_url>\n"
    )


def author(told: AuthorOut) -> str:
    first, _, last = told.name.rpartition(" ")
    return (
        f"\t<wp:author><wp:author_id>{told.number}</wp:author_id>"
        f"<wp:author_login>{cdata(told.login)}</wp:author_login>"
        f"<wp:author_email>{cdata(told.email)}</wp:author_email>"
        f"<wp:author_display_name>{cdata(told.name)}</wp:author_display_name>"
        f"<wp:author_first_name>{cdata(first)}</wp:author_first_name>"
        f"<wp:author_last_name>{cdata(last)}</wp:author_last_name>"
        + (f"<wp:author_url>{escape(told.url)}</wp:author_url>" if told.url else "")
        + (
            f"<wp:author_description>{cdata(told.description)}</wp:author_description>"
            if told.description
            else ""
        )
        + (f"<wp:author_slug>{cdata(told.slug)}</wp:author_slug>" if told.slug else "")
        + "</wp:author>\n"
    )


def term(told: TermOut) -> str:
    slug, parent = cdata(encoded(told.slug)), cdata(encoded(told.parent))
    number = f"<wp:term_id>{told.number}</wp:term_id>"
    if told.taxonomy == "category":
        return (
            f"\t<wp:category>{number}<wp:category_nicename>{slug}</wp:category_nicename>"
            f"<wp:category_parent>{parent}</wp:category_parent>"
            f"<wp:cat_name>{cdata(told.name)}</wp:cat_name>"
            f"<wp:category_description>{cdata(told.description)}</wp:category_description></wp:category>\n"
        )
    if told.taxonomy == "post_tag":
        return (
            f"\t<wp:tag>{number}<wp:tag_slug>{slug}</wp:tag_slug>"
            f"<wp:tag_name>{cdata(told.name)}</wp:tag_name>"
            f"<wp:tag_description>{cdata(told.description)}</wp:tag_description></wp:tag>\n"
        )
    return (
        f"\t<wp:term>{number}<wp:term_taxonomy>{cdata(told.taxonomy)}</wp:term_taxonomy>"
        f"<wp:term_slug>{slug}</wp:term_slug><wp:term_parent>{parent}</wp:term_parent>"
        f"<wp:term_name>{cdata(told.name)}</wp:term_name>"
        f"<wp:term_description>{cdata(told.description)}</wp:term_description></wp:term>\n"
    )


def item(told: ItemOut) -> Iterator[str]:
    """Yield an item in pieces: its comments may be many."""
    yield _head(told)
    for taxonomy, slug, name in told.terms:
        domain, nicename = escape(taxonomy, QUOTES), escape(encoded(slug), QUOTES)
        yield f'\t\t<category domain="{domain}" nicename="{nicename}">{cdata(name)}</category>\n'
    for key, value in told.meta:
        yield _meta("postmeta", key, value)
    for told_comment in told.comments:
        yield comment(told_comment)
    yield "\t</item>\n"


QUOTES = {'"': "&quot;"}


def _head(told: ItemOut) -> str:
    attached = (
        f"\t\t<wp:attachment_url>{cdata(told.attachment_url)}</wp:attachment_url>\n"
        if told.attachment_url
        else ""
    )
    status, pings = (
        "open" if is_open else "closed" for is_open in (told.comments_open, told.pings_open)
    )
    return (
        f"\t<item>\n\t\t<title>{cdata(told.title)}</title>\n\t\t<link>{escape(told.link)}</link>\n"
        f"\t\t<pubDate>{format_datetime(told.at) if told.at else ''}</pubDate>\n"
        f"\t\t<dc:creator>{cdata(told.creator)}</dc:creator>\n"
        f'\t\t<guid isPermaLink="false">{escape(told.guid)}</guid>\n'
        "\t\t<description></description>\n"
        f"\t\t<content:encoded>{cdata(told.content)}</content:encoded>\n"
        f"\t\t<excerpt:encoded>{cdata(told.excerpt)}</excerpt:encoded>\n"
        f"\t\t<wp:post_id>{told.number}</wp:post_id>\n"
        f"\t\t<wp:post_date>{cdata(stamp(told.local))}</wp:post_date>\n"
        f"\t\t<wp:post_date_gmt>{cdata(stamp(told.at))}</wp:post_date_gmt>\n"
        f"\t\t<wp:post_modified>{cdata(stamp(told.changed_local))}</wp:post_modified>\n"
        f"\t\t<wp:post_modified_gmt>{cdata(stamp(told.changed))}</wp:post_modified_gmt>\n"
        f"\t\t<wp:comment_status>{cdata(status)}</wp:comment_status>\n"
        f"\t\t<wp:ping_status>{cdata(pings)}</wp:ping_status>\n"
        f"\t\t<wp:post_name>{cdata(encoded(told.slug))}</wp:post_name>\n\t\t<wp:status>{cdata(told.status)}</wp:status>\n"
        f"\t\t<wp:post_parent>{told.parent}</wp:post_parent>\n\t\t<wp:menu_order>{told.order}</wp:menu_order>\n"
        f"\t\t<wp:post_type>{cdata(told.kind)}</wp:post_type>\n"
        f"\t\t<wp:post_password>{cdata(told.password)}</wp:post_password>\n"
        f"\t\t<wp:is_sticky>{int(told.sticky)}</wp:is_sticky>\n{attached}"
    )


def comment(told: CommentOut) -> str:
    meta = "".join(_meta("commentmeta", key, value) for key, value in told.meta)
    return (
        f"\t\t<wp:comment>\n\t\t\t<wp:comment_id>{told.number}</wp:comment_id>\n"
        f"\t\t\t<wp:comment_author>{cdata(told.author)}</wp:comment_author>\n"
        f"\t\t\t<wp:comment_author_email>{cdata(told.email)}</wp:comment_author_email>\n"
        f"\t\t\t<wp:comment_author_url>{escape(told.url)}</wp:comment_author_url>\n"
        f"\t\t\t<wp:comment_author_IP>{cdata(told.ip)}</wp:comment_author_IP>\n"
        f"\t\t\t<wp:comment_date>{cdata(stamp(told.local))}</wp:comment_date>\n"
        f"\t\t\t<wp:comment_date_gmt>{cdata(stamp(told.at))}</wp:comment_date_gmt>\n"
        f"\t\t\t<wp:comment_content>{cdata(told.content)}</wp:comment_content>\n"
        f"\t\t\t<wp:comment_approved>{cdata(told.approved)}</wp:comment_approved>\n"
        f"\t\t\t<wp:comment_type>{cdata(told.kind)}</wp:comment_type>\n"
        f"\t\t\t<wp:comment_parent>{told.parent}</wp:comment_parent>\n"
        f"\t\t\t<wp:comment_user_id>{told.user}</wp:comment_user_id>\n{meta}\t\t</wp:comment>\n"
    )


def _meta(element: str, key: str, value: str) -> str:
    return (
        f"\t\t<wp:{element}><wp:meta_key>{cdata(key)}</wp:meta_key>"
        f"<wp:meta_value>{cdata(value)}</wp:meta_value></wp:{element}>\n"
    )


def stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else NO_DATE
