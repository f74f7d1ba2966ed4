"""How a text points at an event: words with a quiet mark, which lead to the event's page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html

from chronique.articles import references
from chronique.dossiers import tags
from chronique.dossiers.models import Event
from chronique.dossiers.moments.words import words as moment_in_words
from chronique.text.html import safe


class Events:
    """What `<a linktype="event" id="3">words</a>` means."""

    name = "event"

    def fetch(self, ids: set[str]) -> Mapping[str, Event]:
        """Return all that are there: readers may see an event because a text points at it."""
        numbers = [int(one) for one in ids if one.isdecimal()]
        found = Event.objects.only("title", "moment").in_bulk(numbers) if numbers else {}
        return {str(number): event for number, event in found.items()}

    def names(self, ids: set[str]) -> list[str]:
        return [tags.event(int(one)) for one in ids if one.isdecimal()]

    def render(self, thing: Event, words: str, language: str) -> str:
        """The title says when; a letter and a feed, which have no sheet of ours, show a link."""
        when = moment_in_words(thing.moment, language)
        return format_html(
            '<a class="event" href="{}" title="{}">{}</a>', thing.path, when, safe(words)
        )


def register() -> None:
    references.register(Events())
