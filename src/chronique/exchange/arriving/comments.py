"""Comments come in with their threads; spam and bin are kept for the filter, never shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from chronique.base.batches import batches
from chronique.comments.actions.placing import place_comments
from chronique.comments.models import Comment
from chronique.comments.rules import Place, place_below
from chronique.comments.teaching import TAUGHT
from chronique.exchange.arriving.family import sound_family
from chronique.exchange.arriving.identity import mark_of_comment
from chronique.exchange.arriving.incoming import Incoming, words
from chronique.exchange.arriving.ledger import digest_of
from chronique.exchange.bodies.comment_text import shown_as
from chronique.exchange.models import ImportedItem
from chronique.exchange.wxr.reader import moment, number
from chronique.exchange.wxr.records import CommentRecord, Item
from chronique.exchange.wxr.references import CONTROLS

BATCH = 500
# So often answers within one batch are written after what they answer; the rest is joined later.
WAVES = 8
STATES = {
    "1": Comment.State.PUBLIC,
    "approve": Comment.State.PUBLIC,
    "approved": Comment.State.PUBLIC,
    "0": Comment.State.HELD,
    "hold": Comment.State.HELD,
    "": Comment.State.HELD,
    "spam": Comment.State.SPAM,
    "trash": Comment.State.REJECTED,
    "post-trashed": Comment.State.REJECTED,
}
KINDS = {"pingback": "pingback", "trackback": "trackback"}
# Metadata under which plugins keep how often a comment was liked.
LIKES = ("likes", "like_count", "_likes", "comment_likes", "cld_like_count", "votes_up")
WORDS = ["author_name", "author_email", "author_url", "text", "html"]
TOP = Place()
PLACE = ("thread_id", "branch_id", "level")
REST = ["kind", "state", "written_at", "like_count", "origin"]


def bring_comments(
    incoming: Incoming, page: Page, known: ImportedItem, records: Iterable[CommentRecord]
) -> None:
    """Bring in the comments of one page: new ones added, changed ones brought up to the export.

    What a moderator did here stays: a state that was changed, words that were edited, a comment
    that was deleted. Which comments came in is noted in `known`, for the caller to save.
    """
    arrival: _Arrival | None = None
    for batch in batches(records, BATCH):
        arrival = arrival or _Arrival(incoming, page, known)
        arrival.bring(batch)
    if arrival:
        arrival.join_threads()
        arrival.note()


def leave_out_comments(incoming: Incoming, item: Item, reason: str) -> None:
    """Say of each comment of an item that does not come in that it does not, either."""
    for record in item.comments:
        kind = kind_of(record)
        incoming.report.found(kind)
        incoming.report.skipped(kind, record.id, words(record.author), reason)


def kind_of(record: CommentRecord) -> str:
    return KINDS.get(record.type.strip().lower(), "comment")


@dataclass(slots=True)
class _Row:
    """A comment that is here: its own key, that of what it answers, where it stands."""

    pk: int
    digest: str = ""
    parent: int | None = None
    place: Place = TOP


class _Arrival:
    """The comments of one page on their way in."""

    def __init__(self, incoming: Incoming, page: Page, known: ImportedItem) -> None:
        self.incoming, self.page, self.known = incoming, page, known
        rows = Comment.objects.filter(page=page.pk).exclude(old_number="")
        columns = ("old_number", "pk", "origin__digest", "parent_id", *PLACE)
        # Below a page that came in just now there is nothing yet.
        there = rows.values_list(*columns).iterator() if known.comments else ()
        self.rows = {
            old: _Row(pk, digest or "", parent, Place(*place))
            for old, pk, digest, parent, *place in there
        }
        self.gone = set() if incoming.restore else set(known.comments) - self.rows.keys()
        # By number there: what it answers there, and who wrote it (of those that answer).
        self.parents: dict[str, str] = {}
        self.authors: dict[str, str] = {}
        # What tells apart two comments of one number, and how many have it.
        self.marks: dict[str, list[list[str]]] = {}

    def bring(self, records: list[CommentRecord]) -> None:
        report = self.incoming.report
        counts: Counter[str] = Counter()
        unchanged: Counter[str] = Counter()
        fresh: dict[str, Comment] = {}
        for record in records:
            kind, old = kind_of(record), self._number(record)
            report.found(kind)
            if old in self.gone:
                reason = "It was deleted here since it came in."
                report.skipped(kind, record.id, words(record.author), reason)
                continue
            counts[kind] += 1
            digest, row = _digest(record), self.rows.get(old)
            if row is None:
                fresh[old] = self._new(record, old, digest)
            elif row.digest != digest:
                self._update(record, row, digest)
            else:
                unchanged[kind] += 1
        self._insert(fresh)
        for kind, count in counts.items():
            report.imported(kind, count)
            report.unchanged(kind, unchanged[kind])

    def _number(self, record: CommentRecord) -> str:
        """Return the number to keep a comment under, unique below its page."""
        raw = record.id.strip()[:30] or f"line{record.line}"
        marks, mark = self.marks.setdefault(raw, []), mark_of_comment(record)
        if mark not in marks:
            marks.append(mark)
        place = marks.index(mark)
        old = f"{raw}-{place + 1}" if place else raw
        if place:
            self._changed(record, f"Another comment has the number {raw} too: this one is {old}.")
        if record.parent.strip() not in ("", "0"):
            self.parents[old] = record.parent.strip()
            self.authors[old] = record.author[:60]
        return old

    def _new(self, record: CommentRecord, old: str, digest: str) -> Comment:
        for remark in record.remarks:
            self._changed(record, remark)
        controls = len(CONTROLS.findall(record.content))
        if controls:
            self._changed(record, f"It held control characters, which are not shown: {controls}.")
        comment = Comment(
            page_id=self.page.pk, old_number=old, kind=kind_of(record), state=self._state(record),
            author_name=words(record.author)[:255], author_email=words(record.author_email)[:320],
            author_url=_address(record.author_url), text=record.content,
            html=shown_as(record.content), written_at=self._moment(record),
            like_count=_likes(record.meta),
        )  # fmt: skip
        comment.origin = _origin(record) | {"digest": digest, "words": _words(comment)}
        return comment

    def _update(self, record: CommentRecord, row: _Row, digest: str) -> None:
        """Bring a comment up to the export, but for what was decided here."""
        ours = Comment.objects.get(pk=row.pk)
        if ours.origin.get("forgotten"):
            self._changed(record, "Who wrote it was forgotten here since: it stays as it is.")
            return
        theirs = self._new(record, "", digest)
        theirs.origin |= {name: True for name in [TAUGHT] if ours.origin.get(name)}
        before = STATES.get(ours.origin.get("approved", ""), Comment.State.HELD)
        if ours.state != before:
            theirs.state = Comment.State(ours.state)
            self._changed(record, "It was moderated here since: that stays.")
        theirs.like_count = max(ours.like_count, theirs.like_count)
        fields = [*REST, *WORDS]
        if _words(ours) != ours.origin.get("words"):
            fields = REST
            self._changed(record, "It was edited here since: its words stay.")
        theirs.pk, row.digest = ours.pk, digest
        theirs.save(update_fields=fields)

    def _state(self, record: CommentRecord) -> Comment.State:
        state = STATES.get(record.approved.strip().lower())
        if state is None:
            said = record.approved[:40]
            self._changed(record, f"Its state “{said}” is not known: it is held.")
        return state or Comment.State.HELD

    def _moment(self, record: CommentRecord) -> Any:
        when = moment(record.date_gmt, record.date, self.incoming.clock.offset)
        if when.remark:
            self._changed(record, when.remark)
        if when.at is None:
            self._changed(record, "It has no date: it gets its article's.")
        return when.at or self.page.first_published_at or self.incoming.now

    def _changed(self, record: CommentRecord, reason: str) -> None:
        self.incoming.report.changed(kind_of(record), record.id, words(record.author), reason)

    def _insert(self, fresh: dict[str, Comment]) -> None:
        """Write new comments, each after what it answers where that is among them."""
        for wave in range(WAVES + 1):
            ready = [old for old in fresh if wave == WAVES or self._is_placed(old, fresh[old])]
            for comment in Comment.objects.bulk_create([fresh.pop(old) for old in ready]):
                self.rows[comment.old_number] = _Row(
                    comment.pk, "", comment.parent_id, comment.place
                )

    def _is_placed(self, old: str, comment: Comment) -> bool:
        """Hang a comment below what it answers, if that is here."""
        parent = self.parents.get(old)
        above = self.rows.get(parent) if parent and parent != old else None
        if above:
            comment.parent_id = above.pk
        if above and not comment.is_mention:
            comment.place = place_below(above.pk, above.place)
        return bool(above) or parent is None

    def join_threads(self) -> None:
        """Hang what came before what it answers."""
        family = sound_family(self.parents, self.rows)
        for old, why in family.broken.items():
            what = "is missing" if why == "missing" else "is itself, or below it"
            reason = f"What it answers, number {self.parents[old]}, {what}: it stands at the top."
            self.incoming.report.changed("comment", old, words(self.authors[old]), reason)
        wrong = (
            Comment(pk=row.pk, parent_id=parent)
            for old in self.parents
            if (row := self.rows.get(old))
            for parent in [self._parent(old, family.parent)]
            if row.parent != parent
        )
        is_moved = False
        for batch in batches(wrong, BATCH):
            is_moved = Comment.objects.bulk_update(batch, ["parent"]) > 0
        if is_moved:
            place_comments(self.page.pk)

    def _parent(self, old: str, parents: dict[str, str]) -> int | None:
        return self.rows[parents[old]].pk if old in parents else None

    def note(self) -> None:
        """Note which comments came in: what is not here in a later run was deleted here."""
        self.known.comments = sorted({*self.known.comments, *self.rows})


def _digest(record: CommentRecord) -> str:
    return digest_of(
        _origin(record), record.content, record.author, record.author_email, record.parent
    )


def _words(comment: Comment) -> str:
    return digest_of(comment.author_name, comment.author_email, comment.author_url, comment.text)


def _address(url: str) -> str:
    url = CONTROLS.sub("", url.strip())
    return url[:2000] if url.lower().startswith(("http://", "https://")) and url[8:] else ""


def _likes(meta: tuple[tuple[str, str], ...]) -> int:
    for key, value in meta:
        if key in LIKES:
            count = number(value)
            if count and 0 < count < 2**31:
                return count
    return 0


def _origin(record: CommentRecord) -> dict[str, Any]:
    """What we have no field for, so that it can leave again."""
    known = {
        "ip": record.author_ip, "user_id": record.user_id, "type": record.type,
        "approved": record.approved.strip().lower(), "meta": [list(m) for m in record.meta],
        "date": record.date, "date_gmt": record.date_gmt, "url": record.author_url,
    }  # fmt: skip
    return {key: value for key, value in known.items() if value}
