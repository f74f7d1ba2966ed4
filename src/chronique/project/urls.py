"""Every address of the program. What is not named here is a page of Wagtail's tree."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from chronique.comments import urls as comments_urls
from chronique.feeds import urls as feeds_urls
from chronique.front import urls as front_urls
from chronique.front.books import urls as books_urls
from chronique.front.dossiers import urls as dossiers_urls
from chronique.front.events import urls as events_urls
from chronique.front.hypotheses import urls as hypotheses_urls
from chronique.front.letters import urls as letters_urls
from chronique.front.likelihood import urls as likelihood_urls
from chronique.front.predictions import urls as predictions_urls
from chronique.front.reader import urls as reader_urls
from chronique.front.sources import urls as sources_urls
from chronique.front.versions import urls as versions_urls
from chronique.newsletter import urls as newsletter_urls
from chronique.spam.akismet import urls as akismet_urls

urlpatterns = [
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(feeds_urls)),
    path("", include(akismet_urls)),
    path("", include(sources_urls)),
    path("reader/", include(reader_urls)),
    path("letters/", include(letters_urls)),
    path("likelihood/", include(likelihood_urls)),
    path("books/", include(books_urls)),
    path("", include(events_urls)),
    path("dossiers/", include(dossiers_urls)),
    path("dossiers/", include(hypotheses_urls)),
    path("", include(reader_urls.public)),
    path("", include(comments_urls)),
    path("", include(newsletter_urls)),
    path("", include(predictions_urls)),
    path("", include(versions_urls)),
    path("", include(front_urls)),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail_views.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path(
        "_util/login/",
        LoginView.as_view(template_name="wagtailcore/login.html"),
        name="wagtailcore_login",
    ),
    path("", include(front_urls.pages)),
]

handler404 = "chronique.front.views.not_found"
handler500 = "chronique.front.views.server_error"
