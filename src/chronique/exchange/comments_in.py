"""Comments come in with their threads; spam and bin are kept for the filter, never shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from wagtail.models import Page

from chronique.comments.models import Comment
from chronique.exchange.family import sound_family
from chronique.exchange.incoming import Incoming
from chronique.exchange.ledger import digest_of
from chronique.exchange.records import CommentRecord
from chronique.exchange.wxr import moment, number
from chronique.text import html

T = TypeVar("T")
BATCH = 500
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
KINDS = {"": "comment", "comment": "comment", "pingback": "pingback", "trackback": "trackback"}
# Metadata under which plugins keep how often a comment was liked.
LIKES = ("likes", "like_count", "_likes", "comment_likes", "cld_like_count", "votes_up")


def bring_comments(incoming: Incoming, page: Page, records: Iterable[CommentRecord]) -> None:
    """Bring in the comments of one page: new ones added, changed ones brought up to the export."""
    arrival = _Arrival(incoming, page)
    for batch in batches(records, BATCH):
        arrival.bring(batch)
    arrival.join_threads()


@dataclass
class _Known:
    pk: int
    digest: str


class _Arrival:
    def __init__(self, incoming: Incoming, page: Page) -> None:
        self.incoming, self.page = incoming, page
        rows = Comment.objects.filter(page=page.pk).exclude(old_number="")
        self.known = {
            old: _Known(pk, digest or "")
            for old, pk, digest in rows.values_list("old_number", "pk", "origin__digest").iterator()
        }
        # Old number → old number of the parent, for all of this export's.
        self.parents: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def bring(self, records: list[CommentRecord]) -> None:
        fresh: list[Comment] = []
        for record in records:
            comment = self._read(record)
            known = self.known.get(comment.old_number)
            if known is None:
                fresh.append(comment)
                self.known[comment.old_number] = _Known(0, comment.origin["digest"])
            elif known.digest != comment.origin["digest"]:
                comment.pk = known.pk
                comment.save(update_fields=UPDATED)
            self.incoming.report.imported(comment.kind)
        for comment in Comment.objects.bulk_create(fresh):
            self.known[comment.old_number].pk = comment.pk

    def _read(self, record: CommentRecord) -> Comment:
        kind = KINDS.get(record.type.strip().lower(), "comment")
        self.incoming.report.found(kind)
        comment = Comment(
            page_id=self.page.pk, kind=kind, state=self._state(record, kind),
            old_number=self._number(record, kind), author_name=html.plain(record.author)[:255],
            author_email=record.author_email.strip()[:320], author_url=_address(record.author_url),
            text=record.content, html=html.clean_comment(paragraphs(record.content)),
            written_at=self._moment(record, kind), like_count=_likes(record.meta),
        )  # fmt: skip
        comment.origin = _origin(record)
        comment.origin["digest"] = digest_of(
            comment.origin, record.content, record.approved, record.parent
        )
        for remark in record.remarks:
            self._changed(record, kind, remark)
        return comment

    def _number(self, record: CommentRecord, kind: str) -> str:
        raw = record.id.strip()[:30] or f"line{record.line}"
        mark = digest_of(record.content, record.author, record.date)
        unique = self.incoming.number_for(f"comment of {self.page.pk}", raw, mark=mark).replace(
            "#", "-"
        )
        if unique != raw:
            self._changed(
                record, kind, f"Another comment has the number {raw} too: this one is {unique}."
            )
        if record.parent.strip() not in ("", "0"):
            self.parents[unique] = record.parent.strip()
        self.titles[unique] = record.author
        return unique

    def _state(self, record: CommentRecord, kind: str) -> Comment.State:
        state = STATES.get(record.approved.strip().lower())
        if state is None:
            self._changed(
                record, kind, f"Its state “{record.approved[:40]}” is not known: it is held."
            )
        return state or Comment.State.HELD

    def _moment(self, record: CommentRecord, kind: str) -> Any:
        when = moment(record.date_gmt, record.date, self.incoming.offset)
        if when.remark:
            self._changed(record, kind, when.remark)
        if when.at is None:
            self._changed(record, kind, "It has no date: it gets its article's.")
        return when.at or self.page.first_published_at or self.incoming.now

    def _changed(self, record: CommentRecord, kind: str, reason: str) -> None:
        self.incoming.report.changed(kind, record.id, record.author, reason)

    def join_threads(self) -> None:
        """Hang each answer below what it answers, and note which thread it belongs to."""
        family = sound_family(self.parents, self.known)
        for old, why in family.broken.items():
            what = "is missing" if why == "missing" else "is itself, or below it"
            reason = f"What it answers, number {self.parents[old]}, {what}: it stands at the top."
            self.incoming.report.changed("comment", old, self.titles[old], reason)
        for batch in batches(family.parent.items(), BATCH):
            rows = [
                Comment(
                    pk=self.known[old].pk,
                    parent_id=self.known[parent].pk,
                    thread_id=self.known[family.root[old]].pk,
                )
                for old, parent in batch
            ]
            Comment.objects.bulk_update(rows, ["parent", "thread"])


UPDATED = [
    "kind", "state", "author_name", "author_email", "author_url", "text", "html", "written_at",
    "like_count", "origin",
]  # fmt: skip


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    stream = iter(things)
    while batch := list(islice(stream, size)):
        yield batch


def paragraphs(text: str) -> str:
    """Return a comment's text as HTML: blank lines part paragraphs, as WordPress shows them."""
    blocks = [block.strip("\n") for block in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{block}</p>".replace("\n", "<br>") for block in blocks if block.strip())


def _address(url: str) -> str:
    url = url.strip()
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
        "approved": record.approved, "meta": [list(pair) for pair in record.meta],
        "date": record.date, "date_gmt": record.date_gmt, "url": record.author_url,
    }  # fmt: skip
    return {key: value for key, value in known.items() if value}
