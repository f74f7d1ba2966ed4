"""What an e-mail address looks like."""

import re

ATOM = r"[\w!#$%&'*+/=?^`{|}~-]++"
LOCAL = re.compile(rf"{ATOM}(?:\.{ATOM})*", re.ASCII)
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII)


def is_mail_address(text: str) -> bool:
    """Return whether mail can be sent to it: one address, without a name or brackets.

    Letters of any script may stand in the domain; before the @ many mail servers take ASCII alone,
    and so do we. Source: RFC 5321, 4.1.2 (without quoted names), 4.5.3.1 (64 and 254 characters).
    """
    local, at, domain = text.rpartition("@")
    if not at or len(local) > 64 or not LOCAL.fullmatch(local):
        return False
    try:
        spelled = domain.encode("idna").decode()
    except UnicodeError:
        return False
    labels = spelled.split(".")
    return len(local) + 1 + len(spelled) <= 254 and all(map(LABEL.fullmatch, labels))
