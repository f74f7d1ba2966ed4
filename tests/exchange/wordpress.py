"""A WordPress site in few words, exported as WordPress does it and brought in here."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

from chronique.articles.models import Article, StaticPage
from chronique.comments.models import Comment
from chronique.exchange.actions import import_wordpress
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.report import Report
from tests.exchange.exports import HEAD, cdata, element
from tests.factories import NOON, the_site

OLD = "https://old.example.org"
DATE = "2013-05-06 07:08:09"
# Tables that note what was done and when, not what is there.
LOGS = ("django_tasks_database.", "publishing.trace", "store.")


def blog(
    *inside: str, title: str = "Chronicle of a village", at: str = OLD, language: str = "en"
) -> str:
    """Return a whole export."""
    head = HEAD.replace("Chronicle of a village", escape(title))
    return (
        f"{head}<link>{escape(at)}</link><language>{language}</language>\n"
        f"<wp:base_blog_url>{escape(at)}</wp:base_blog_url>\n{''.join(inside)}</channel>\n</rss>\n"
    )


def post(
    number: int | str = 1, inside: Iterable[str] = (), *, kind: str = "post",
    title: str = "A title", content: str = "<p>Words.</p>", status: str = "publish",
    date: str = DATE, meta: Mapping[str, str] | None = None, slug: str | None = None,
    terms: Iterable[tuple[str, str, str]] = (), **fields: Any,
) -> str:  # fmt: skip
    """Return an item. `terms` are (taxonomy, slug, name); `fields` are elements by their names."""
    slug = f"{kind}-{number}" if slug is None else slug
    link = fields.pop("link", f"{OLD}/{date[:10].replace('-', '/')}/{slug}/")
    told = {
        "guid": f"{OLD}/?p={number}", "wp:post_id": number, "wp:post_type": kind,
        "wp:status": status, "wp:post_name": slug, "wp:post_date": date, "wp:post_date_gmt": date,
        "content:encoded": content, "wp:comment_status": "open",
    } | {name.replace("__", ":"): value for name, value in fields.items()}  # fmt: skip
    return (
        f"<item>{element('title', title)}<link>{escape(link)}</link>\n"
        + "".join(element(name, str(value)) for name, value in told.items())
        + "".join(_term(*term) for term in terms)
        + "".join(_meta("postmeta", *pair) for pair in (meta or {}).items())
        + f"{''.join(inside)}</item>\n"
    )


def page(number: int | str, inside: Iterable[str] = (), **fields: Any) -> str:
    slug = fields.setdefault("slug", f"page-{number}")
    return post(number, inside, kind="page", **{"link": f"{OLD}/{slug}/", **fields})


def attachment(number: int | str, address: str, **fields: Any) -> str:
    name = address.rpartition("/")[2].partition(".")[0]
    return post(
        number, kind="attachment", status="inherit",
        **{"title": name, "slug": name, "wp__attachment_url": address, **fields},
    )  # fmt: skip


def comment(
    number: int | str = 1, content: str = "I agree.", *, parent: int | str = 0, approved: str = "1",
    author: str = "Camille", date: str = DATE, meta: Mapping[str, str] | None = None, **fields: Any,
) -> str:  # fmt: skip
    told = {
        "id": number, "author": author, "author_email": "camille@example.org", "date": date,
        "date_gmt": date, "content": content, "approved": approved, "parent": parent, **fields,
    }  # fmt: skip
    inside = "".join(element(f"wp:comment_{name}", str(value)) for name, value in told.items())
    metas = "".join(_meta("commentmeta", *pair) for pair in (meta or {}).items())
    return f"<wp:comment>{inside}{metas}</wp:comment>\n"


def author(login: str, name: str = "", **fields: str) -> str:
    told = {"login": login, "display_name": name or login, **fields}
    inside = "".join(element(f"wp:author_{key}", value) for key, value in told.items())
    return f"<wp:author>{inside}</wp:author>\n"


def category(number: int, slug: str, name: str, parent: str = "", description: str = "") -> str:
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id>"
        + element("wp:category_nicename", slug) + element("wp:category_parent", parent)
        + element("wp:cat_name", name) + element("wp:category_description", description)
        + "</wp:category>\n"
    )  # fmt: skip


def term(taxonomy: str, slug: str, name: str, parent: str = "") -> str:
    return (
        "<wp:term>" + element("wp:term_taxonomy", taxonomy) + element("wp:term_slug", slug)
        + element("wp:term_name", name) + element("wp:term_parent", parent) + "</wp:term>\n"
    )  # fmt: skip


def menu_link(number: int, menu: str, label: str, meta: Mapping[str, str], order: int = 1) -> str:
    return post(
        number, kind="nav_menu_item", title=label, meta=meta, wp__menu_order=order,
        terms=[("nav_menu", menu, menu.capitalize())],
    )  # fmt: skip


def _term(taxonomy: str, slug: str, name: str) -> str:
    return f'<category domain="{taxonomy}" nicename="{slug}">{cdata(name)}</category>\n'


def _meta(kind: str, key: str, value: str) -> str:
    inside = element("wp:meta_key", key) + element("wp:meta_value", value)
    return f"<wp:{kind}>{inside}</wp:{kind}>\n"


def bring(*exports: str | bytes | Path, media: Media | None = None, **options: Any) -> Report:
    """Bring in exports, given as they are or as files, without asking another machine."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [_file(Path(folder), n, given) for n, given in enumerate(exports)]
        return import_wordpress(
            paths, media=media or Media(online=False),
            **{"site": the_site(), "now": NOON, **options},
        )  # fmt: skip


def _file(folder: Path, number: int, given: str | bytes | Path) -> Path:
    if isinstance(given, Path):
        return given
    path = folder / f"export-{number}.xml"
    path.write_bytes(given.encode() if isinstance(given, str) else given)
    return path


def the_article(**fields: Any) -> Article:
    return Article.objects.get(**fields)


def the_page(**fields: Any) -> StaticPage:
    return StaticPage.objects.get(**fields)


def thread(page: Article | StaticPage) -> list[tuple[str, str, str]]:
    """Return the comments under a page as (number there, what it answers, top of its thread)."""
    rows = Comment.objects.filter(page=page.pk)
    columns = ("old_number", "parent__old_number", "thread__old_number")
    return sorted((a, b or "", c or "") for a, b, c in rows.values_list(*columns))


def paragraphs_of(page: Article | StaticPage) -> str:
    return "".join(
        b["value"]["text"] for b in page.body.get_prep_value() if b["type"] == "paragraph"
    )


def changes(report: Report, part: str) -> list[tuple[str, str]]:
    """Return (kind, number) of what was changed for a reason that holds these words."""
    return [(remark.kind, remark.id) for remark in report.changes if part in remark.reason]


def everything() -> Counter[str]:
    """Return all that the tables of models hold, as it is written there."""
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            found.update(f"{table} {dict(zip(columns, row, strict=True))}" for row in cursor)
    return found


def _tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {m._meta.db_table for m in models if not m._meta.label_lower.startswith(LOGS)}
