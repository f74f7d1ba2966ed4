"""What the program does with readers' browsers, for the privacy page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chronique.text.embeds import frame_sources


@dataclass(frozen=True)
class Cookie:
    name: str
    what_for: Promise
    how_long: Promise


# There are no others: a test looks at what the pages set.
COOKIES = [
    Cookie(
        "chronique_reader",
        _("Set when you comment, like or report: it tells your own comments, which you may edit"
          " and remove, and, if you wished it, your name and addresses for the next time."),
        _("A year after you last took part"),
    ),
    Cookie(
        settings.CSRF_COOKIE_NAME,
        _("Set by pages with a form of their own: it proves that the form was sent from here."),
        _("A year"),
    ),
    Cookie(
        settings.SESSION_COOKIE_NAME,
        _("Set when you sign in, or give the password of an article."),
        _("Two weeks"),
    ),
]  # fmt: skip


def players() -> list[str]:
    """Return the hosts that a player comes from, once a reader has pressed play."""
    return [urlsplit(source).netloc for source in frame_sources()]
