"""Keys are made and withdrawn; who has one asks the filter, and corrects it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F

from chronique.base.marks import mark
from chronique.spam.actions import Taught, learn
from chronique.spam.akismet.protocol import Asked
from chronique.spam.asking import what_is_learned
from chronique.spam.decisions import Decision
from chronique.spam.judge import Lists, judge
from chronique.spam.models import Client, Learned
from chronique.spam.opinion import opinion, thresholds
from chronique.spam.submissions import Submission

# From so likely on a client is told that it need not keep it: nobody will look for it there.
CERTAIN_FROM = 0.999


@dataclass(frozen=True)
class Answer:
    is_spam: bool
    # Beyond doubt: its client may throw it away.
    is_certain: bool = False


def give_key(client: Client, *, now: datetime) -> str:
    """Give a client a new key; once the client is saved, the key that it had is none any more.

    The key is returned here and kept nowhere. It is of letters that WordPress takes.
    """
    key = secrets.token_hex(16)
    client.digest, client.key_made_at = _digest(key), now
    return key


def client_with(key: str) -> Client | None:
    """Return whose key it is, if it is switched on.

    The digest is looked for, not the key: how long that takes says nothing of the key.
    """
    return Client.objects.on().filter(digest=_digest(key)).first()


@transaction.atomic
def withdraw(client: Client) -> None:
    """Answer it no more, and forget what it taught."""
    Learned.objects.filter(owner=client.owner).delete()
    client.delete()


def check(client: Client, asked: Asked, *, now: datetime) -> Answer:
    """Say whether it is spam. There is no third answer: what is to be held here is spam there,
    if it is for its words.
    """
    answer = _look(client, asked)
    if not asked.is_test:
        _count(client, now, asked=1, found=int(answer.is_spam))
    return answer


def correct(client: Client, asked: Asked, *, is_spam: bool, now: datetime) -> None:
    """Learn what a client's moderators decided. It teaches the filter of that client alone."""
    if asked.is_test:
        return
    taught = Taught(_subject(asked.submission), asked.submission, is_spam)
    learn(client.owner, taught, cause="corrected", now=now)
    _count(client, now, corrected=1)


def _look(client: Client, asked: Asked) -> Answer:
    if asked.foregone is not None:
        return Answer(asked.foregone)
    told = opinion(asked.submission, what_is_learned(client.owner, asked.submission))
    verdict = judge(asked.submission, Lists(), told)
    is_likely = told.probability >= thresholds().hold
    is_spam = is_likely or verdict.decision in (Decision.SPAM, Decision.REFUSE)
    return Answer(is_spam, is_certain=told.probability >= CERTAIN_FROM)


def _count(client: Client, now: datetime, **more: int) -> None:
    changed = {name: F(name) + count for name, count in more.items()}
    Client.objects.filter(pk=client.pk).update(used_at=now, **changed)


def _digest(key: str) -> str:
    return sha256(key.strip().encode("utf-8", "surrogatepass")).hexdigest()


def _subject(submission: Submission) -> str:
    """Return what stands for a comment that has no number here; corrected again, it is the same."""
    key = settings.SECRET_KEY.encode()
    said = (submission.text, submission.author_name, submission.author_url)
    return f"sent:{mark(key, 'sent', *said)}"
