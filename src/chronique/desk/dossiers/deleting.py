"""Deleting what others may rest on: the desk says where it is cited, and deletes nothing then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.snippets.views.snippets import DeleteView

from chronique.base.errors import Refused
from chronique.dossiers.actions.citing import places_of
from chronique.dossiers.actions.dossiers import delete_dossier
from chronique.dossiers.actions.events import delete_actor, delete_event
from chronique.dossiers.actions.sources import delete_source
from chronique.dossiers.models import Actor, Dossier, Event, Source


class DeleteUncited(DeleteView):
    """`remove` is the action that deletes the thing, or refuses to."""

    remove: Callable[[Any], Any]

    def get_template_names(self) -> list[str]:
        return ["desk/dossiers/confirm_delete.html"]

    def get_usage_url(self) -> None:
        # Wagtail's own list of uses knows neither texts nor matrices; `places_of` does.
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "places": places_of(self.object)}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        return answer

    def delete_action(self) -> None:
        type(self).remove(self.object)


# What is chosen in a list and deleted at once goes through these, too; `by`: whoever asks for it.
DELETE: dict[type, Callable[[Any, Any], Any]] = {
    Actor: lambda actor, by: delete_actor(actor),
    Dossier: lambda dossier, by: delete_dossier(dossier),
    Event: lambda event, by: delete_event(event, now=timezone.now(), by=by),
    Source: lambda source, by: delete_source(source, now=timezone.now(), by=by),
}


def delete_chosen(request: HttpRequest, things: list[Any]) -> HttpResponse | None:
    """Delete what was chosen in a list, each by its action, or say why not; None where it is not
    ours to do.
    """
    asked = request.resolver_match
    is_many = asked is not None and asked.url_name == "wagtail_bulk_action"
    if request.method != "POST" or not is_many or not things or type(things[0]) not in DELETE:
        return None
    gone = sum(_is_deleted(request, thing) for thing in things)
    if gone:
        said = ngettext("%(count)s deleted.", "%(count)s deleted.", gone) % {"count": gone}
        messages.success(request, said)
    return redirect(type(things[0]).snippet_viewset.get_url_name("list"))


def _is_deleted(request: HttpRequest, thing: Any) -> bool:
    try:
        with transaction.atomic():
            DELETE[type(thing)](thing, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
