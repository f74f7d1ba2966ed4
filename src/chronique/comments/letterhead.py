"""On whose paper letters to readers are written."""

from urllib.parse import urlsplit

from chronique.articles.models import Publication
from chronique.comments.models import Comment
from chronique.readers.letters import Letterhead
from chronique.text.typography import typeset


def letterhead_of(publication: Publication) -> Letterhead:
    root = publication.site.root_url
    return Letterhead(
        title=typeset(publication.title, publication.language),
        root=root,
        language=publication.language,
        host=urlsplit(root).hostname or "",
    )


def publication_of(comment: Comment) -> Publication | None:
    """Return the publication that a comment stands in; None when its article is on no site."""
    site = comment.page.get_site()
    return Publication.for_site(site) if site else None
