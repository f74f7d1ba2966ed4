"""A publication has a newsletter from its first day, which is called as it is."""

from chronique.articles.models import Publication
from chronique.newsletter.models import Newsletter

# Stands in `List-Id`, by which mail programs sort: it stays when the name changes.
SLUGS = {"fr": "lettre", "en": "letter"}


def found_newsletter(publication: Publication) -> Newsletter:
    """Return the first newsletter of a publication, made when it has none."""
    known = Newsletter.objects.on(publication.site).first()
    return known or Newsletter.objects.create(
        site=publication.site, name=publication.title, language=publication.language,
        slug=SLUGS.get(publication.language, SLUGS["en"]),
    )  # fmt: skip


def follow_title(publication: Publication, *, was: str) -> None:
    """Call the newsletter that had the publication's name by its new one."""
    if was and was != publication.title:
        Newsletter.objects.on(publication.site).filter(name=was).update(name=publication.title)
