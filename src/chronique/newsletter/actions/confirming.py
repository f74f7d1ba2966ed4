"""An address confirms that it was its owner who asked: once, within seven days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from chronique.articles.models import Publication
from chronique.comments.letterhead import letterhead_of
from chronique.mail.actions import is_suppressed, unsuppress
from chronique.newsletter.actions.asking import wanted_by
from chronique.newsletter.actions.moving import move
from chronique.newsletter.actions.subscribing import activate
from chronique.newsletter.actions.welcoming import send_welcome
from chronique.newsletter.links import UsedLink, asking_of
from chronique.newsletter.models import Asking, Subscription
from chronique.readers.actions import meet
from chronique.readers.letters import write_to
from chronique.readers.models import Reader


@dataclass(frozen=True)
class Confirmed:
    """Whose address it is, and what comes there from now on."""

    reader: Reader
    subscriptions: list[Subscription]
    is_move: bool


@transaction.atomic
def confirm(*, token: str, now: datetime) -> Confirmed:
    """Let letters come to the address that a link was sent to. Raises BadLink and its kinds."""
    asking = asking_of(token, now=now)
    if not Asking.objects.use(asking, now):
        raise UsedLink(_("This link was used already: it works once."))
    reader = _proven(asking, now)
    if asking.moves:
        return Confirmed(reader, _move(asking.moves, reader, asking, now), is_move=True)
    proof = {
        "consent_text": asking.consent_text, "consent_page": asking.consent_page,
        "consent_at": asking.asked_at,
        "consent_how": _(
            "Asked by a form of the site; confirmed by the button on the page that a link leads to"
            " which was sent to this address."
        ),
    }  # fmt: skip
    rows = [
        activate(reader=reader, newsletter=newsletter, rhythm=rhythm, now=now, proof=proof)
        for newsletter, rhythm in wanted_by(asking)
    ]
    begun = [row for row in rows if row]
    for row in begun:
        if row.since == now:
            send_welcome(row, now=now)
    return Confirmed(reader, begun, is_move=False)


def _proven(asking: Asking, now: datetime) -> Reader:
    """Return the reader of an address that is theirs, as they have just shown."""
    reader = meet(address=asking.address, language=asking.language, now=now)
    if reader is None:
        raise ValueError("only addresses in their one form are asked")
    Reader.objects.filter(pk=reader.pk, confirmed_at=None).update(confirmed_at=now)
    # What came back before no longer does: the letter with this link arrived.
    if not is_suppressed(reader.address, even_if_bounced=True):
        unsuppress(reader.address)
    reader.refresh_from_db()
    return reader


def _move(old: Reader, new: Reader, asking: Asking, now: datetime) -> list[Subscription]:
    """Let what one address gets come to another, and tell the old one."""
    moved = move(old, new, now=now)
    head = letterhead_of(Publication.for_site(asking.site))
    write_to(old, "letters/mail/moved", {}, head=head, now=now)
    return moved
