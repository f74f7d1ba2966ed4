"""Links that stand for a password: signed, each for one purpose, some only for a time.

They hold a number and a mark of the address, never the address: links stand in servers' logs.
"""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from chronique.base.errors import Refused
from chronique.readers.models import Reader

CONFIRM, DATA, SETTINGS, STOP = "confirm", "data", "settings", "stop"
# The others work as long as the letter is kept that they stand in.
LIFE = {CONFIRM: timedelta(days=7), DATA: timedelta(days=2)}


class BadLink(Refused):
    """A link that we did not make, or whose address is not kept any more."""


class OldLink(BadLink):
    """A link that was good for a time."""


def seal(reader: Reader, purpose: str, *, now: datetime) -> str:
    signer = signing.Signer(salt=f"chronique.readers.{purpose}")
    return signer.sign_object([reader.pk, _mark(reader.address), int(now.timestamp())])


def reader_of(token: str, purpose: str, *, now: datetime) -> Reader:
    """Return whose link it is. Raises BadLink, or OldLink when its time is over."""
    signer = signing.Signer(salt=f"chronique.readers.{purpose}")
    try:
        pk, mark, seconds = signer.unsign_object(token)
    except (signing.BadSignature, UnicodeError, ValueError) as error:
        raise BadLink(_("This link leads nowhere: it may have been cut short.")) from error
    reader = Reader.objects.filter(pk=pk).first()
    if reader is None or not constant_time_compare(mark, _mark(reader.address)):
        raise BadLink(_("This link leads nowhere: nothing is kept any more about its address."))
    life = LIFE.get(purpose)
    if life and now - datetime.fromtimestamp(seconds, UTC) > life:
        raise OldLink(_("This link was good for some days, which are over. Ask for a new one."))
    return reader


def _mark(address: str) -> str:
    """Numbers may be given anew, after a restored backup for instance; addresses are not."""
    return salted_hmac("chronique.readers.address", address, algorithm="sha256").hexdigest()[:16]
