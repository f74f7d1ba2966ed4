"""Where providers tell what became of the letters that they took."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chronique.base.errors import Unreachable
from chronique.mail.told import events_in, is_known
from chronique.newsletter.actions.returns import take_event


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def told_by_provider(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """Carry out what a provider tells. Some ask by HEAD whether anybody is there."""
    if not is_known(provider, secret):
        raise Http404
    if request.method == "POST":
        try:
            events = events_in(request, provider)
        except Unreachable:
            # It asks again.
            return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        for event in events:
            take_event(event, now=timezone.now())
    return HttpResponse()
