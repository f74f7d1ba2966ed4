"""All that is looked at before an issue is sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from chronique.newsletter.checks.findings import Finding, Level, error, fine, warning
from chronique.newsletter.checks.links import look_at_links
from chronique.newsletter.checks.sender import look_at_sender
from chronique.newsletter.checks.words import (
    look_at_article,
    look_at_subject,
    look_for_placeholders,
)
from chronique.newsletter.letter import Composed
from chronique.newsletter.models import Issue

# Gmail shows no more than the first 102 KB of a letter; our own composing ends well before.
LARGE_BYTES, CUT_BYTES = 90_000, 102_000
ORDER = list(Level)


def look_at(issue: Issue, composed: Composed, *, readers: int) -> list[Finding]:
    """Return what there is to say of an issue, the gravest first. `readers`: how many get it.

    Asks the hosts that it links to, and the DNS about ourselves: some seconds.
    """
    found = [
        *_readers(readers), *look_at_subject(issue),
        *(look_at_article(issue.article) if issue.article else ()),
        *look_for_placeholders(issue, issue.article), *_size(composed.size),
        *look_at_links(composed.html, issue.newsletter.site), *look_at_sender(),
    ]  # fmt: skip
    return sorted(found, key=lambda one: ORDER.index(one.level))


def _readers(count: int) -> Iterator[Finding]:
    if not count:
        yield error(_("Nobody would get it."))


def _size(size_bytes: int) -> Iterator[Finding]:
    values = {"size": f"{size_bytes / 1024:.0f}", "most": f"{CUT_BYTES / 1024:.0f}"}
    if size_bytes > CUT_BYTES:
        yield error(_("The letter is %(size)s KB large: Gmail cuts it at %(most)s.") % values)
    elif size_bytes > LARGE_BYTES:
        yield warning(_("The letter is %(size)s KB large: Gmail cuts it at %(most)s.") % values)
    else:
        yield fine(_("The letter is %(size)s KB large.") % values)
