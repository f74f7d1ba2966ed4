"""What moderators decide teaches the filter of their site; what is undone is taken out again.

An answer from the desk teaches nothing: nobody doubts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from chronique.base.batches import batches
from chronique.comments.models import Comment, CommentQuerySet, Decision
from chronique.spam import actions as spam
from chronique.spam import asking
from chronique.spam.actions import Taught
from chronique.spam.learning import Site
from chronique.spam.submissions import Submission

Action, State = Decision.Action, Comment.State

# Whether it is spam, and how much of a lesson that is. Who rejects a comment does not want it, and
# does not say that all who write like this are spammers: an insult is none.
LESSONS = {
    State.PUBLIC: (False, 1.0),
    State.SPAM: (True, 1.0),
    State.REJECTED: (True, 0.25),
}

# So many imported comments of each kind teach, the newest: what is older says little of today.
MOST_IMPORTED = 2_000
BATCH = 200
# What an import remembers of a comment: that it has taught, or that it may say nothing any more.
TAUGHT, FORGOTTEN = "taught", "forgotten"


def _owner_of(comment: Comment) -> str:
    """Return whose filter looks at a comment; "" where its page belongs to no site."""
    site = comment.page.get_site()
    return owner_of_site(site.pk) if site else ""


def owner_of_site(site: int) -> str:
    return f"site:{site}"


def what_is_learned(site: int, submission: Submission) -> Site | None:
    """Return what a site has learned that bears on a submission; None if nothing at all."""
    return asking.what_is_learned(owner_of_site(site), submission)


def begin(comment: Comment) -> None:
    """Let moderators who decide at the same time follow each other. See `spam.actions.hold`."""
    if whose := _owner_of(comment):
        spam.hold(whose)


def teach(comment: Comment, decision: Decision) -> None:
    """Teach what a moderator has just decided: approve, reject, spam; held again, it is unknown."""
    whose, cause = _owner_of(comment), _cause(decision)
    if not whose or comment.user_id:
        return
    if comment.state == State.HELD:
        spam.displace(whose, _subject(comment), cause=cause)
    elif comment.state in LESSONS:
        spam.learn(whose, _taught(comment), cause=cause, now=decision.decided_at)


def take_back(comment: Comment, decision: Decision) -> None:
    """Take out what a decision taught, and put back what it had displaced."""
    if whose := _owner_of(comment):
        spam.take_back(whose, _cause(decision))


def teach_imported(site: int, *, root_path: str) -> int:
    """Teach what was decided elsewhere about comments that an import brought; return of how many.

    The newest of each kind teach, once; what was decided here since has taught already. In small
    transactions: interrupted, the next import goes on.
    """
    newest: list[Comment] = []
    for state in LESSONS:
        newest += _imported(root_path, state)[:MOST_IMPORTED]
    fresh = [one for one in newest if not one.origin.keys() & {TAUGHT, FORGOTTEN}]
    decided = Decision.objects.filter(by=Decision.By.MODERATOR).values_list("number", flat=True)
    here = set(decided.filter(number__in=[one.pk for one in fresh])) if fresh else set()
    fresh = sorted((one for one in fresh if one.pk not in here), key=lambda one: one.written_at)
    count = 0
    for some in batches(fresh, BATCH):
        with transaction.atomic():
            count += spam.learn_many(owner_of_site(site), map(_taught, some))
            for one in some:
                one.origin[TAUGHT] = True
            Comment.objects.bulk_update(some, ["origin"])
    return count


def _imported(root_path: str, state: str) -> CommentQuerySet:
    here = Comment.objects.in_state(state).filter(page__path__startswith=root_path)
    words = here.exclude(old_number="").exclude(text="").words()
    return words.with_article().newest_first()


def forget(comments: Iterable[Comment]) -> None:
    """Forget how whoever wrote these stands; before their words are gone."""
    by_owner: dict[str, list[Comment]] = defaultdict(list)
    # Of many comments below one page its site is looked up once.
    owners: dict[int, str] = {}
    for comment in comments:
        page = comment.page_id
        owners[page] = owners[page] if page in owners else _owner_of(comment)
        by_owner[owners[page]].append(comment)
    for whose, some in by_owner.items():
        if whose:
            spam.forget_writer(whose, map(submission_of, some), list(map(_subject, some)))


def forget_old(before: datetime) -> int:
    """Let go of what is needed to take lessons out again; what they taught stays."""
    return spam.forget_lessons(before)


def submission_of(comment: Comment) -> Submission:
    """Return a comment as the filter looks at it, by its words alone."""
    return Submission(
        text=comment.text, author_name=comment.author_name, author_email=comment.author_email,
        author_url=comment.author_url, language=comment.article.language,
    )  # fmt: skip


def _taught(comment: Comment) -> Taught:
    is_spam, part = LESSONS[State(comment.state)]
    return Taught(_subject(comment), submission_of(comment), is_spam, part)


def _subject(comment: Comment) -> str:
    return f"comment:{comment.pk}"


def _cause(decision: Decision) -> str:
    return f"decision:{decision.pk}"
