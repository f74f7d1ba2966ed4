"""What programs of librarians are told of a source."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from chronique.dossiers.citations import Item
from chronique.dossiers.citations.issued import Issued
from chronique.dossiers.citations.items import names_of, one_line
from chronique.dossiers.models import Source
from chronique.dossiers.sourcing import judged


def items_of(sources: Iterable[Source]) -> list[Item]:
    return [item_of(source) for source in sources]


def item_of(source: Source) -> Item:
    """Return a source as it is cited; the writer's own remark is no part of it."""
    return Item(
        number=source.pk,
        kind=source.kind,
        title=one_line(source.title),
        names=names_of(one_line(source.author)),
        publisher=one_line(source.publisher),
        url=source.url,
        language=source.language,
        issued=Issued(source.published),
        seen=source.seen_on,
        note=_note(source),
    )


def _note(source: Source) -> str:
    words = one_line(source.words)
    said = _("“%(words)s”") % {"words": words} if words else ""
    return " ".join(part for part in (said, judged(source)) if part)
