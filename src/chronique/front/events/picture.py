"""A timeline as a picture: events as dots and bars on lanes, or, where they are many, as columns.

Places and widths are hundredths of the picture's width, so that it is drawn anew at each width
without its words becoming small; heights are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chronique.dossiers.models import Event
from chronique.dossiers.moments.points import Moment
from chronique.dossiers.moments.reading import read
from chronique.front.events.periods import Period, counted, unit_for
from chronique.front.events.scale import Scale, Tick
from chronique.text.typography import typeset

# With so few, each has its title beside it where there is room; with more than `FEW_ENOUGH`, they
# are counted.
TITLED, FEW_ENOUGH = 30, 250
# The heights of a lane with titles and without, of a column, and of the axis.
WITH_TITLES, WITHOUT, COLUMN, AXIS = 26, 14, 96, 30
# Titles are laid out for a picture of so many pixels; a letter is so wide.
WIDTH, LETTER = 900, 7.6
LONGEST = 44
# What is narrower than this is a dot; dots are so wide, with the room around them.
DOT, ROOM = 0.9, 1.6


@dataclass(frozen=True)
class Mark:
    """An event on the picture."""

    pk: int
    x: float
    width: float
    lane: int
    title: str = ""
    # The title ends at the mark, because it would leave the picture.
    is_before: bool = False
    is_approximate: bool = False
    is_uncertain: bool = False
    has_no_start: bool = False
    has_no_end: bool = False
    height: int = WITHOUT

    @property
    def is_dot(self) -> bool:
        return self.width < DOT

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def y(self) -> float:
        """The middle of its lane."""
        return (self.lane + 0.5) * self.height

    @property
    def top(self) -> float:
        return self.y - 4

    @property
    def baseline(self) -> float:
        return self.y + 5

    @property
    def title_x(self) -> float:
        return self.middle if self.is_dot else (self.x if self.is_before else self.x + self.width)

    @property
    def kind(self) -> str:
        """How it is drawn, as classes."""
        kinds = ["dot" if self.is_dot else "bar"]
        kinds += ["about"] if self.is_approximate else []
        kinds += ["unsure"] if self.is_uncertain else []
        return " ".join(kinds)


@dataclass(frozen=True)
class Column:
    """How many events began in a period."""

    period: Period
    count: int
    x: float
    width: float
    height: float

    @property
    def y(self) -> float:
        return COLUMN - self.height


@dataclass(frozen=True)
class Picture:
    height: int
    ticks: list[Tick]
    marks: list[Mark] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)

    @property
    def whole_height(self) -> int:
        return self.height + AXIS

    @property
    def label_y(self) -> int:
        return self.height + 20


@dataclass(frozen=True)
class Pictures:
    """One for narrow screens, and where titles help, another for wide ones."""

    narrow: Picture
    wide: Picture | None = None


def draw(events: Sequence[Event], scale: Scale, language: str) -> Pictures:
    """Return the pictures of events, which are in order."""
    ticks = scale.ticks(language)
    if len(events) > FEW_ENOUGH:
        return Pictures(_columns(events, scale, ticks))
    narrow = _marks(events, scale, ticks, has_titles=False)
    wide = _marks(events, scale, ticks, has_titles=True) if len(events) <= TITLED else None
    return Pictures(narrow, wide)


def _columns(events: Iterable[Event], scale: Scale, ticks: list[Tick]) -> Picture:
    days = [event.begins for event in events if event.begins is not None]
    inside = [day for day in days if scale.first <= day <= scale.last]
    counts = counted(inside, unit_for(scale.first, scale.last, most=200))
    most = max((count for _, count in counts), default=1)
    columns = [
        Column(
            period, count, scale.x(period.first),
            round(scale.x(period.last + 1) - scale.x(period.first), 2),
            round(count / most * COLUMN, 1),
        )
        for period, count in counts
    ]  # fmt: skip
    return Picture(COLUMN, ticks, columns=columns)


def _marks(
    events: Iterable[Event], scale: Scale, ticks: list[Tick], *, has_titles: bool
) -> Picture:
    # How far each lane is taken, in hundredths.
    lanes: list[float] = []
    height = WITH_TITLES if has_titles else WITHOUT
    marks = [_mark(event, scale, lanes, height, has_titles=has_titles) for event in events]
    return Picture(max(len(lanes), 1) * height + 8, ticks, marks=marks)


def _mark(event: Event, scale: Scale, lanes: list[float], height: int, *, has_titles: bool) -> Mark:
    moment = read(event.moment)
    x = scale.x(scale.first if moment.first is None else moment.first)
    end = scale.x((scale.last if moment.last is None else moment.last) + 1)
    width = round(end - x, 2)
    title = _short(typeset(event.title, event.language)) if has_titles else ""
    room = len(title) * LETTER / WIDTH * 100 + 1 if title else 0
    is_before = bool(title) and end + room > 100
    left = x - room if is_before else x
    right = max(end, x + ROOM) + (0 if is_before else room)
    lane = _lane(lanes, left, right)
    return Mark(
        event.pk, x, width, lane, title, is_before, *_doubts(moment),
        has_no_start=moment.first is None, has_no_end=moment.last is None, height=height,
    )  # fmt: skip


def _doubts(moment: Moment) -> tuple[bool, bool]:
    """Whether it was only about then, and whether even that is uncertain."""
    return (
        any(point.is_approximate for point in moment.points),
        any(point.is_uncertain for point in moment.points),
    )


def _lane(lanes: list[float], left: float, right: float) -> int:
    """Return the first lane that is free there, and take it."""
    for lane, taken in enumerate(lanes):
        if taken <= left:
            lanes[lane] = right
            return lane
    lanes.append(right)
    return len(lanes) - 1


def _short(title: str) -> str:
    """Return a title of not too many letters."""
    if len(title) <= LONGEST:
        return title
    return title[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
