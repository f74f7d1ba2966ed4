"""The filter: looks at what somebody sent, and says what to do with it, and why.

It asks nobody and remembers nothing: what it needs to know of the past, the caller has counted.
The same submission with the same lists has the same verdict.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from chronique.spam.blocks import Block, Blocks, Kind
from chronique.spam.decisions import Decision, strictest
from chronique.spam.links import links_in
from chronique.spam.opinion import Opinion
from chronique.spam.reasons import Reason, ReasonName
from chronique.spam.submissions import Submission
from chronique.spam.words import tokens, word_list

# Nobody reads, thinks and writes more than so many characters in less than so many seconds.
SHORT_TEXT = 20
SECONDS_TO_FILL = 2.5
# Links in a text.
LINKS_TO_HOLD = 3
LINKS_OF_SPAM = 8
# Comments elsewhere that say the same.
SAME_TO_HOLD = 1
SAME_OF_SPAM = 3
# Comments that a network has sent in the ten minutes before this one.
RATE_TO_HOLD = 5
RATE_TO_REFUSE = 15
# Comments on the article in the minute before this one, by whomever.
BURST = 20
# Shouting: so many letters at least, and more than so much of them in words in capitals.
SHOUTED_LETTERS = 40
SHOUTED_SHARE = 0.8
# Words of one list that a reason names.
WORDS_NAMED = 5


@dataclass(frozen=True, slots=True)
class WordRule:
    """A list of words (see `words`), and what becomes of a comment that holds one of them."""

    text: str
    decision: Decision
    # Only under articles in this language ("fr" is also "fr-CA"); "" under all.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """What the moderators have laid down and what holds now."""

    words: tuple[WordRule, ...] = ()
    blocks: Blocks = field(default_factory=Blocks)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, and the reasons for it, the weightiest first.

    `score` is 0 when nothing speaks against it and nears 1 the more does. It puts a queue in
    order; it is not a probability. `probability` is the model's, whatever else speaks for or
    against it; None when it was not asked.
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    score: float
    probability: float | None = None

    @property
    def is_program(self) -> bool:
        """Whether a field was filled in that people do not see."""
        return any(reason.name is ReasonName.HONEYPOT for reason in self.reasons)

    @property
    def is_too_many(self) -> bool:
        """Refused because of the rate alone or among others: the answer is 429, try later."""
        return any(
            reason.name is ReasonName.RATE and reason.decision is Decision.REFUSE
            for reason in self.reasons
        )


_BLOCKED = {
    Kind.ADDRESS: ReasonName.BLOCKED_ADDRESS,
    Kind.DOMAIN: ReasonName.BLOCKED_DOMAIN,
    Kind.NETWORK: ReasonName.BLOCKED_NETWORK,
    Kind.MARK: ReasonName.BLOCKED_MARK,
}
_WEIGHTS = {Decision.PASS: 0.0, Decision.HOLD: 0.5, Decision.SPAM: 0.9, Decision.REFUSE: 0.99}
# What trust does not outweigh.
_MODERATORS_WORD = frozenset(_BLOCKED.values())


def judge(submission: Submission, lists: Lists, opinion: Opinion | None = None) -> Verdict:
    """Return the strictest of what the rules and the model ask for, with all their reasons.

    Trust outweighs whatever would hold a comment or call it spam, except a block. It does not
    outweigh what refuses it.
    """
    links = links_in(submission.text)
    reasons = [*_acts(submission, links), *_blocks(submission, links, lists)]
    reasons += [*_words(submission, lists), *_manner(submission.text), *_proofs(submission)]
    groups: list[tuple[Reason, ...]] = [(reason,) for reason in reasons]
    if opinion and opinion.reasons:
        # What the model's word is made of follows it.
        groups.append(opinion.reasons)
    groups.sort(key=lambda group: -group[0].weight)
    reasons = [*chain.from_iterable(groups)]
    if any(reason.name is ReasonName.TRUSTED for reason in reasons):
        weighed = [reason for reason in reasons if _stands_against_trust(reason)]
    else:
        weighed = reasons
    return Verdict(
        decision=strictest(*(reason.decision for reason in weighed)),
        reasons=tuple(reasons),
        score=_score(weighed),
        probability=opinion.probability if opinion else None,
    )


def and_called_spam(verdict: Verdict, host: str) -> Verdict:
    """Add that a service elsewhere calls it spam: by itself that holds it, and no more."""
    reason = _reason(ReasonName.ASKED, host, Decision.HOLD)
    is_first = verdict.decision is Decision.PASS
    return Verdict(
        decision=strictest(verdict.decision, reason.decision),
        reasons=(reason, *verdict.reasons) if is_first else (*verdict.reasons, reason),
        score=round(1 - (1 - verdict.score) * (1 - reason.weight), 6),
    )


def _acts(submission: Submission, links: list[str]) -> Iterator[Reason]:
    """Give the reasons that lie in what was done, whatever the words."""
    seconds = submission.seconds_to_fill
    # What is only a doubt is no more than a note once it was proven that a person is there.
    doubt = Decision.PASS if submission.is_proven else Decision.HOLD
    if submission.honeypot:
        yield _reason(ReasonName.HONEYPOT, submission.honeypot[:80], Decision.SPAM)
    if seconds is not None and seconds < SECONDS_TO_FILL and len(submission.text) > SHORT_TEXT:
        yield _reason(ReasonName.TOO_FAST, f"{seconds:.1f}", doubt)
    yield from _counted(ReasonName.LINKS, len(links), hold=LINKS_TO_HOLD, spam=LINKS_OF_SPAM)
    same = submission.same_text
    yield from _counted(ReasonName.SAME_TEXT, same, hold=SAME_TO_HOLD, spam=SAME_OF_SPAM)
    if submission.from_network >= RATE_TO_HOLD:
        is_flood = submission.from_network >= RATE_TO_REFUSE
        decision = Decision.REFUSE if is_flood else doubt
        yield _reason(ReasonName.RATE, str(submission.from_network), decision)
    if submission.from_address >= RATE_TO_HOLD and not submission.is_known:
        yield _reason(ReasonName.RATE_OF_ADDRESS, str(submission.from_address), doubt)
    if submission.recent >= BURST and not submission.is_known:
        yield _reason(ReasonName.BURST, str(submission.recent), doubt)


def _counted(name: ReasonName, count: int, *, hold: int, spam: int) -> Iterator[Reason]:
    if count >= hold:
        yield _reason(name, str(count), Decision.SPAM if count >= spam else Decision.HOLD)


def _blocks(submission: Submission, links: list[str], lists: Lists) -> Iterator[Reason]:
    for block in lists.blocks.matching(
        email=submission.author_email,
        links=[submission.author_url, *links],
        network=submission.network,
        mark=submission.mark,
    ):
        detail = "" if block.kind is Kind.MARK else block.value
        yield _reason(_name_of(block), detail, block.decision)


def _name_of(block: Block) -> ReasonName:
    return ReasonName.TRUSTED if block.decision is Decision.PASS else _BLOCKED[block.kind]


def _words(submission: Submission, lists: Lists) -> Iterator[Reason]:
    """Give a reason for each list that holds words of the text, the name or the web address."""
    language = _primary(submission.language)
    rules = [rule for rule in lists.words if _primary(rule.language) in ("", language)]
    if not rules:
        return
    # No phrase of a list goes from one to the next: a token that is no word stands between them.
    said = [*tokens(submission.text), "", *tokens(submission.author_name), ""]
    said += tokens(submission.author_url)
    for rule in rules:
        if lines := word_list(rule.text).find(said):
            yield _reason(ReasonName.WORDS, ", ".join(lines[:WORDS_NAMED]), rule.decision)


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def _manner(text: str) -> Iterator[Reason]:
    if is_shouted(text):
        yield _reason(ReasonName.SHOUTED, "", Decision.PASS)


def is_shouted(text: str) -> bool:
    """Say whether most of a text's letters stand in words that are written in capitals."""
    capitals = list(filter(str.isupper, text.split()))
    if sum(map(len, capitals)) < SHOUTED_SHARE * SHOUTED_LETTERS:
        return False
    letters = sum(map(str.isalpha, text))
    loud = sum(map(str.isalpha, "".join(capitals)))
    return letters >= SHOUTED_LETTERS and loud > SHOUTED_SHARE * letters


def _proofs(submission: Submission) -> Iterator[Reason]:
    if submission.has_worked:
        yield _reason(ReasonName.WORKED, "", Decision.PASS)
    if submission.has_confirmed:
        yield _reason(ReasonName.CONFIRMED, "", Decision.PASS)


def _reason(name: ReasonName, detail: str, decision: Decision) -> Reason:
    return Reason(name, detail, decision, _WEIGHTS[decision])


def _stands_against_trust(reason: Reason) -> bool:
    return reason.decision is Decision.REFUSE or reason.name in _MODERATORS_WORD


def _score(reasons: list[Reason]) -> float:
    """Return how much speaks against it: each reason takes its share of what the others left."""
    left = 1.0
    for reason in reasons:
        left *= 1 - reason.weight
    return round(1 - left, 6)
