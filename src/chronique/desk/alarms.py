"""What does not go as it should with letters, as a writer finds it on coming in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Site

from chronique.desk.letters.rights import issues_of
from chronique.desk.subscribers.rights import EDIT, SEE
from chronique.desk.subscribers.rushes import slow_mode
from chronique.mail.actions.stopping import KEEP
from chronique.mail.signing import what_is_wrong
from chronique.newsletter.models import Issue

# So many issues are named.
MOST = 5


@dataclass(frozen=True)
class Alarm:
    """One line, and the screen on which more can be seen or done."""

    text: str
    why: str
    address: str


class AlarmsPanel(Component):
    """Stands before all others; nothing where all is well."""

    name, order = "alarms", 5
    template_name = "desk/alarms_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user: Any = self.request.user
        site = Site.find_for_request(self.request)
        is_shown = site and (user.has_perm(SEE) or user.has_perm(EDIT))
        slow = slow_mode(site, timezone.now()) if site and is_shown else None
        return {"slow": slow, "alarms": [*_keys(user), *_issues(user)]}


def _keys(user: Any) -> Iterator[Alarm]:
    if user.has_perm(KEEP) and (why := what_is_wrong()):
        yield Alarm(_("A key that signs letters cannot be read."), why, reverse("sending_check"))


def _issues(user: Any) -> Iterator[Alarm]:
    """Give the issues that the program stopped, and those that have letters in doubt."""
    mine = issues_of(user).select_related("mailing").newest_first()
    for issue in mine.stopped_by_program()[:MOST]:
        yield _alarm(issue, _("“%(subject)s” is stopped."), issue.why_stopped)
    for issue in mine.in_doubt()[:MOST]:
        yield _alarm(issue, _("“%(subject)s” has uncertain letters."), "")


def _alarm(issue: Issue, text: str, why: str) -> Alarm:
    address = reverse("letters_issue", args=[issue.pk])
    return Alarm(text % {"subject": issue.subject}, why, address)
