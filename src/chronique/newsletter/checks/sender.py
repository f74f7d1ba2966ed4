"""Whether others will believe that it is we who write."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from chronique.mail import dns
from chronique.mail.sender import own_records
from chronique.newsletter.checks.findings import Finding, fine, note, warning

SAYS = {
    dns.Level.GOOD: fine, dns.Level.UNKNOWN: note, dns.Level.WARNING: warning,
    dns.Level.BAD: warning,
}  # fmt: skip


def look_at_sender() -> Iterator[Finding]:
    """Ask the DNS: some seconds. Where no letter leaves this machine, nobody asks."""
    if not settings.CONF.mail_servers:
        yield note(_("No mail server is set: letters are written into a folder, and reach nobody."))
        return
    for found in own_records():
        yield SAYS[found.level](f"{found.about}: {found.text}")
