"""What readers are told before they subscribe: kept with each subscription as what was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from chronique.newsletter.models import Newsletter, Rhythm


def promise() -> str:
    return _(
        "A first letter asks you to confirm the address. Each letter has a link to leave, and the"
        " address is passed on to nobody."
    )


def shown(choices: Mapping[int, str], offered: Sequence[Newsletter]) -> str:
    """Return what a reader saw who chose these: each newsletter, how often, and the promise."""
    labels = dict(Rhythm.choices)
    lines = [f"{each.name}, {labels[choices[each.pk]]}" for each in offered if each.pk in choices]
    return "\n".join([*lines, promise()])
