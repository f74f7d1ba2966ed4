"""The Admiralty code in words: a letter for who says it, a digit for what is said."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from chronique.dossiers.models import Source


class Mark(NamedTuple):
    code: str
    label: Any
    meaning: Any


_WHO = {
    "A": _("It has always been right, and nobody doubts who it is or what it can know."),
    "B": _("It has mostly been right; small doubts remain."),
    "C": _("It has been right at times; there is reason to doubt."),
    "D": _("It has been right now and then; there is much reason to doubt."),
    "E": _("It has been wrong before, or has misled."),
    "F": _("Too little is known of it, or nobody has judged it yet."),
}
_WHAT = {
    "1": _("Others say it who do not have it from this source, and it fits what is known."),
    "2": _("Nobody else confirms it; it stands to reason and fits what is known."),
    "3": _("Nobody else confirms it; it stands to reason and fits some of what is known."),
    "4": _("It could be, but nothing else speaks for it."),
    "5": _("What else is known speaks against it."),
    "6": _("There is nothing to hold it against, or nobody has judged it yet."),
}
RELIABILITY = [Mark(each.value, each.label, _WHO[each.value]) for each in Source.Reliability]
CREDIBILITY = [Mark(each.value, each.label, _WHAT[each.value]) for each in Source.Credibility]
