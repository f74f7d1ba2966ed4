"""How a text cites a source: words with a number behind them, and a note that says what it is."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chronique.articles import references
from chronique.articles.stencil import Stencil
from chronique.dossiers import tags
from chronique.dossiers.citations.items import names_of
from chronique.dossiers.models import Source
from chronique.dossiers.moments.reading import NotAMoment
from chronique.dossiers.moments.words import words as moment_in_words
from chronique.text import html
from chronique.text.typography import typeset

NOTE = Stencil("dossiers/_source.html")


class Sources:
    """What `<a linktype="source" id="3">words</a>` means."""

    name = "source"

    def fetch(self, ids: set[str]) -> Mapping[str, Source]:
        """Return all that are there: who may see the text may see what it cites."""
        numbers = [int(one) for one in ids if one.isdecimal()]
        found = Source.objects.in_bulk(numbers) if numbers else {}
        return {str(number): source for number, source in found.items()}

    def names(self, ids: set[str]) -> list[str]:
        return [tags.source(int(one)) for one in ids if one.isdecimal()]

    def render(self, thing: Source, words: str, language: str) -> str:
        return words

    def note(self, thing: Source, language: str) -> str:
        return note_about(thing, language)

    def render_alone(self, thing: Source, words: str, language: str) -> str:
        """The title says what it is; the card says the rest."""
        title = typeset(thing.title, thing.language or language)
        return format_html('<a href="{}" title="{}">{}</a>', thing.path, title, html.safe(words))


def register() -> None:
    references.register_noted(Sources())


def note_about(source: Source, language: str) -> str:
    """Return who said what, where and when, of which kind it is and how far it is believed.

    It stands in a text of `language`; our own words are in that of the page.
    """
    own, ui = source.language or language, get_language() or language
    filled = NOTE.filled(
        {
            "title": typeset(source.title, own),
            "path": source.path,
            "own": own if own != language else "",
            "authors": typeset(authors_of(source), language),
            "publisher": typeset(source.publisher, language),
            "published": published_in_words(source, language),
            "kind": typeset(kind_of(source), ui),
            "judged": judged(source),
            "url": "" if source.gone_since else source.url,
            "host": host_of(source.url),
            "is_gone": source.gone_since is not None,
            "ui": ui if ui != language else "",
        }
    )
    return html.safe(filled.strip())


def authors_of(source: Source) -> str:
    """Return the authors' names as they are read: given names first, commas between."""
    return ", ".join(name.straight for name in names_of(source.author))


def published_in_words(source: Source, language: str) -> str:
    """Return when it was published; as it was written where that is no date."""
    try:
        return moment_in_words(source.published, language) if source.published else ""
    except NotAMoment:
        return source.published


def kind_of(source: Source) -> str:
    """Return its type, as a sentence begins with it."""
    label = str(source.get_kind_display())
    return label[:1].upper() + label[1:]


def judged(source: Source) -> str:
    """Return in words how far it is believed, with the code; nothing where nobody said so."""
    if not source.is_judged:
        return ""
    return _("%(reliability)s, %(credibility)s (%(code)s)") % {
        "reliability": source.get_reliability_display(),
        "credibility": source.get_credibility_display(),
        "code": source.code,
    }


def host_of(url: str) -> str:
    """Return the host of an address as people say it; the whole where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or url
    except ValueError:
        return url
