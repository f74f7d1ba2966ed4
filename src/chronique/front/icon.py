"""What browsers show beside an address."""

from django.templatetags.static import static

from chronique.articles.models import Publication
from chronique.articles.sizes import size_path

WIDEST = 320


def path_of_icon(publication: Publication) -> str:
    """Return the path of the publication's logo, or of our own picture where it has none."""
    logo = publication.logo
    return size_path(logo, min(WIDEST, logo.width)) if logo else static("front/icon.svg")
