"""What the model says of a submission, and what the site has learned, in reasons that people can
follow.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chronique.spam import model
from chronique.spam.circumstances import AMOUNTS, Circumstance, circumstances
from chronique.spam.decisions import Decision
from chronique.spam.features import Features, features
from chronique.spam.learning import Site
from chronique.spam.reasons import Reason, ReasonName
from chronique.spam.stretches import worst_stretch
from chronique.spam.submissions import Submission

# Of a thousand honest comments so many are held, and so many kept among the spam, where nobody has
# said otherwise.
HELD, LOST = 5, 1
# No probability is so high.
NEVER = 1.0
# Whoever has a confirmed address and an approved comment is so much less likely to send spam,
# in logits: seven times.
KNOWN = 2.0
# The same of whoever confirmed the address, and of a browser that did a puzzle: four times, three
# times. Programs may have a mailbox or a browser too. A judgement, not measured.
CONFIRMED, WORKED = 1.5, 1.0
# From this logit on it is asked what surrounds a comment: below, nothing of it would decide.
DOUBT = -1.0
# Some words of a comment are read without what stands around, so less is made of them: in logits.
# With less than this, honest comments would be held for a few words of theirs.
OF_A_STRETCH = 2.5
# What adds less than this part of all that speaks against a comment is not told, unless it is a
# fact that anybody can see.
LEAST_SHARE = 0.08
WORDS_TOLD = 5
# Signs that mark words of links, names and addresses in the model's vocabulary.
_MARKS = {
    "/": ReasonName.LIKE_LINKS,
    "@": ReasonName.LIKE_NAME,
    "~": ReasonName.LIKE_ADDRESS,
}
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
_HERE = {
    "host": ReasonName.HERE_HOST,
    "address": ReasonName.HERE_ADDRESS,
    "name": ReasonName.HERE_NAME,
    "text": ReasonName.HERE_TEXT,
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """`probability` that it is spam, and why."""

    probability: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From so likely on a person looks first; from so likely on it is kept among the spam."""

    hold: float
    spam: float


def thresholds(*, held: int = HELD, lost: int = LOST) -> Thresholds:
    """Return from where on so many of a thousand honest comments are held, and so many kept among
    the spam; 0 is none.

    What is kept among the spam is never less likely to be spam than what is held.
    """
    limit = model.shipped().limit
    hold, spam = (limit(honest).probability if honest else NEVER for honest in (held, lost))
    return Thresholds(hold, max(hold, spam))


def opinion(
    submission: Submission, site: Site | None = None, *, given: Thresholds | None = None,
    told_from: float | None = None,
) -> Opinion:  # fmt: skip
    """Ask the shipped model, and what the site has learned, how likely it is spam, and if it is to
    be held, why.

    The first reason says how likely; the others are its shares. `given` is what is to be held, as
    usual without. `told_from` is from where on reasons are given instead: from 0 on always, from 1
    on never.
    """
    given = given or thresholds()
    seen = seen_of(submission)
    shipped = model.shipped()
    logit, worst = strongest(shipped, submission, seen)
    logit += (site.amount(seen) if site else 0.0) - _credit(submission)
    around = [*circumstances(submission, leads=seen.leads)] if logit >= DOUBT else []
    probability = model.probability(logit + sum(one.amount for one in around))
    if probability < (given.hold if told_from is None else told_from):
        return Opinion(probability)
    asked, told = _asked_for(probability, given), f"{min(99, 100 * probability):.0f}"
    likely = Reason(ReasonName.LIKELY, told, asked, probability)
    parts = _Parts()
    parts.take_shipped(shipped.shares(worst))
    if site:
        parts.take_site(site, seen)
    parts.take_circumstances(around)
    return Opinion(probability, (likely, *parts.reasons()))


def seen_of(submission: Submission) -> Features:
    """Return what the model sees of a submission."""
    return features(
        submission.text, author=submission.author_name, url=submission.author_url,
        language=submission.language,
    )  # fmt: skip


def _credit(submission: Submission) -> float:
    """Return how much speaks for whoever sent it, whatever the words; in logits, 3 at most."""
    is_person = submission.has_confirmed or submission.is_confirmed
    person = CONFIRMED if is_person else 0.0
    return (KNOWN if submission.is_known else person) + (WORKED if submission.has_worked else 0.0)


def strongest(
    shipped: model.Model, submission: Submission, seen: Features
) -> tuple[float, Features]:
    """Return the logit and the look of the comment, or of some words of it that are much worse."""
    logit = shipped.logit(seen)
    if stretch := worst_stretch(submission.text, shipped.weight):
        part = features(stretch, language=submission.language)
        alone = shipped.logit(part) - OF_A_STRETCH
        if alone > logit:
            return alone, part
    return logit, seen


def _asked_for(probability: float, given: Thresholds) -> Decision:
    if probability >= given.spam:
        return Decision.SPAM
    return Decision.HOLD if probability >= given.hold else Decision.PASS


class _Parts:
    """What speaks for and against a comment, by the names that reasons have."""

    def __init__(self) -> None:
        self._amounts: dict[ReasonName, float] = defaultdict(float)
        self._details: dict[ReasonName, list[str]] = defaultdict(list)

    def _take(self, name: ReasonName, amount: float, detail: str = "") -> None:
        self._amounts[name] += amount
        if amount > 0 and detail:
            self._details[name].append(detail)

    def take_shipped(self, shares: model.Shares) -> None:
        for share in shares.signals:
            group, _, what = share.name.partition("_")
            is_trade = group == "trade" and what not in ("any", "dense")
            self._take(_GROUPS[group], share.amount, what if is_trade else "")
        for share in shares.words:
            name = _MARKS.get(share.name[:1], ReasonName.LIKE_WORDS)
            is_said = name is ReasonName.LIKE_WORDS
            self._take(name, share.amount, share.name if is_said else "")

    def take_site(self, site: Site, seen: Features) -> None:
        for standing, amount in site.parts():
            detail = standing.name if standing.kind == "host" else str(standing.spam)
            self._take(_HERE[standing.kind], amount, detail)
        words = sorted(site.words(seen), key=lambda share: -share[1])
        for word, amount in words:
            is_said = word[:1] not in _MARKS
            self._take(ReasonName.HERE_WORDS, amount, word if is_said else "")

    def take_circumstances(self, around: Iterable[Circumstance]) -> None:
        for one in around:
            self._take(one.name, one.amount, one.detail)

    def reasons(self) -> Iterator[Reason]:
        """Give what speaks against it, the strongest first."""
        against = {name: amount for name, amount in self._amounts.items() if amount > 0}
        whole = sum(against.values())
        for name, amount in sorted(against.items(), key=lambda item: (-item[1], item[0])):
            if amount >= LEAST_SHARE * whole or name in AMOUNTS:
                told = ", ".join(self._details[name][:WORDS_TOLD])
                yield Reason(name, told, share=round(amount / whole, 3))
