"""Addresses as they stand in headers, reports and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Letters of all scripts: RFC 6531. The length is bounded, so that no long line takes long.
LOCAL = r"(?:\"[^\"\n]{1,64}\"|[\w!#$%&'*+/=?^`{|}~.-]{1,64})"
DOMAIN = r"(?:[^\W_](?:[\w-]{0,62})?\.){1,10}[^\W_](?:[\w-]{0,62})"
ADDRESS = re.compile(rf"(?<![\w.+\-@=]){LOCAL}@{DOMAIN}", re.I)
# What RFC 3461 (4) writes for signs; programs that do not know it leave a plus as it is.
XTEXT = re.compile(r"\+(2B|3D|20|40)")
# Nobody subscribes under these names.
OFFICES = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?(?:admin|master|daemon)|abuse|support|help|helpdesk|noc"
    r"|root|hostmaster|webmaster|complaints?|double-bounce|majordomo)@",
    re.I,
)


def addresses_in(text: str) -> list[str]:
    """Return the addresses that a text names, each once, in order."""
    return unique(tidy(found) for found in ADDRESS.findall(text))


def tidy(address: str) -> str:
    """Return an address without what a sentence, or a gateway of X.400, put around it."""
    return re.sub(r"^(?:SMTP)?=", "", address.strip("'`."))


def of_report(value: str) -> str:
    """Return the address in such as `rfc822; <reader@example.org>`; empty without one."""
    kind, sign, name = value.rpartition(";")
    found = addresses_in(name if sign else value) or addresses_in(kind)
    if not found:
        return ""
    return XTEXT.sub(lambda code: chr(int(code[1], 16)), found[0])


def unique(addresses: Iterable[str]) -> list[str]:
    """Return them without what differs in large and small letters only."""
    return list({address.lower(): address for address in reversed([*addresses])}.values())[::-1]


def is_office(address: str) -> bool:
    return bool(OFFICES.match(address))
