"""What Wagtail deletes by itself, where the database refuses: a sentence instead of a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Model, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chronique.dossiers.models import Estimate, Evidence, Listing, Reference, Resolution, Wording

# What a row is a part of, where nobody knows it by a name of its own.
PART_OF: dict[type[Model], str] = {
    Estimate: "prediction", Wording: "prediction", Resolution: "prediction",
    Evidence: "dossier", Listing: "dossier", Reference: "article",
}  # fmt: skip
Answer = Callable[[HttpRequest], HttpResponse]


class RefusedDeletions:
    """Who deletes at the desk what something rests on comes back to where they asked for it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if isinstance(error, ProtectedError):
            rows: Any = error.protected_objects
        elif isinstance(error, RestrictedError):
            rows = error.restricted_objects
        else:
            return None
        sentence = _("Nothing was deleted. These rest on it, and would be lost: %(things)s.")
        messages.error(request, sentence % {"things": counted(rows)})
        return redirect(request.get_full_path())


def counted(rows: Iterable[Model]) -> str:
    """Return how many things of each kind rows are, or are parts of: “predictions: 6”."""
    things = {getattr(row, PART_OF[type(row)]) if type(row) in PART_OF else row for row in rows}
    kinds = Counter(str(thing._meta.verbose_name_plural) for thing in things)
    return ", ".join(_("%(kind)s: %(count)s") % {"kind": k, "count": kinds[k]} for k in kinds)
