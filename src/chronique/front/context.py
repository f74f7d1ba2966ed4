"""What all of the readers' templates may name."""

from typing import Any

from django.http import HttpRequest

from chronique.articles.models import Publication


def publication(request: HttpRequest) -> dict[str, Any]:
    if request.path.startswith("/desk/") and not getattr(request, "is_preview", False):
        return {}
    return {"publication": Publication.for_request(request)}
