"""What an export's dates say of the old site's clock, and of the days that its addresses name."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

from chronique.exchange.wxr.reader import moment, offset_between
from chronique.exchange.wxr.records import Item

# Where many clocks agree with an export's dates, one of these is the likeliest.
LIKELY = (
    "Europe/Paris", "Europe/London", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "Europe/Kyiv", "Europe/Moscow", "Asia/Kolkata", "Asia/Tokyo",
    "Australia/Sydney", "America/Sao_Paulo",
)  # fmt: skip


@dataclass
class Clock:
    # How far the old site's time was ahead of UTC, by a moment in UTC: one a month tells summer.
    heard: dict[tuple[int, int], tuple[datetime, timedelta]] = field(default_factory=dict)
    # Articles whose address names another day here than it does there.
    shifted: int = 0

    @property
    def offset(self) -> timedelta:
        """How far the old site was ahead of UTC, as the first item says that says it."""
        return next(iter(self.heard.values()))[1] if self.heard else timedelta(0)

    def hear(self, item: Item) -> None:
        offset = offset_between(item.post_date_gmt, item.post_date)
        at = moment(item.post_date_gmt).at
        if offset is not None and at:
            self.heard.setdefault((at.year, at.month), (at, offset))

    def showed(self, item: Item) -> datetime | None:
        """Return what the old site's clock showed when an item was published, if that is known."""
        known = offset_between(item.post_date_gmt, item.post_date) is not None
        return moment(item.post_date).at if known else None

    def remark(self) -> str:
        """Return what the report says when days have changed; empty when none has."""
        if not self.shifted:
            return ""
        zone = self._zone()
        how = f"CHRONIQUE_TIME_ZONE={zone}" if zone else "CHRONIQUE_TIME_ZONE to the old site's"
        return (
            f"The old site's clock was not that of {timezone.get_current_timezone_name()}, which "
            f"is this publication's: {self.shifted} articles have another day in their address, to "
            f"which the old one leads on. To keep the days, set {how} before the import."
        )

    def _zone(self) -> str:
        """Return a time zone in which all dates are what the export says; empty without one."""
        places = sorted(name for name in available_timezones() if "/" in name)
        return next((name for name in [*LIKELY, *places] if self._agrees(ZoneInfo(name))), "")

    def _agrees(self, zone: ZoneInfo) -> bool:
        return all(
            zone.utcoffset(at.astimezone(zone)) == ahead for at, ahead in self.heard.values()
        )
