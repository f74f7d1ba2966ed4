"""Where readers find what they may take away."""

from django import template

from chronique.dossiers import tags
from chronique.dossiers.models import Book, Dossier
from chronique.front.books.views import to_take_away
from chronique.store.shown import shows_too

register = template.Library()


@register.simple_tag(takes_context=True)
def books_of(context: template.Context, dossier: Dossier) -> list[Book]:
    """`{% books_of dossier as books %}`: a dossier's, one of each form. A query, and one each."""
    its = Book.objects.filter(site=dossier.site_id).of_dossier(dossier.pk)
    books, names = to_take_away(its)
    shows_too(context.get("request"), tags.books_of(dossier.pk), *names)
    return books


@register.simple_tag(takes_context=True)
def has_books(context: template.Context) -> bool:
    """`{% has_books as there %}`: whether /books/ has anything to take away."""
    site = context["publication"].site_id
    books, names = to_take_away(Book.objects.filter(site=site))
    shows_too(context.get("request"), tags.books(site), *names)
    return bool(books)
