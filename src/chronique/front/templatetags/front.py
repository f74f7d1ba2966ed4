"""What readers' templates ask for: addresses, dates, names, words for other programs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from chronique.articles import showing, tags
from chronique.articles.models import (
    Article,
    Author,
    Authorship,
    Picture,
    Publication,
    Section,
    StaticPage,
)
from chronique.articles.reading import Reading
from chronique.articles.rules import RIGHT_TO_LEFT
from chronique.articles.sections import sections_in_use
from chronique.articles.sizes import height_at, size_path
from chronique.comments.threads import ThreadPage
from chronique.front import frontpage, graph, tables
from chronique.front.corrections import Corrections, Recent, list_corrections, recently_corrected
from chronique.front.frontpage import FrontPage
from chronique.front.icon import path_of_icon, path_of_touch_icon, width_of_sign
from chronique.front.listings import Surroundings, surroundings
from chronique.front.locales import OPEN_GRAPH
from chronique.front.moments import element_of_date, time_element
from chronique.store.shown import shows_too
from chronique.text import html

register = template.Library()


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, path: str | None) -> str:
    """The whole address of a path of this site; an address that is whole already stays.

    A page that is being written has no path yet: it gets the site's own address.
    """
    root: str = context["publication"].site.root_url
    return path if path and "://" in path else f"{root}{path or '/'}"


@register.simple_tag(takes_context=True)
def front_page(context: template.Context) -> FrontPage:
    """`{% front_page as shown %}`: what stands on the home page."""
    shown = frontpage.compose(context["publication"].site)
    shows_too(context.get("request"), *frontpage.names_of(shown))
    return shown


@register.simple_tag(takes_context=True)
def newest(context: template.Context, count: int) -> list[Article]:
    """`{% newest 5 as articles %}`: where else to read when a page has nothing to give."""
    site = context["publication"].site
    found = frontpage.newest(site, count)
    shows_too(context.get("request"), tags.articles(site.pk), *showing.of_titles(found))
    return found


@register.simple_tag(takes_context=True)
def menu_of(context: template.Context, publication: Publication) -> list[dict[str, Any]]:
    """The links at the top: the main menu, or the sections as long as nobody made one."""
    own = tags.menus(publication.site_id)
    shows_too(context.get("request"), own, *showing.of_frame(publication))
    if publication.main_menu:
        links: list[dict[str, Any]] = publication.main_menu.links
        return links
    shows_too(context.get("request"), tags.sections(publication.site_id))
    sections = sections_in_use(publication.site)
    return [{"label": each.name, "href": each.path, "children": []} for each in sections]


@register.simple_tag(takes_context=True)
def sections_of(context: template.Context, publication: Publication) -> list[Section]:
    shows_too(context.get("request"), tags.sections(publication.site_id))
    return sections_in_use(publication.site)


@register.simple_tag(takes_context=True)
def neighbours_of(context: template.Context, page: StaticPage) -> Surroundings:
    """`{% neighbours_of page as around %}`: the static pages above and below one."""
    around = surroundings(page)
    names = [tags.title(each.pk) for each in (*around.lineage, *around.below)]
    shows_too(context.get("request"), *names)
    return around


@register.simple_tag(takes_context=True)
def corrections_here(context: template.Context) -> Corrections:
    """`{% corrections_here as listing %}`: the newest corrections of the site."""
    found = list_corrections(context["publication"])
    shows_too(context.get("request"), *found.names)
    return found


@register.simple_tag(takes_context=True)
def recent_correction(context: template.Context, article: Article) -> Recent | None:
    """`{% recent_correction page as recent %}`: the one that is still told above the text."""
    recent = recently_corrected(article, today=timezone.localdate())
    if recent:
        shows_too(context.get("request"), until=recent.until)
    return recent


@register.simple_tag
def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tables.Table:
    """`{% aligned headings rows as table %}`: the cells, and which columns are of numbers."""
    return tables.aligned(headings, rows)


@register.simple_tag(takes_context=True)
def publication_graph(context: template.Context) -> str:
    return html.safe(graph.as_script(graph.of_publication(context["publication"])))


@register.simple_tag(takes_context=True)
def page_graph(context: template.Context, title: str, path: str) -> str:
    things = graph.of_page(context["publication"], title=title, path=path)
    return html.safe(graph.as_script(things))


@register.simple_tag(takes_context=True)
def section_graph(context: template.Context, section: Section) -> str:
    shows_too(context.get("request"), *showing.of_lineage(section))
    *above, last = ((each.name, each.path) for each in section.lineage)
    things = graph.of_page(context["publication"], title=last[0], path=last[1], above=above)
    return html.safe(graph.as_script(things))


@register.simple_tag(takes_context=True)
def static_page_graph(
    context: template.Context, page: StaticPage, around: Surroundings, threads: ThreadPage
) -> str:
    things = graph.of_static_page(context["publication"], page, around.lineage, threads)
    return html.safe(graph.as_script(things))


@register.simple_tag(takes_context=True)
def threads_graph(
    context: template.Context, page: Article | StaticPage, threads: ThreadPage
) -> str:
    title = _("Comments on %(title)s") % {"title": page.title}
    things = graph.of_threads(context["publication"], page, threads, title=title)
    return html.safe(graph.as_script(things))


@register.simple_tag(takes_context=True)
def author_graph(context: template.Context, author: Author) -> str:
    return html.safe(graph.as_script(graph.of_author(context["publication"], author)))


@register.simple_tag(takes_context=True)
def article_graph(
    context: template.Context, article: Article, reading: Reading, threads: ThreadPage
) -> str:
    things = graph.of_article(context["publication"], article, reading, threads)
    return html.safe(graph.as_script(things))


@register.simple_tag
def at_moment(value: datetime) -> str:
    """A `time` element with the day and the hour of a moment."""
    return time_element(value, with_hour=True)


@register.filter
def on_day(day: date) -> str:
    """A `time` element of a day."""
    return element_of_date(day)


@register.simple_tag
def moment(value: datetime | None, kind: str = "") -> str:
    """A `time` element with the date as the publication's language says it; `kind`: its class."""
    return time_element(value, kind)


