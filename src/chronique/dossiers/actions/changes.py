"""Who changed what: a row for each change, written with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms.models import model_to_dict
from wagtail.models import Site

from chronique.dossiers import tags
from chronique.dossiers.models import Change, Dossier
from chronique.store.actions import forget


def remember(
    *, thing: Any, kind: str, site: Site, now: datetime, by: Any = None,
    dossier: Dossier | None = None, before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Change | None:  # fmt: skip
    """Note what became different, for readers of a dossier too; None when nothing did. `before` is
    {} or None for what is new, `after` for what is gone.
    """
    was, now_is = before or {}, after or {}
    names = {name for name in {*was, *now_is} if was.get(name) != now_is.get(name)}
    if not names:
        return None
    if dossier:
        forget(tags.changes(dossier.pk))
    return Change.objects.create(
        site=site,
        dossier=dossier,
        kind=kind,
        number=thing.pk,
        name=str(thing)[:500],
        at=now,
        by=by,
        before={name: was[name] for name in sorted(names) if name in was},
        after={name: now_is[name] for name in sorted(names) if name in now_is},
    )


def facts(thing: Any, *names: str) -> dict[str, Any]:
    """Return fields of a row as they may stand in JSON."""
    values = model_to_dict(thing, fields=names)
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
