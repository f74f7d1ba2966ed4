"""Feeds and what programs ask of a site: sitemap, robots.txt, security.txt."""

from datetime import UTC, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from chronique.articles import tags
from chronique.articles.addresses import find_page
from chronique.articles.models import Article, Author, Publication, Section, Tag
from chronique.articles.models.pages import ArticleQuerySet, readable_pages
from chronique.articles.models.publication import CORRECTIONS
from chronique.comments import tags as talk
from chronique.comments.models import Comment
from chronique.comments.rules import thread_path
from chronique.dossiers.models import Dossier
from chronique.feeds import sitemap as maps
from chronique.feeds.dossiers import add_standings
from chronique.feeds.entries import Feed
from chronique.feeds.formats import FORMS
from chronique.feeds.rules import NEVER
from chronique.feeds.sources import add_articles, add_comments, add_corrections, feed_of, root_of
from chronique.store.shown import shows

A_MONTH = timedelta(days=31)


@require_safe
def site_feed(request: HttpRequest, form: str = "") -> HttpResponse:
    publication = Publication.for_request(request)
    feed = feed_of(publication, home="/")
    shows(request, tags.articles(publication.site_id))
    return _answer(request, add_articles(feed, publication, _articles(publication)), form)


@require_safe
def section_feed(request: HttpRequest, slug: str, form: str = "") -> HttpResponse:
    publication = Publication.for_request(request)
    section = get_object_or_404(Section.objects.on(publication.site), slug=slug)
    feed = feed_of(publication, home=section.path, title=section.name, about=section.description)
    own = tags.section(section.pk)
    shows(request, own, tags.about(own), tags.list_of(own))
    articles = _articles(publication).in_section(section)
    return _answer(request, add_articles(feed, publication, articles), form)


@require_safe
def tag_feed(request: HttpRequest, slug: str, form: str = "") -> HttpResponse:
    publication = Publication.for_request(request)
    tag = get_object_or_404(Tag, slug=slug)
    feed = feed_of(publication, home=tag.path, title=tag.name, about=tag.description)
    own = tags.tag(tag.pk)
    shows(request, own, tags.about(own), tags.list_of(own))
    articles = _articles(publication).with_tag(tag)
    return _answer(request, _with_something(add_articles(feed, publication, articles)), form)


@require_safe
def author_feed(request: HttpRequest, slug: str, form: str = "") -> HttpResponse:
    publication = Publication.for_request(request)
    author = get_object_or_404(Author, slug=slug)
    feed = feed_of(publication, home=author.path, title=author.name)
    shows(request, tags.author(author.pk), tags.list_of(tags.author(author.pk)))
    articles = _articles(publication).by(author)
    return _answer(request, _with_something(add_articles(feed, publication, articles)), form)


@require_safe
def dossier_feed(request: HttpRequest, slug: str, form: str = "") -> HttpResponse:
    """Its articles, and what was said of where it stands."""
    publication = Publication.for_request(request)
    dossier = get_object_or_404(Dossier.objects.on(publication.site).public(), slug=slug)
    about = dossier.question or dossier.standfirst
    feed = feed_of(publication, home=dossier.path, title=dossier.title, about=about)
    add_articles(feed, publication, _articles(publication).filter(parts__dossier=dossier))
    add_standings(feed, publication, dossier)
    return _answer(request, feed, form)


@require_safe
def comments_feed(request: HttpRequest, form: str = "") -> HttpResponse:
    publication = Publication.for_request(request)
    feed = feed_of(publication, home="/", title=gettext("Comments"))
    feed.address = f"{root_of(publication)}/comments/feed/"
    comments = Comment.objects.public().under_any(readable_pages(publication.site))
    title = gettext("%(name)s on %(article)s")
    shows(request, talk.ALL)
    return _answer(request, add_comments(feed, publication, comments, title=title), form)


@require_safe
def corrections_feed(request: HttpRequest, form: str = "") -> HttpResponse:
    """What articles say was wrong in them, of the whole site."""
    publication = Publication.for_request(request)
    feed = feed_of(publication, home=CORRECTIONS, title=gettext("Corrections"))
    shows(request, tags.corrections(publication.site_id))
    return _answer(request, add_corrections(feed, publication), form)


