"""What the model says of a submission, in reasons that people can follow."""

from collections.abc import Iterator
from dataclasses import dataclass

from chronique.spam import model
from chronique.spam.decisions import Decision
from chronique.spam.features import features
from chronique.spam.reasons import Reason, ReasonName
from chronique.spam.submissions import Submission

# From so likely on a person looks first; from so likely on it is kept among the spam.
HOLD_FROM, SPAM_FROM = 0.8, 0.98
# Whoever has a confirmed address and an approved comment is so much less likely to send spam,
# in logits: seven times.
KNOWN = 2.0
# What adds less than this part of all that speaks against a comment is not told.
LEAST_SHARE = 0.08
WORDS_TOLD = 5
# Signs that mark words of links, names and addresses in the model's vocabulary.
_MARKS = "/@~"
_GROUPS = {
    "links": ReasonName.LIKE_LINKS,
    "contact": ReasonName.LIKE_CONTACT,
    "trade": ReasonName.LIKE_TRADE,
    "praise": ReasonName.LIKE_PRAISE,
    "disguise": ReasonName.LIKE_DISGUISE,
    "manner": ReasonName.LIKE_MANNER,
    "author": ReasonName.LIKE_NAME,
    "address": ReasonName.LIKE_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """`probability` that it is spam, and why."""

    probability: float
    reasons: tuple[Reason, ...] = ()


def opinion(submission: Submission, *, told_from: float = HOLD_FROM) -> Opinion:
    """Ask the shipped model how likely it is spam, and if that is so much at least, why.

    The first reason says how likely; the others are its shares. From 0 on all is told, from 1 on
    nothing.
    """
    seen = features(
        submission.text, author=submission.author_name, url=submission.author_url,
        language=submission.language,
    )  # fmt: skip
    known = KNOWN if submission.is_known else 0.0
    shipped = model.shipped()
    probability = model.probability(shipped.logit(seen) - known)
    if probability < told_from:
        return Opinion(probability)
    likely = Reason(
        ReasonName.LIKELY, f"{min(99, 100 * probability):.0f}", _asked_for(probability), probability
    )
    return Opinion(probability, (likely, *_shares(shipped.shares(seen))))


def _asked_for(probability: float) -> Decision:
    if probability >= SPAM_FROM:
        return Decision.SPAM
    return Decision.HOLD if probability >= HOLD_FROM else Decision.PASS


def _shares(shares: model.Shares) -> Iterator[Reason]:
    """Give what speaks against the comment, the strongest first."""
    amounts: dict[ReasonName, float] = {}
    details: dict[ReasonName, list[str]] = {}
    for share in shares.signals:
        group, _, what = share.name.partition("_")
        name = _GROUPS[group]
        amounts[name] = amounts.get(name, 0.0) + share.amount
        if share.amount > 0 and name is ReasonName.LIKE_TRADE and what not in ("any", "dense"):
            details.setdefault(name, []).append(what)
    for share in shares.words:
        name = _place_of(share.name)
        amounts[name] = amounts.get(name, 0.0) + share.amount
        if share.amount > 0 and name is ReasonName.LIKE_WORDS:
            details.setdefault(name, []).append(share.name)
    against = {name: amount for name, amount in amounts.items() if amount > 0}
    whole = sum(against.values())
    for name, amount in sorted(against.items(), key=lambda item: (-item[1], item[0])):
        if amount >= LEAST_SHARE * whole:
            told = ", ".join(details.get(name, [])[:WORDS_TOLD])
            yield Reason(name, told, share=round(amount / whole, 3))


def _place_of(word: str) -> ReasonName:
    if word[:1] not in _MARKS:
        return ReasonName.LIKE_WORDS
    if word[0] == "/":
        return ReasonName.LIKE_LINKS
    return ReasonName.LIKE_NAME if word[0] == "@" else ReasonName.LIKE_ADDRESS
