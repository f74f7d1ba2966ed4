"""What stands at the end of links in letters: signed, so that nobody else can make one.

A link opens a page with buttons; it does nothing by itself. It is worth as much as the mailbox that
it was sent to.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from chronique.base.errors import Refused

MODERATION = "chronique.comments.moderate"
APPEAL = "chronique.comments.appeal"
LASTS = {MODERATION: timedelta(days=14), APPEAL: timedelta(days=30)}


class BadLink(Refused):
    """It is too old, or was never ours."""


def moderation_path(*, comment: int, user: int) -> str:
    """Return where one moderator, by number, decides about one comment."""
    return reverse("moderate_by_mail", args=[_seal([comment, user], MODERATION)])


def appeal_path(*, comment: int) -> str:
    """Return where whoever wrote a comment may answer its refusal."""
    return reverse("appeal", args=[_seal([comment], APPEAL)])


def numbers_in(token: str, purpose: str) -> list[int]:
    """Return what a link names. Raises BadLink."""
    try:
        found: list[int] = signing.loads(token, salt=purpose, max_age=LASTS[purpose])
    except signing.SignatureExpired as error:
        raise BadLink(_("This link was made too long ago.")) from error
    except signing.BadSignature as error:
        raise BadLink(_("This link is not whole: copy all of it from the letter.")) from error
    return found


def _seal(numbers: list[int], purpose: str) -> str:
    return signing.dumps(numbers, salt=purpose)


def no_more() -> str:
    return _("You may not moderate comments any more.")


def gone() -> str:
    return _("This comment is gone for good.")
