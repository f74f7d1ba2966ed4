"""How fast letters may go: to each domain, on each day of a warm-up, at which hours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

# Such as `example.org 20` or `example.org: 0,5`.
RATE = re.compile(r"([^\s@:]+\.[^\s@:]+?)[:\s]\s*(\d{1,6}(?:[.,]\d{1,3})?)")
# Who would wait longer than so many seconds for its turn is put off, and others go first.
LONGEST_WAIT = 1.0


@dataclass(frozen=True)
class Plan:
    """What the writer chose. Quiet hours and the warm-up are for mailings, never for notices."""

    # Letters a second for a domain, such as {"example.org": 20.0}; others have no limit.
    rates: Mapping[str, float] = field(default_factory=dict)
    # From the first day so many letters, each day `growth` times as many, until `enough` a day.
    warm_up_from: date | None = None
    first_day: int = 500
    growth: float = 1.5
    enough: int = 100_000
    # Local times; those that are alike mean no hour.
    quiet_from: time = time()
    quiet_until: time = time()


def allowance(plan: Plan, day: date) -> int | None:
    """Return how many letters of mailings may go on that day; None: as many as there are."""
    if plan.warm_up_from is None:
        return None
    days = (day - plan.warm_up_from).days
    if days < 0:
        return plan.first_day
    most = float(plan.first_day)
    for _ in range(days):
        most *= plan.growth
        if most >= plan.enough:
            return None
    return int(most)


def quiet_end(plan: Plan, local: datetime) -> datetime | None:
    """Return when the quiet hours end that it is now; None when it is not quiet.

    `local` is aware, in the publication's time zone; so is what is returned.
    """
    begins, ends, now = plan.quiet_from, plan.quiet_until, local.time()
    if begins == ends:
        return None
    over_night = begins > ends
    is_quiet = (now >= begins or now < ends) if over_night else begins <= now < ends
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if over_night and now >= begins else 0)
    return datetime.combine(day, ends, tzinfo=local.tzinfo)


def read_rates(text: str) -> dict[str, float]:
    """Read a domain and its letters a second from each line. Raises ValueError, its text the line
    that is none.
    """
    rates = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        found = RATE.fullmatch(line.strip())
        rate = float(found[2].replace(",", ".")) if found else 0.0
        if found is None or not rate:
            raise ValueError(line.strip()[:100])
        rates[found[1].lower()] = rate
    return rates


class Rates:
    """Gives each letter its turn, so that no domain gets more a second than it may.

    Not for several threads. `turns`: when the next letter to a domain may go, seconds since 1970;
    several processes share the rates as far as they share these.
    """

    def __init__(self, rates: Mapping[str, float]) -> None:
        self.rates = {domain.lower(): rate for domain, rate in rates.items()}
        self.turns: dict[str, float] = {}
        # When the next may go that was put off.
        self._back: dict[str, float] = {}

    def limited(self, addresses: Iterable[str]) -> set[str]:
        """Return those domains of these addresses that have a rate."""
        return {_domain(to) for to in addresses} & self.rates.keys()

    def wait(self, to: str, now: float) -> float:
        """Return after how many seconds the letter to this address may go.

        Up to LONGEST_WAIT it goes at once, and its turn is counted. After a longer one it has to
        ask again: no turn is lost by letters that are put off.
        """
        domain = _domain(to)
        rate = self.rates.get(domain)
        if not rate:
            return 0.0
        turn = max(now, self.turns.get(domain, now))
        if turn - now <= LONGEST_WAIT:
            self.turns[domain] = turn + 1 / rate
            return turn - now
        back = max(turn, self._back.get(domain, turn))
        self._back[domain] = back + 1 / rate
        return back - now


def _domain(to: str) -> str:
    return to.rpartition("@")[2].lower()
