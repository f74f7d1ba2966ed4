"""What templates ask about hypotheses and the words for how likely something is."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from chronique.dossiers.models import Dossier
from chronique.front.hypotheses.telling import Answer, Told, tell
from chronique.store.shown import shows_too

register = template.Library()


@register.simple_tag(takes_context=True)
def hypotheses_of(context: template.Context, dossier: Dossier) -> Told:
    """`{% hypotheses_of dossier as told %}`: its matrix, for the dossier's own page."""
    told = tell(dossier)
    shows_too(context.get("request"), *told.names)
    return told


@register.filter
def enumerated(words: Sequence[Any]) -> str:
    """A, B and C; nothing for none."""
    *before, last = ["", *map(str, words)]
    before = [word for word in before if word]
    if not before:
        return last
    return _("%(several)s and %(last)s") % {"several": ", ".join(before), "last": last}


@register.simple_tag
def letters_of(answers: Sequence[Answer]) -> str:
    """The letters of some answers, in their order: A, B and C."""
    return enumerated(sorted(answer.letter for answer in answers))
