"""What surrounds a comment, whatever its words: the article's age, whether it is about the article,
whether its writer was seen before. Each is a note that weighs a little; none holds anything alone.

The weights are a judgement, for there are no labelled comments with their articles to measure by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chronique.spam.reasons import ReasonName
from chronique.spam.submissions import Submission
from chronique.text.words import stems

# An article is old, and very old, after so many days: its readers are gone, and programs that send
# spam go through whole archives.
OLD, VERY_OLD = 90, 730
# So many different words say what a comment is about; fewer say nothing.
ENOUGH_WORDS = 8
# Words that stand in any text are short.
SHORTEST = 5
# About the article: so large a part of its words stand there too.
RELEVANT = 0.25
AMOUNTS = {
    ReasonName.OLD_ARTICLE: 0.4,
    ReasonName.VERY_OLD_ARTICLE: 0.8,
    ReasonName.OFF_TOPIC: 0.7,
    ReasonName.ON_TOPIC: -0.7,
    ReasonName.FIRST_WITH_LINK: 0.5,
}


@dataclass(frozen=True, slots=True)
class Circumstance:
    name: ReasonName
    detail: str = ""

    @property
    def amount(self) -> float:
        """What it adds to the logit."""
        return AMOUNTS[self.name]


def circumstances(submission: Submission, *, leads: bool) -> Iterator[Circumstance]:
    """Give what surrounds a comment. `leads`: elsewhere, by a link, an address or a number."""
    days_old = submission.days_old or 0
    if days_old >= OLD:
        is_very = days_old >= VERY_OLD
        name = ReasonName.VERY_OLD_ARTICLE if is_very else ReasonName.OLD_ARTICLE
        yield Circumstance(name, str(days_old))
    if submission.is_first and leads:
        yield Circumstance(ReasonName.FIRST_WITH_LINK)
    if submission.about:
        shared = shared_part(submission.text, submission.about(), submission.language)
        if shared == 0:
            yield Circumstance(ReasonName.OFF_TOPIC)
        elif shared and shared >= RELEVANT:
            yield Circumstance(ReasonName.ON_TOPIC)


def shared_part(text: str, about: Iterable[str], language: str) -> float | None:
    """Return how many of a comment's words, from 0 to 1, stand in what it is about, which are stems
    (`text.words.stems`). None of a comment with too few words to say.
    """
    said = {stem for stem in stems(text[:4000], language) if len(stem) >= SHORTEST}
    if len(said) < ENOUGH_WORDS:
        return None
    return len(said & set(about)) / len(said)
