"""Snapshots at the desk: what there is of a source, and the file to take along."""

from __future__ import annotations

import re
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.panels import Panel

from chronique.dossiers import shelves
from chronique.dossiers.models import Snapshot

# Reasons that name a number.
ANSWERS = re.compile(r"its host answers (\d+)")
LARGER = re.compile(r"it is larger than (\d+) MB")


class SnapshotsPanel(Panel):
    """What was kept of a source, the newest first, and whether it is still there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/dossiers/snapshots.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.url)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            snapshots = [(one, in_words(one.why)) for one in self.instance.snapshots.all()[:10]]
            return {
                **super().get_context_data(parent_context), "source": self.instance,
                "snapshots": snapshots, "why": in_words(self.instance.gone_why),
            }  # fmt: skip


@permission_required("dossiers.change_source")
@require_safe
def take(request: HttpRequest, pk: int) -> FileResponse:
    """The WARC file of a snapshot, to be opened by a program for web archives: never shown here."""
    snapshot = get_object_or_404(Snapshot.objects.kept(), pk=pk)
    try:
        file = (shelves.folder() / snapshot.file).open("rb")
    except OSError as error:
        raise Http404 from error
    return FileResponse(
        file, as_attachment=True, filename=snapshot.file, content_type="application/warc"
    )


def in_words(why: str) -> str:
    """Return a reason of `base.http` in the language of the desk."""
    if match := ANSWERS.fullmatch(why):
        return _("its host answers %(status)s") % {"status": match[1]}
    if match := LARGER.fullmatch(why):
        return _("it is larger than %(size)s MB") % {"size": match[1]}
    return _(why) if why else ""
