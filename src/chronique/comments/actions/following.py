"""Readers are told of answers: only those who confirmed their address, and each of each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from chronique.articles.models import Publication
from chronique.articles.models.pages import readable_pages
from chronique.articles.prepared import Prepared
from chronique.comments.letterhead import letterhead_of
from chronique.comments.models import Comment, Commented, Follow, Notice
from chronique.comments.rules import quoted
from chronique.readers.actions import meet
from chronique.readers.letters import write_to
from chronique.readers.models import Reader
from chronique.readers.rules import one_form
from chronique.text.html import plain
from chronique.text.typography import typeset, within_quotes

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

# So many characters of an answer stand in a letter; the rest is read on the page.
QUOTED = 1_200
# So many answers stand in one letter; it says how many more there are.
MOST = 30


@dataclass(frozen=True)
class Answer:
    """What a letter says of one comment."""

    author: str
    title: str
    path: str
    lines: list[str]


@transaction.atomic
def follow(
    *, address: str, now: datetime, language: str, is_proven: bool = False,
    comment: Comment | None = None, page: Commented | None = None,
) -> Follow | None:  # fmt: skip
    """Note that an address is to be told of answers to a comment, or of all under an article.

    It counts at once where the browser has proven that the address is its reader's, or else once
    the reader confirms: `readers.actions.ask_to_confirm` asks, `agree` notes it. Who stopped all
    letters is left in peace: anybody may type an address. None when it is none.
    """
    reader = meet(address=address, language=language, now=now)
    if reader is None:
        return None
    thing = {"comment": comment} if comment else {"page": page}
    found, _made = Follow.objects.get_or_create(reader=reader, **thing, defaults={"since": now})
    if is_proven:
        agree(reader=reader, now=now, only=found)
    return found


def agree(*, reader: Reader, now: datetime, only: Follow | None = None) -> int:
    """Let what somebody wished to follow by this reader's address count, now that it is theirs."""
    wished = Follow.objects.open().filter(reader=reader)
    return (wished.filter(pk=only.pk) if only else wished).update(agreed_at=now)


def unfollow(*, reader: Reader, number: int) -> bool:
    """Follow one thing less. False when this reader follows nothing of that number."""
    return Follow.objects.filter(reader=reader, pk=number).delete()[0] > 0


def tell_of(comment: Comment, now: datetime) -> int:
    """Note whom to tell of a comment that has become public; return how many that are.

    In the transaction that makes it public; twice is the same as once. Letters follow within
    seconds, or with the digest: `send_answers`. Its own writer is not told.
    """
    if not comment.is_public or comment.is_mention:
        return 0
    told = _TOLD.all(comment.page_id, sorted(_above(comment)), one_form(comment.author_email))
    notices = [Notice(reader_id=pk, comment=comment, made_at=now) for (pk,) in told]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    return len(notices)


def _told(page: int, comments: list[int], writer: str) -> QuerySet[Reader, tuple[int]]:
    follows = Follow.objects.agreed().of(page=page, comments=comments)
    readers = Reader.objects.to_be_told().filter(pk__in=follows.values("reader"))
    return readers.exclude(address=writer).values_list("pk")


_TOLD: Prepared[tuple[int]] = Prepared(_told, int, list, str)


def _above(comment: Comment) -> set[int]:
    """Return the numbers of what a comment answers, however far up. Data may hold circles."""
    if comment.parent_id is None:
        return set()
    thread = Comment.objects.in_threads([comment.top])
    parents = dict(thread.values_list("pk", "parent_id"))
    above: set[int] = set()
    number: int | None = comment.parent_id
    while number and number not in above:
        above.add(number)
        number = parents.get(number)
    return above


@transaction.atomic
def send_answers(*, reader: int, now: datetime, morning: datetime | None = None) -> int:
    """Write to a reader of all that is to be told; return how many letters were queued.

    One letter for each publication. With `morning`, the time there, it is the digest of that day,
    of which there is one: of what came before it.
    """
    # Of two workers, the second waits here and then finds nothing.
    row = Reader.objects.select_for_update().get(pk=reader)
    notices = Notice.objects.waiting().made_before(morning or now).filter(reader=row)
    waiting = dict(notices.values_list("comment", "pk"))
    queued = 0
    for publication, comments in _by_publication(list(waiting)):
        last = max(waiting[comment.pk] for comment in comments)
        key = f"answers:{row.pk}:{publication.pk}:{morning.date() if morning else last}"
        if _write(row, publication, comments, key=key, now=now):
            queued += 1
        else:
            # Today's digest is out: these stand in tomorrow's.
            for comment in comments:
                del waiting[comment.pk]
    Notice.objects.filter(pk__in=waiting.values()).update(told_at=now)
    return queued


def _by_publication(numbers: list[int]) -> list[tuple[Publication, list[Comment]]]:
    """Return the comments that readers may still see, oldest first, by where they stand."""
    found: dict[Any, list[Comment]] = {}
    rows = Comment.objects.public().filter(pk__in=numbers).with_article().defer("text", "origin")
    for comment in rows.oldest_first():
        if site := comment.page.get_site():
            found.setdefault(site, []).append(comment)
    readable: list[tuple[Publication, list[Comment]]] = []
    for site, comments in found.items():
        pages = readable_pages(site).filter(pk__in={comment.page_id for comment in comments})
        shown = set(pages.values_list("pk", flat=True))
        if kept := [comment for comment in comments if comment.page_id in shown]:
            readable.append((Publication.for_site(site), kept))
    return readable


def _write(
    reader: Reader, publication: Publication, comments: list[Comment], *, key: str, now: datetime
) -> bool:
    answers = [_answer(comment, reader.language) for comment in comments[:MOST]]
    values = {
        "answers": answers,
        "count": len(comments),
        "more": max(0, len(comments) - MOST),
        "title": answers[0].title if len({answer.title for answer in answers}) == 1 else "",
    }
    head = letterhead_of(publication)
    return write_to(
        reader, "comments/mail/answers", values, head=head, key=key, now=now, may_be_stopped=True
    )


def _answer(comment: Comment, shown_in: str) -> Answer:
    article = comment.article
    language = article.language
    return Answer(
        author=comment.author_name,
        # It stands in quotation marks.
        title=within_quotes(typeset(article.title, language), shown_in),
        path=comment.path,
        lines=quoted(typeset(plain(comment.html), language), QUOTED),
    )
