"""Logins as WordPress's importer reads them: what no login can hold is stripped first."""

import re

from chronique.text.words import fold

# So long a login may be.
LONGEST = 60
_TAG = re.compile(r"<[^>]*>")
_OCTET = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&.+?;")
_NOT_HELD = re.compile(r"[^A-Za-z0-9 _.@-]")


def login_of(text: str) -> str:
    """Return what WordPress keeps of a login; "" when that is nothing.

    Source: WordPress 6.1, sanitize_user, strict.
    """
    text = _TAG.sub("", text)
    text = "".join(letter if letter.isascii() else fold(letter) for letter in text)
    for pattern in (_OCTET, _ENTITY, _NOT_HELD):
        text = pattern.sub("", text)
    return " ".join(text.split())
