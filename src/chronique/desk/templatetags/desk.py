"""What the desk's own templates ask for."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.blocks import BoundBlock

from chronique.articles.body import Body, render_body
from chronique.articles.models import Publication
from chronique.articles.shelf import Shelf, Wanted
from chronique.desk.places import new_article_address as address_of_new
from chronique.dossiers.moments.words import words
from chronique.mail.actions import why_mailings_wait

register = template.Library()


@register.simple_tag(takes_context=True)
def publication_title(context: dict[str, Any]) -> str:
    return Publication.for_request(context["request"]).title


@register.simple_tag(takes_context=True)
def new_article_address(context: dict[str, Any]) -> str:
    return address_of_new(context["request"])


@register.filter
def moment_in_words(edtf: str) -> str:
    """A date that need not be exact, as the desk's language says it."""
    return words(edtf, get_language() or "en")


@register.simple_tag
def letters_are_kept() -> bool:
    """Whether no mail server is set."""
    return not settings.CONF.mail_servers


@register.simple_tag
def why_letters_wait() -> str:
    """Return why no issue goes at the moment, as a sentence; empty when they go."""
    return why_mailings_wait(timezone.now())


@register.simple_tag
def as_read(bound: BoundBlock, language: str) -> Body:
    """Return one block as readers see it."""
    raw = [{"type": bound.block.name, "value": bound.block.get_prep_value(bound.value)}]
    return render_body(raw, language=language, shelf=Shelf(Wanted().look(raw)))
