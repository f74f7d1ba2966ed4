"""How many comments came since a page was made: asked by pages that stay open."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chronique.comments.models import Comment
from chronique.comments.views.finding import article_at


@require_safe
@cache_control(max_age=20, public=True)
def news(request: HttpRequest, path: str, after: str) -> HttpResponse:
    """`{"count": 3, "newest": 57}`: public comments with a number above `after`."""
    article = article_at(request, path)
    number = int(after)
    if number > 2**62:
        raise Http404
    fresh = Comment.objects.public().words().under(article).filter(pk__gt=number)
    numbers = list(fresh.order_by("-pk").values_list("pk", flat=True)[:100])
    return JsonResponse({"count": len(numbers), "newest": numbers[0] if numbers else number})
