"""Readers' addresses. An article's and a static page's are found by `serve_page`, last of all."""

from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter

from chronique.front import views


class Year(IntConverter):
    regex = r"\d{4}"

    def to_url(self, value: int | str) -> str:
        return f"{int(value):04}"


class Month(IntConverter):
    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int | str) -> str:
        return f"{int(value):02}"


class Day(Month):
    regex = "0[1-9]|[12][0-9]|3[01]"


register_converter(Year, "yyyy")
register_converter(Month, "mm")
register_converter(Day, "dd")

urlpatterns = [
    path("page/<int:number>/", views.latest, name="latest"),
    path("section/<str:slug>/", views.section, name="section"),
    path("section/<str:slug>/page/<int:number>/", views.section),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("tag/<str:slug>/page/<int:number>/", views.tag),
    path("author/<str:slug>/", views.author, name="author"),
    path("author/<str:slug>/page/<int:number>/", views.author),
    path("archive/", views.archive, name="archive"),
    path("<yyyy:year>/", views.archive_of, name="year"),
    path("<yyyy:year>/page/<int:number>/", views.archive_of),
    path("<yyyy:year>/<mm:month>/", views.archive_of, name="month"),
    path("<yyyy:year>/<mm:month>/page/<int:number>/", views.archive_of),
    path("<yyyy:year>/<mm:month>/<dd:day>/", views.day),
    path("search/", views.search, name="search"),
    re_path(r"^index\.php(?P<path>/.*)?$", views.without_index),
    re_path(r"^category/(?P<path>.+/)$", views.to_section),
    re_path(r"^(?:.+/)?wp-content/uploads/.+-[0-9]+x[0-9]+\.\w+$", views.to_upload),
    path("favicon.ico", views.favicon),
    path("apple-touch-icon.png", views.touch_icon),
    path("pictures/<int:pk>/<str:name>", views.picture, name="picture"),
    path("media/<path:path>", views.media),
]

# After Wagtail's own addresses for passwords and accounts, before its catch-all.
pages = [re_path(r"^((?:[\w\-.~%]+/)*)$", views.serve_page, name="wagtail_serve")]