@register.filter
def authors(article: Article) -> list[Authorship]:
    """Those who wrote it, or whoever made it when nobody did, as `for_cards` fetched them."""
    return showing.writers(article)


@register.filter
def by_role(authorships: Iterable[Authorship]) -> list[tuple[str, list[Authorship]]]:
    """Those who made a piece, by what they did; those who wrote it stand first, under "By"."""
    roles: dict[str, list[Authorship]] = {}
    for each in sorted(authorships, key=lambda each: each.role != Authorship.Role.AUTHOR):
        if each.role == Authorship.Role.AUTHOR:
            label = _("By")
        else:
            label = _("%(role)s:") % {"role": each.get_role_display()}
        roles.setdefault(label, []).append(each)
    return list(roles.items())


@register.filter
def people(authorships: Iterable[Authorship]) -> list[Author]:
    """Those who made a piece, each once, whatever they all did."""
    return list({each.author_id: each.author for each in authorships}.values())


@register.filter
def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@register.filter
def in_words(rich: str) -> str:
    """Rich text on one line, without its markup; a space between what were blocks."""
    return " ".join(html.plain(rich).split("\n"))


@register.filter
def icon_path(publication: Publication) -> str:
    """The path of what browsers show beside an address: the logo, or else ours."""
    return path_of_icon(publication)


@register.filter
def touch_icon_path(publication: Publication) -> str:
    return path_of_touch_icon(publication)


@register.simple_tag(takes_context=True)
def locale(context: template.Context) -> str:
    """The language of the page's text, else the publication's, as Open Graph says it, if it can."""
    language = getattr(context.get("page"), "language", context["publication"].language)
    said = OPEN_GRAPH.get(language)
    return format_html('<meta property="og:locale" content="{}">', said) if said else ""


@register.simple_tag
def sign(logo: Picture) -> str:
    """An `img` of the publication's logo, to stand beside its name and say nothing more."""
    width = width_of_sign(logo)
    return format_html(
        '<img class="sign" src="{}" width="{}" height="{}" alt="">',
        size_path(logo, width),
        width,
        height_at(logo, width),
    )


@register.filter
def shown_address(url: str) -> str:
    """A web address as people say it: without scheme, `www.` and final slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url
