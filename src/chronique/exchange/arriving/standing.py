"""What an item's state and dates make of it: public, scheduled or a draft, and since when. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chronique.exchange.own import Own
from chronique.exchange.wxr.reader import moment
from chronique.exchange.wxr.records import Item

PUBLIC, LATER = {"publish", "private"}, {"future"}
DRAFTS = {"draft", "pending", "auto-draft", "trash", "inherit"}

SAID = {
    "trash": "It was in the bin: it is a draft.",
    "pending": "It was waiting to be reviewed: it is a draft.",
}


@dataclass(frozen=True)
class Standing:
    """`published` and `changed` are set when it is public, `scheduled` when it will be."""

    is_public: bool = False
    published: datetime | None = None
    changed: datetime | None = None
    scheduled: datetime | None = None
    # Full sentences: what is not as the export says.
    remarks: tuple[str, ...] = ()


def standing(
    item: Item, *, offset: timedelta, now: datetime, own: Own, before: datetime | None = None,
) -> Standing:  # fmt: skip
    """Return where an item stands. `before` is since when it was public here, if it was."""
    told = moment(item.post_date_gmt, item.post_date, offset, pub_date=item.pub_date)
    dated = None if told.at is None or own.is_undated else told.at - timedelta(seconds=own.late)
    modified = moment(item.modified_gmt, item.modified, offset)
    status = item.status.strip().lower()
    remarks = [*_about_state(item, status), *filter(None, (told.remark, modified.remark))]
    if status not in PUBLIC | LATER:
        return Standing(changed=modified.at or dated, remarks=tuple(remarks))
    at = dated
    if at is None:
        at = before or modified.at or now
        remarks.append(f"It has no date: it gets {at:%Y-%m-%d}.")
    if at > now:
        if status not in LATER:
            remarks.append(f"Its date is still to come: it will appear on {at:%Y-%m-%d}.")
        return Standing(scheduled=at, changed=modified.at, remarks=tuple(remarks))
    if status in LATER:
        remarks.append(f"It was to appear on {at:%Y-%m-%d}, which has passed: it is public.")
    changed = modified.at if modified.at and at < modified.at <= now else at
    return Standing(is_public=True, published=at, changed=changed, remarks=tuple(remarks))


def _about_state(item: Item, status: str) -> Iterator[str]:
    if not status:
        yield "Its state is not said: it is a draft."
    elif status not in PUBLIC | LATER | DRAFTS:
        yield f"Its state “{item.status.strip()[:40]}” is not known: it is a draft."
    elif status in SAID:
        yield SAID[status]
