"""Addresses of feeds, WordPress's among them, and of what programs ask of a site."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path, re_path

from chronique.feeds import views

OLD_FORMS = "(?:rss2|rss|rdf)"


def feed_at(prefix: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """`prefix` is a regular expression; the feed's three forms, and the names that RSS once had."""
    return [
        re_path(rf"^{prefix}feed/$", view, name=name),
        re_path(rf"^{prefix}feed/(?P<form>atom|json)/$", view),
        re_path(rf"^{prefix}feed/{OLD_FORMS}/$", views.old_form),
    ]


def moved(old: str, new: str) -> URLPattern:
    return path(old, views.moved, {"to": new})


urlpatterns = [
    *feed_at("", views.site_feed, "site_feed"),
    *feed_at("comments/", views.comments_feed, "comments_feed"),
    *feed_at("corrections/", views.corrections_feed, "corrections_feed"),
    *feed_at("section/(?P<slug>[^/]+)/", views.section_feed, "section_feed"),
    *feed_at("tag/(?P<slug>[^/]+)/", views.tag_feed, "tag_feed"),
    *feed_at("author/(?P<slug>[^/]+)/", views.author_feed, "author_feed"),
    *feed_at("dossiers/(?P<slug>[^/]+)/", views.dossier_feed, "dossier_feed"),
    re_path(r"^category/(?P<path>.+)/feed/$", views.category_feed),
    re_path(r"^category/(?P<path>.+)/feed/(?P<form>atom|json)/$", views.category_feed),
    re_path(rf"^category/(?P<path>.+)/feed/{OLD_FORMS}/$", views.category_feed),
    *feed_at("comment/(?P<pk>[0-9]{1,18})/thread/", views.thread_feed, "thread_feed"),
    *feed_at("(?P<path>.+/)", views.article_feed, "article_feed"),
    moved("rss/", "/feed/"),
    moved("rss.xml", "/feed/"),
    moved("feed.xml", "/feed/"),
    moved("atom/", "/feed/atom/"),
    moved("atom.xml", "/feed/atom/"),
    moved("feed.json", "/feed/json/"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", views.sitemap_part, name="sitemap_part"),
    # WordPress's own, and the most common plugin's.
    moved("wp-sitemap.xml", "/sitemap.xml"),
    moved("sitemap_index.xml", "/sitemap.xml"),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security),
]
