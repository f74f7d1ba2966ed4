"""What every answer to a reader carries, and the language that it speaks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils import translation
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from chronique.articles import tags
from chronique.articles.models import Publication
from chronique.store.shown import is_to_be_kept, shows_instead
from chronique.text.embeds import frame_sources

Answer = Callable[[HttpRequest], HttpResponse]

DESK = "/desk/"
READERS_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        f"frame-src {' '.join(frame_sources())}",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)
# Wagtail's screens style themselves as they go, and preview in a frame.
DESK_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; frame-src 'self'; object-src 'none'; base-uri 'self';"
    " form-action 'self'; frame-ancestors 'self'"
)
# A file that somebody sent may be shown, never run.
MEDIA_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
)
# Browsers' own viewers do not open in a sandbox. Wagtail lets nothing be loaded from there.
PDF = "application/pdf"


def security_headers(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.path.startswith("/documents/") and response.get("Content-Type") != PDF:
            response.headers["Content-Security-Policy"] = MEDIA_POLICY
        response.headers.setdefault("Content-Security-Policy", _policy(request.path))
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response

    return middleware


def _policy(path: str) -> str:
    if path.startswith(DESK):
        return DESK_POLICY
    if path.startswith((settings.MEDIA_URL, "/documents/", "/pictures/")):
        return MEDIA_POLICY
    return READERS_POLICY


class AppendSlash(CommonMiddleware):
    """As Django's, but no page is called like a file: /wp-login.php is not asked for twice.

    Nor has one a name that is no UTF-8, of which Django leaves the bytes as %FF.
    """

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        name = request.path_info.rpartition("/")[2]
        return not {".", "%"} & set(name) and super().should_redirect_with_slash(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        return _instead(request, response, super().process_response(request, response))


class Redirects(RedirectMiddleware):
    """As Wagtail's, which says nothing of what its answers show."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        return _instead(request, response, super().process_response(request, response))


def _instead(
    request: HttpRequest, response: HttpResponseBase, found: HttpResponseBase
) -> HttpResponseBase:
    """Of a redirect in the place of a page that is not there, say that it shows an address."""
    if found is not response:
        shows_instead(request, tags.addresses(Publication.for_request(request).site.pk))
    return found


class Conditional(ConditionalGetMiddleware):
    """As Django's; what is going to be kept is compared, and named, where it is kept."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if is_to_be_kept(request):
            return response
        return super().process_response(request, response)


def publication_language(answer: Answer) -> Answer:
    """Speak the publication's language; at the desk, to those who chose no other."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL, "/pictures/")):
            return answer(request)
        with translation.override(Publication.for_request(request).language):
            return answer(request)

    return middleware
