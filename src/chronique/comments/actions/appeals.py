"""Whoever wrote a refused comment may answer once; a moderator looks again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.comments.models import Appeal, Comment

LONGEST = 2000


def appeal(*, comment: Comment, words: str, now: datetime) -> Appeal:
    """Ask the moderators to look at a refused comment again. Raises Refused."""
    words = words.replace("\0", "").strip()
    if not words:
        raise Refused(_("Please say why the comment should be published."))
    if len(words) > LONGEST:
        raise Refused(_("That is too long: at most %(most)s characters.") % {"most": LONGEST})
    if not comment.is_refused:
        raise Refused(_("This comment is not refused any more."))
    try:
        with transaction.atomic():
            return Appeal.objects.create(comment=comment, words=words, made_at=now)
    except IntegrityError as error:
        raise Refused(_("You have answered already, and once is all.")) from error
