"""Deleting what others may rest on: the desk says where it is cited, and deletes nothing then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from wagtail.admin import messages
from wagtail.snippets.views.snippets import DeleteView

from chronique.base.errors import Refused
from chronique.dossiers.actions.citing import places_of


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
