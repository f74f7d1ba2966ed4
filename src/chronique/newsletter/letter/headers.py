"""What mail programs read of a list: who it is, how one leaves."""

from __future__ import annotations

from email.header import Header
from email.utils import quote

from django.utils.encoding import punycode

from chronique.mail.rules import one_line
from chronique.mail.slots import slot
from chronique.newsletter.letter.slots import BY_MAIL, names
from chronique.newsletter.models import Newsletter


def headers_of(newsletter: Newsletter) -> dict[str, str]:
    """Return the headers of all letters of a newsletter.

    List-Post is NO, in RFC 2369's words for a list that only its owner writes to.
    """
    ways = [f"<{slot(name)}>" for name in ("leave", BY_MAIL) if name in names()]
    return {
        "List-Id": f"{_phrase(newsletter.name)} <{newsletter.slug}.{_host(newsletter)}>",
        "List-Unsubscribe": ", ".join(ways),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Post": "NO",
    }


def _host(newsletter: Newsletter) -> str:
    return punycode(newsletter.site.hostname)


def _phrase(name: str) -> str:
    """Return a name as RFC 5322 wants it before an address, on one line, in ASCII."""
    line = one_line(name)[:100]
    if line.isascii():
        return f'"{quote(line)}"'
    return Header(line, "utf-8").encode(linesep="").replace("\n", "")
