"""How many letters of mailings may go now, how many a server takes this hour, and what they wait
for.
"""

from datetime import datetime, time, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from chronique.base.post import Server
from chronique.mail.dkim import BadKey
from chronique.mail.models import Pacing, Tally
from chronique.mail.pace import Plan, allowance, quiet_end
from chronique.mail.signing import signer

MAILINGS = "mailings"
# How long a count is kept.
KEPT = timedelta(days=7)


def current_plan() -> Plan:
    """Return what the writer chose. Whoever sends asks for it now and then."""
    return Pacing.current().plan()


def room_for_mailings(plan: Plan, wanted: int, *, now: datetime) -> int:
    """Count up to `wanted` of today's letters of mailings; return how many may go.

    None in quiet hours. What does not go after all is given back.
    """
    local = timezone.localtime(now)
    if quiet_end(plan, local):
        return 0
    most = allowance(plan, local.date())
    if most is None:
        return wanted
    return Tally.objects.take(MAILINGS, _midnight(local), wanted, most=most)


def give_back_mailings(plan: Plan, count: int, *, now: datetime) -> None:
    """So many letters that were counted today did not go."""
    local = timezone.localtime(now)
    if count and allowance(plan, local.date()) is not None:
        Tally.objects.give_back(MAILINGS, _midnight(local), count)


def take_of_hour(server: Server, wanted: int, *, now: datetime) -> int:
    """Count up to `wanted` letters that the server takes this hour; return how many it may take."""
    if server.per_hour is None:
        return wanted
    return Tally.objects.take(_name(server), _hour(now), wanted, most=server.per_hour)


def give_back_of_hour(server: Server, count: int, *, now: datetime) -> None:
    """So many letters that were counted for the server did not go."""
    if server.per_hour is not None:
        Tally.objects.give_back(_name(server), _hour(now), count)


def why_mailings_wait(now: datetime) -> str:
    """Return why no letter of an issue goes at the moment, as a sentence; empty when they go."""
    try:
        signer()
    except BadKey as error:
        return _("No key can be read that signs letters, so they wait: %(why)s") % {"why": error}
    plan, local = current_plan(), timezone.localtime(now)
    if end := quiet_end(plan, local):
        return _("Quiet hours: it goes on at %(hour)s.") % {"hour": formats.time_format(end, "H:i")}
    most = allowance(plan, local.date())
    if most is not None and Tally.objects.counted(MAILINGS, _midnight(local)) >= most:
        return _(
            "Today’s %(most)s letters of the warm-up have gone: it goes on tomorrow, with more."
        ) % {"most": formats.number_format(most)}
    return ""


def sweep_tallies(now: datetime) -> int:
    """Delete old counts; return how many."""
    return Tally.objects.filter(since__lt=now - KEPT).delete()[0]


def _name(server: Server) -> str:
    return f"{server.scheme} {server.user} {server.name}"[:300]


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _midnight(local: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(local.date(), time()))
