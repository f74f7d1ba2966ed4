"""Addresses that no letter goes to, whoever asks."""

from datetime import datetime

from django.db import transaction

from chronique.mail.models import Letter, Suppression


def is_suppressed(address: str, *, even_if_bounced: bool = False) -> bool:
    """Return whether nothing goes to an address. `even_if_bounced`: that alone does not count."""
    kept = Suppression.objects.filter(address=address.lower())
    return (kept.for_good() if even_if_bounced else kept).exists()


@transaction.atomic
def suppress(address: str, reason: str, words: str, now: datetime) -> int:
    """Let nothing go to an address any more; return how many letters were dropped.

    `reason`: of `Suppression.Reason`. `words`: the other server's, or a person's. Of an address
    that complained or was blocked that stays, whatever comes later.
    """
    form = address.lower()
    if not Suppression.objects.filter(address=form).for_good().exists():
        said = {"reason": Suppression.Reason(reason), "words": words, "since": now}
        Suppression.objects.update_or_create(address=form, defaults=said)
    return Letter.objects.filter(to__in={address, form}).drop()


def unsuppress(address: str) -> bool:
    """Let letters go to an address again. False when they went all the time."""
    return Suppression.objects.filter(address=address.lower()).delete()[0] > 0
