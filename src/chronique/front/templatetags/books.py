"""Where readers find what they may take away."""

from django import template

from chronique.dossiers import tags
from chronique.dossiers.actions.books import is_to_be_seen
from chronique.dossiers.models import Book, Dossier
from chronique.front.books.views import names_of_held
from chronique.store.shown import shows_too

register = template.Library()


@register.simple_tag(takes_context=True)
def books_of(context: template.Context, dossier: Dossier) -> list[Book]:
    """`{% books_of dossier as books %}`: a dossier's, one of each form. A query, and one each."""
    found = list(Book.objects.filter(site=dossier.site_id).of_dossier(dossier.pk).offered())
    shows_too(context.get("request"), tags.books_of(dossier.pk), *names_of_held(found))
    return [book for book in found if is_to_be_seen(book)]


@register.simple_tag(takes_context=True)
def has_books(context: template.Context) -> bool:
    """`{% has_books as there %}`: whether /books/ has anything to take away. One query."""
    site = context["publication"].site_id
    shows_too(context.get("request"), tags.books(site))
    return Book.objects.filter(site=site).offered().exists()
