"""What the filter is asked about a comment, and what it answers. The one door to `spam`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection

from chronique.articles.models import Article
from chronique.articles.models.search import SearchEntry
from chronique.comments import teaching
from chronique.comments.models import Comment, Discussion
from chronique.spam.blocks import Block as SpamBlock
from chronique.spam.blocks import Blocks, Kind
from chronique.spam.decisions import Decision
from chronique.spam.judge import Lists, Verdict, WordRule, judge
from chronique.spam.opinion import opinion, thresholds
from chronique.spam.reasons import DOUBTS, ReasonName
from chronique.spam.submissions import Submission
from chronique.text.words import stems

logger = logging.getLogger(__name__)

SAME_TEXT, FROM_NETWORK, RECENT = timedelta(days=1), timedelta(minutes=10), timedelta(minutes=1)
# What a word list or a block asks for, as the filter says it.
_EFFECTS = {
    "trust": Decision.PASS,
    "hold": Decision.HOLD,
    "spam": Decision.SPAM,
    "refuse": Decision.REFUSE,
}


@dataclass(frozen=True)
class Facts:
    """What is known of the past when a comment comes in."""

    same_text: int = 0
    from_network: int = 0
    recent: int = 0
    from_address: int = 0
    # Comments of this address that readers see.
    approved: int = 0
    # Whether slow mode is on.
    is_slow: bool = False
    # The comment that this same form made before, if it was sent twice.
    already: int | None = None


def facts_of(
    *, page: int, wording: str, network: str, email: str, submission: str, site: int, now: datetime
) -> Facts:
    """Count what came before; one query, which each index answers by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS,
            [
                wording, now - SAME_TEXT, page, network, now - FROM_NETWORK,
                email, now - FROM_NETWORK, page, now - RECENT, email, site, now, submission,
            ],
        )  # fmt: skip
        same, near, by_address, recent, approved, is_slow, already = cursor.fetchone()
    return Facts(
        same_text=same if wording else 0,
        from_network=near if network else 0,
        from_address=by_address if email else 0,
        recent=recent,
        approved=approved if email else 0,
        is_slow=bool(is_slow),
        already=already,
    )


# The models' own words would take longer to be put together than the database takes to answer.
# None counts further than matters: in a storm, all that came would be counted again by each.
# `NOT (… = '')` is how the partial indexes put it: SQLite wants the same words.
_FACTS = """
SELECT
  (SELECT count(*) FROM (SELECT 1 FROM comments_comment
    WHERE wording = %s AND NOT (wording = '') AND written_at > %s AND page_id <> %s
    LIMIT 100) AS found),
  (SELECT count(*) FROM (SELECT 1 FROM comments_comment
    WHERE network = %s AND NOT (network = '') AND written_at > %s LIMIT 100) AS found),
  (SELECT count(*) FROM (SELECT 1 FROM comments_comment
    WHERE lower(author_email) = %s AND written_at > %s LIMIT 100) AS found),
  (SELECT count(*) FROM (SELECT 1 FROM comments_comment
    WHERE page_id = %s AND state IN ('public', 'held') AND written_at > %s
    LIMIT 100) AS found),
  (SELECT count(*) FROM (SELECT 1 FROM comments_comment
    WHERE lower(author_email) = %s AND state = 'public' LIMIT 3) AS found),
  EXISTS (SELECT 1 FROM comments_alarm WHERE site_id = %s AND slow_until > %s),
  (SELECT id FROM comments_comment WHERE submission = %s AND NOT (submission = ''))
"""


def around(
    article: Article, *, parent: Comment | None, approved: int, now: datetime
) -> dict[str, Any]:
    """Return what surrounds a comment, as fields of a `Submission`."""
    published = article.first_published_at

    def about() -> list[str]:
        entry = SearchEntry.objects.filter(page=article.pk).first()
        said = stems(parent.text, article.language) if parent else []
        known = [entry.title, entry.standfirst, entry.body] if entry else []
        return [*said, *chain.from_iterable(map(str.split, known))]

    return {
        "days_old": (now - published).days if published else None,
        "is_first": approved == 0,
        "about": about,
    }


