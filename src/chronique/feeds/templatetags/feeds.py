"""Where a page's feeds are, for programs that look into its head."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from chronique.articles.models import Author, Publication, Section, Tag
from chronique.comments.models import Commented
from chronique.dossiers.models import Dossier
from chronique.feeds.formats import FORMS

register = template.Library()


@register.simple_tag
def feed_links(
    publication: Publication,
    subject: Commented | Author | Section | Tag | Dossier | None = None,
    thread: str = "",
) -> SafeString:
    """`{% feed_links publication %}`, or `{% feed_links publication section %}`: links to feeds.

    Those of the page's own section, tag, author, dossier or article's comments come first, then
    the site's. Before them that of one thread, by its path. No query.
    """
    feeds = [(publication.title, "/feed/")]
    if isinstance(subject, Commented):
        if subject.address:
            title = gettext("Comments on %(article)s") % {"article": subject.title}
            feeds.insert(0, (title, f"{subject.address}feed/"))
    elif subject is not None:
        feeds.insert(0, (f"{subject} – {publication.title}", f"{subject.path}feed/"))
    if thread:
        feeds.insert(0, (gettext("This thread"), f"{thread}feed/"))
    return _links(feeds)


@register.simple_tag
def corrections_links(publication: Publication) -> SafeString:
    """`{% corrections_links publication %}`: links to the feed of all corrections."""
    return _links([(f"{gettext('Corrections')} – {publication.title}", "/corrections/feed/")])


def _links(feeds: list[tuple[str, str]]) -> SafeString:
    return format_html_join(
        "\n",
        '<link rel="alternate" type="{}" title="{} ({})" href="{}{}">',
        (
            (form.media_type, title, form.name, path, form.ending)
            for title, path in feeds
            for form in FORMS.values()
        ),
    )
