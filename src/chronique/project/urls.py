"""Every address of the program. What is not named here is a page of Wagtail's tree."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from chronique.comments import urls as comments_urls
from chronique.feeds import urls as feeds_urls
from chronique.front import urls as front_urls

urlpatterns = [
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(feeds_urls)),
    path("", include(comments_urls)),
    path("", include(front_urls)),
    path("", include(wagtail_urls)),
]

handler404 = "chronique.front.views.not_found"
handler500 = "chronique.front.views.server_error"