@require_safe
def article_feed(request: HttpRequest, path: str, form: str = "") -> HttpResponse:
    """The comments of an article, or of a static page."""
    publication = Publication.for_request(request)
    article = find_page(f"/{path}", site=publication.site)
    if article is None:
        raise Http404
    shows(request, tags.title(article.pk))
    if article.address != f"/{path}":
        shows(request, tags.addresses(publication.site_id))
        return redirect(f"{article.address}feed/{FORMS[form].ending}", permanent=True)
    title = gettext("Comments on %(article)s") % {"article": article.title}
    feed = feed_of(publication, home=article.address, title=title)
    shows(request, talk.comments(article.pk))
    comments = Comment.objects.public().under(article)
    add_comments(feed, publication, comments, title=gettext("By %(name)s"))
    return _answer(request, feed, form)


@require_safe
def thread_feed(request: HttpRequest, pk: str, form: str = "") -> HttpResponse:
    """One thread, addressed by its topmost comment, which readers may not see any more."""
    publication = Publication.for_request(request)
    shows(request, talk.comment(int(pk)))
    pages = readable_pages(publication.site)
    top = get_object_or_404(Comment.objects.under_any(pages).with_article(), pk=pk)
    shows(request, talk.thread(top.top), tags.title(top.page_id))
    if top.pk != top.top:
        return redirect("thread_feed", top.top, permanent=True)
    title = gettext("A thread on %(article)s") % {"article": top.article.title}
    feed = feed_of(publication, home=thread_path(top.pk), title=title)
    comments = Comment.objects.public().in_threads([top.pk])
    add_comments(feed, publication, comments, title=gettext("By %(name)s"))
    return _answer(request, _with_something(feed), form)


def old_form(request: HttpRequest, **_: str) -> HttpResponse:
    """WordPress gave RSS under several names: `…/feed/rss2/` and its like lead to `…/feed/`."""
    path = request.path.rstrip("/").rpartition("/")[0]
    return moved(request, f"{path}/")


def moved(request: HttpRequest, to: str) -> HttpResponse:
    """Lead for good from one of our addresses to another."""
    shows(request, tags.host(Publication.for_request(request).site_id))
    return HttpResponsePermanentRedirect(to)


def category_feed(request: HttpRequest, path: str, form: str = "") -> HttpResponse:
    """WordPress's address of a category: /category/parent/child/feed/."""
    slug, site = path.rpartition("/")[2], Publication.for_request(request).site
    shows(request, tags.addresses(site.pk))
    section = get_object_or_404(Section.objects.on(site), slug=slug)
    return redirect(f"{section.path}feed/{FORMS[form].ending}", permanent=True)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    publication = Publication.for_request(request)
    shows(request, tags.sitemap(publication.site_id))
    return _xml(maps.whole_map(publication) or maps.index(publication))


@require_safe
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    publication = Publication.for_request(request)
    shows(request, tags.sitemap(publication.site_id))
    part = maps.part(publication, kind, number)
    if not part:
        raise Http404
    return _xml(part)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    publication = Publication.for_request(request)
    shows(request, tags.host(publication.site_id))
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /search/",
        "",
        f"Sitemap: {root_of(publication)}/sitemap.xml",
    ]
    return _text(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. It expires in half a year; the date moves once a month, so the text stays still."""
    publication = Publication.for_request(request)
    shows(request, tags.site(publication.site_id))
    contact = " ".join(publication.security_contact.split())
    if not contact:
        raise Http404
    month = timezone.now().astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    shows(request, until=(month + A_MONTH).replace(day=1))
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {(month + 6 * A_MONTH).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {publication.language}",
        f"Canonical: {root_of(publication)}/.well-known/security.txt",
    ]
    return _text(lines)


def _articles(publication: Publication) -> ArticleQuerySet:
    return Article.objects.published().on(publication.site).exclude(address="")


def _with_something(feed: Feed) -> Feed:
    """Tags and authors of whom nothing can be read are not there for readers."""
    if not feed.entries:
        raise Http404
    return feed


def _answer(request: HttpRequest, feed: Feed, name: str) -> HttpResponse:
    shows(request, *feed.names)
    form = FORMS[name]
    text = form.write(feed, feed.address + form.ending)
    response = HttpResponse(text, content_type=f"{form.media_type}; charset=utf-8")
    if feed.updated > NEVER:
        response["Last-Modified"] = http_date(feed.updated.timestamp())
    return response


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
