"""What an e-mail address looks like."""

import re
import unicodedata

ATOM = r"[\w!#$%&'*+/=?^`{|}~-]++"
LOCAL = re.compile(rf"{ATOM}(?:\.{ATOM})*", re.ASCII)
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII)
# Letters, their marks, and numbers, by the first letter of their category in Unicode.
WRITTEN = frozenset("LMN")


def is_mail_address(text: str, *, beyond_ascii: bool = False) -> bool:
    """Return whether mail can be sent to it: one address, without a name or brackets.

    Letters of any script may stand in the domain; before the @ with `beyond_ascii`: servers that
    offer SMTPUTF8 (RFC 6531) take letters to such addresses, others do not.
    Source: RFC 5321, 4.1.2 (without quoted names), 4.5.3.1 (64 and 254 octets).
    """
    local, at, domain = text.rpartition("@")
    if beyond_ascii:
        local = _in_ascii(local)
    if not at or len(local) > 64 or not LOCAL.fullmatch(local):
        return False
    try:
        spelled = domain.encode("idna").decode()
    except UnicodeError:
        return False
    labels = spelled.split(".")
    return len(local) + 1 + len(spelled) <= 254 and all(map(LABEL.fullmatch, labels))


def _in_ascii(local: str) -> str:
    """Return as many letters as a name has octets, where what is beyond ASCII is a letter."""
    return "".join(
        "x" * len(sign.encode()) if _is_written_beyond_ascii(sign) else sign for sign in local
    )


def _is_written_beyond_ascii(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign)[0] in WRITTEN
