"""What stands at the end of links in letters, and in the addresses that mail programs write to.

A link names rows by number, with a mark that only we can make; it holds no address. A mark of the
reader's address is in it: numbers may be given anew, after a restored backup for instance. All of
it is digits and small letters, so that it may stand before the @ too.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from chronique.newsletter.models import Asking, Subscription
from chronique.newsletter.models.askings import LIFE
from chronique.readers import links as readers
from chronique.readers.links import BadLink, OldLink
from chronique.readers.models import Reader

_CONFIRM = re.compile(r"([0-9]{1,18})-([0-9a-f]{32})", re.ASCII)
_LEAVE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-([0-9a-f]{20})", re.ASCII)
# Before such a token, where it stands in an address or a subject.
WORD = "leave-"


class UsedLink(OldLink):
    """A link that works once, and did."""


def confirm_address(asking: Asking, *, root: str) -> str:
    """Return where a letter leads that asks. `root`: the site's, without a final slash."""
    token = f"{asking.pk}-{_mark('confirm', asking.pk, asking.address)[:32]}"
    return f"{root}{reverse('letters_confirm', args=[token])}"


def asking_of(token: str, *, now: datetime) -> Asking:
    """Return what a letter asked. Raises BadLink, OldLink when a week is over, and UsedLink."""
    found = _CONFIRM.fullmatch(token)
    number = int(found[1]) if found else 0
    asking = Asking.objects.filter(pk=number).exclude(sent_at=None).select_related("site").first()
    if not found:
        raise BadLink(_("This link leads nowhere: it may have been cut short."))
    if asking is None:
        raise OldLink(_("This link was good for seven days, which are over. Subscribe again."))
    if not constant_time_compare(found[2], _mark("confirm", asking.pk, asking.address)[:32]):
        raise BadLink(_("This link leads nowhere: it may have been cut short."))
    if asking.sent_at is None or now - asking.sent_at > LIFE:
        raise OldLink(_("This link was good for seven days, which are over. Subscribe again."))
    if asking.used_at:
        raise UsedLink(_("This link was used already: it works once."))
    return asking


def proof_token(asking: Asking) -> str:
    """Return what stands for showing that a person asked."""
    return f"{asking.pk}-{_mark('proof', asking.pk)[:32]}"


def asking_to_prove(token: str) -> Asking | None:
    """Return what somebody asked that waits, by whose trust nothing was done yet; None for none."""
    found = _CONFIRM.fullmatch(token)
    if found is None or not constant_time_compare(found[2], _mark("proof", int(found[1]))[:32]):
        return None
    return Asking.objects.waiting().unproven().filter(pk=int(found[1])).first()


def leave_token(subscription: Subscription, *, issue: int | None = None) -> str:
    """Return what stands for leaving. `issue`: by whose letter, its number.

    The subscription's reader must be at hand (`select_related`), or is asked for.
    """
    pk, address = subscription.pk, subscription.reader.address
    return f"{pk}-{issue or 0}-{_mark('leave', pk, issue or 0, address)[:20]}"


def leave_address(subscription: Subscription, *, root: str, issue: int | None = None) -> str:
    """Return where a letter leads to be rid of it; mail programs may post there (RFC 8058)."""
    before, after = _around("letters_leave")
    return f"{root}{before}{leave_token(subscription, issue=issue)}{after}"


def leave_mailbox(
    subscription: Subscription, *, mailbox: str, separator: str = "+", issue: int | None = None
) -> str:
    """Return the mailto: address that a mail program writes to, instead of the page.

    `mailbox` is the one that we read, `separator` what stands in it before a tag. The token stands
    in the address and in the subject: some programs do not write the one, some servers do not keep
    the other.
    """
    token = leave_token(subscription, issue=issue)
    local, _at, domain = mailbox.rpartition("@")
    to = quote(f"{local}{separator}{WORD}{token}@{domain}", safe="@+")
    return f"mailto:{to}?subject={WORD}{token}"


def subscription_of(token: str) -> tuple[Subscription, int | None]:
    """Return whose link it is, and by which issue's letter. Raises BadLink.

    It works as long as the letter is kept that it stands in.
    """
    found = _LEAVE.fullmatch(token)
    if found is None:
        raise BadLink(_("This link leads nowhere: it may have been cut short."))
    pk, issue = int(found[1]), int(found[2])
    rows = Subscription.objects.select_related("reader", "newsletter__site")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise BadLink(_("This link leads nowhere: nothing is kept any more about its address."))
    if not constant_time_compare(found[3], _mark("leave", pk, issue, row.reader.address)[:20]):
        raise BadLink(_("This link leads nowhere: it may have been cut short."))
    return row, issue or None


def left_by_mail(*texts: str) -> tuple[Subscription, int | None] | None:
    """Return which subscription a mail ends that came to our mailbox, or None.

    `texts` are the address that it came to, and its subject. Who cannot make the mark ends none.
    """
    for text in texts:
        if found := re.search(rf"{WORD}({_LEAVE.pattern})(?![0-9a-f])", text.lower()):
            try:
                return subscription_of(found[1])
            except BadLink:
                continue
    return None


def settings_address(reader: Reader, *, root: str, now: datetime) -> str:
    """Return where a reader chooses newsletters, how often, and in which language."""
    token = readers.seal(reader, readers.SETTINGS, now=now)
    before, after = _around("letters_settings")
    return f"{root}{before}{token}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    """Return what stands before and behind a token: asked for once, not for each letter."""
    before, _token, after = reverse(name, args=["0-0"]).rpartition("0-0")
    return before, after


def _mark(purpose: str, *parts: object) -> str:
    salt = f"chronique.newsletter.{purpose}"
    return salted_hmac(salt, " ".join(map(str, parts)), algorithm="sha256").hexdigest()
