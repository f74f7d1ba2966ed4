"""The address that a letter comes back to: it names the letter's row, with a keyed mark.

Who cannot make the mark cannot say that a letter came back. Some servers write all in small or in
capital letters, so it is read either way.
"""

import hashlib
import hmac
import re
from base64 import b32encode

from django.conf import settings
from django.utils.encoding import punycode

# Of the mark: 80 bits, which nobody guesses by sending mails.
LENGTH = 16
# `r`, then the row's number, in digits and letters.
TAG = re.compile(rf"r([0-9a-z]{{1,13}})-([a-z2-7]{{{LENGTH}}})")


def return_address(pk: int) -> str:
    """Return where the letter of this row comes back to; without a mailbox the plain sender."""
    box = settings.CONF.mailbox
    if box is None:
        return str(settings.CONF.sender)
    local, _, domain = box.address.rpartition("@")
    return f"{local}{box.separator}r{_short(pk)}-{_mark(pk)}@{punycode(domain)}"


def letter_of(address: str) -> int | None:
    """Return the row that a return address names; None when it is none of ours, or forged."""
    box = settings.CONF.mailbox
    local, _, domain = address.strip("<> ").lower().rpartition("@")
    if box is None:
        return None
    ours, _, home = box.address.lower().rpartition("@")
    start = f"{ours}{box.separator}"
    if domain != punycode(home) or not local.startswith(start):
        return None
    found = TAG.fullmatch(local.removeprefix(start))
    if found is None:
        return None
    pk = int(found[1], 36)
    return pk if hmac.compare_digest(found[2], _mark(pk)) else None


def _mark(pk: int) -> str:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"return path").digest()
    digest = hashlib.blake2b(str(pk).encode(), key=key, digest_size=LENGTH * 5 // 8)
    return b32encode(digest.digest()).decode().lower()


def _short(number: int) -> str:
    """Return a number in digits and letters, as `int(…, 36)` reads it."""
    signs = ""
    while number or not signs:
        number, rest = divmod(number, 36)
        signs = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + signs
    return signs
