"""The box in which readers subscribe, on pages of all kinds."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from chronique.comments import trap
from chronique.dossiers.models import Dossier
from chronique.front.letters.choices import as_given
from chronique.front.letters.words import promise
from chronique.newsletter import tags
from chronique.newsletter.models import Rhythm
from chronique.newsletter.offered import offered_in_box
from chronique.store.shown import shows_too

register = template.Library()


@register.inclusion_tag("letters/_box.html", takes_context=True)
def subscribe_box(
    context: template.Context, page: str, dossier: Dossier | None = None
) -> dict[str, Any]:
    """`{% subscribe_box page.address %}`: nothing where no newsletter is offered. One query.

    It is the same for every reader, so the page may be kept; `page` is where it stands. On the page
    of a dossier its own newsletters come first; elsewhere those of dossiers are not offered.
    """
    site, now = context["publication"].site_id, timezone.now()
    # The name of the form's trap goes with the day, and is good for twice as long.
    until = now + timedelta(days=trap.DAYS // 2)
    shows_too(context.get("request"), tags.newsletters(site), until=until)
    return {
        "publication": context["publication"],
        "choices": as_given(offered_in_box(site, dossier), None),
        "rhythms": Rhythm.choices, "promise": promise(), "page": page,
        "trap": trap.name_of(timezone.localdate()),
    }  # fmt: skip