def ask(submission: Submission, *, discussion: Discussion, now: datetime) -> Verdict:
    """Return the filter's verdict. What breaks in it is logged, and a person looks instead."""
    try:
        learned = teaching.what_is_learned(discussion.site_id, submission)
        given = thresholds(held=discussion.honest_held, lost=discussion.honest_lost)
        return judge(submission, lists(now), opinion(submission, learned, given=given))
    except Exception:
        logger.exception("filter.failed")
        return Verdict(Decision.HOLD, (), 0.5)


def lists(now: datetime) -> Lists:
    """Return what the moderators have laid down and what holds now; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LAID_DOWN, [now])
        return _ready(tuple(cursor.fetchall()))


_OF_WORDS = "words"
_LAID_DOWN = f"""
SELECT '{_OF_WORDS}' AS kind, name, words, effect, language FROM comments_wordlist
UNION ALL
SELECT kind, value, '', effect, '' FROM comments_block WHERE until IS NULL OR until > %s
ORDER BY 1, 2
"""  # noqa: S608 - our own word


@lru_cache(maxsize=4)
def _ready(rows: tuple[tuple[str, str, str, str, str], ...]) -> Lists:
    """Return rows as the filter takes them, which is some work when there are many."""
    return Lists(
        words=tuple(
            WordRule(words, _EFFECTS[effect], language)
            for kind, _name, words, effect, language in rows
            if kind == _OF_WORDS
        ),
        blocks=Blocks(
            tuple(
                SpamBlock(Kind(kind), value, _EFFECTS[effect])
                for kind, value, _words, effect, _language in rows
                if kind != _OF_WORDS
            )
        ),
    )


def as_kept(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as it is kept with the comment, and with each decision about it."""
    kept = {
        "decision": str(verdict.decision),
        "score": round(verdict.score, 3),
        "reasons": [
            {
                "name": reason.name,
                "detail": reason.detail,
                "decision": reason.decision,
                "weight": reason.weight,
                "share": reason.share,
            }
            for reason in verdict.reasons
        ],
    }
    # By which one sees later how well the model knew.
    if verdict.probability is not None:
        kept["probability"] = round(verdict.probability, 4)
    return kept


PROOFS = frozenset({ReasonName.WORKED, ReasonName.CONFIRMED})
# What the filter finds by itself, without a word of the moderators'.
_OWN = DOUBTS | {ReasonName.HONEYPOT, ReasonName.LINKS, ReasonName.SAME_TEXT}


def is_doubt_alone(verdict: Mapping[str, Any]) -> bool:
    """Whether doubt alone holds a comment, as it is kept, and no proof was given yet."""
    holding = _holding(verdict)
    return bool(holding) and all(
        reason["name"] in DOUBTS and reason.get("decision") == Decision.HOLD for reason in holding
    )


def asks_for_proof(verdict: Mapping[str, Any]) -> bool:
    """Whether a browser is asked for a proof: where it may help, and where it cannot, for spam.

    Whoever sends that is to learn nothing.
    """
    holding = _holding(verdict)
    is_spam = any(reason.get("decision") == Decision.SPAM for reason in holding)
    return is_doubt_alone(verdict) or (is_spam and all(one["name"] in _OWN for one in holding))


def _holding(verdict: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the reasons that hold it; none where a proof was given, which was not enough.

    Those of the mode, which has none of the filter's decisions, are among them.
    """
    reasons = list(verdict.get("reasons", []))
    if any(reason["name"] in PROOFS for reason in reasons):
        return []
    return [reason for reason in reasons if reason.get("decision") != Decision.PASS]


def told_by(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a verdict tells of how a comment came, as fields of a `Submission`."""
    told = {reason["name"]: reason.get("detail", "") for reason in verdict.get("reasons", [])}
    facts: dict[str, Any] = {
        "has_worked": ReasonName.WORKED in told,
        "has_confirmed": ReasonName.CONFIRMED in told,
    }
    if ReasonName.TOO_FAST in told:
        facts["seconds_to_fill"] = float(told[ReasonName.TOO_FAST])
    return facts
