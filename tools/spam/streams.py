"""See how much a site gains by its own decisions, on sources that the model never saw.

    python -m tools.spam.streams

For each source a model is trained without it, as `train --judge` does. Its comments come in an
order drawn by lot; the first are decided about and learned, and of the others is told how much spam
is found while one in a hundred honest ones is held.
"""

from collections.abc import Iterator
from random import Random

import numpy as np
from numpy.typing import NDArray

from chronique.spam.learning import Site, Standing, Weights, known_by, places_of
from chronique.spam.opinion import seen_of
from chronique.spam.submissions import Submission
from tools.spam.corpus import Example, labelled, own
from tools.spam.fit import fitted, with_likenesses
from tools.spam.judged import FOLDS, HONEST, Judged, later_comments

# A comment, and what the model says of it.
Row = tuple[Example, float]
DECIDED = (0, 50, 200, 400)
WANTED = ("92", "94", "96", "98")
ORDERS = 5
HELD = 0.01
# A source with hardly an honest comment is told beside so many of a blog's.
LENT = 900


class Stream:
    """A site: what it has learned so far, and the standings of those who wrote."""

    def __init__(self) -> None:
        self.weights = Weights()
        self.counts: dict[tuple[str, str], list[int]] = {}

    def learn(self, example: Example, logit: float) -> None:
        said, standings = _said(example), self._standings(example)
        site = Site(self.weights, standings)
        before = {one.kind: (one.honest, one.spam)[example.label] for one in standings}
        lesson = self.weights.lesson(
            places_of(seen_of(said)), logit=logit, standing=site.standing(),
            is_spam=bool(example.label), part=1 / (1 + before.get("name", 0)),
        )  # fmt: skip
        self.weights.add(lesson)
        for one in standings:
            self.counts.setdefault((one.kind, one.name), [0, 0])[example.label] += 1

    def score(self, example: Example, logit: float) -> float:
        site = Site(self.weights, self._standings(example))
        return logit + site.amount(seen_of(_said(example)))

    def _standings(self, example: Example) -> list[Standing]:
        return [
            Standing(one.kind, one.name, *self.counts.get((one.kind, one.name), (0, 0)))
            for one in known_by(_said(example))
        ]


def _said(example: Example) -> Submission:
    return Submission(example.text, example.author, "", example.url, example.language)


def recall(scores: list[float], labels: list[int]) -> float:
    found = np.array(scores)
    honest = np.sort(found[np.array(labels) == 0])[::-1]
    return float((found[np.array(labels) == 1] > honest[int(HELD * len(honest))]).mean())


def run(rows: list[Row]) -> Iterator[float]:
    """Give the share of the spam found after each number of decisions."""
    decided, asked = rows[: DECIDED[-1]], rows[DECIDED[-1] :]
    stream = Stream()
    for number in range(DECIDED[-1] + 1):
        if number in DECIDED:
            scores = [stream.score(*row) for row in asked]
            yield recall(scores, [one.label for one, _logit in asked])
        if number < DECIDED[-1]:
            stream.learn(*decided[number])


def _picked(rows: list[Row], which: NDArray[np.bool_]) -> list[Row]:
    return [rows[place] for place in np.flatnonzero(which)]


def main() -> None:
    corpus = with_likenesses([*labelled(), *own()])
    slope, offset = Judged(corpus, later_comments(corpus)).calibration
    parts = corpus.parts()
    is_likeness = np.array([one.is_likeness for one in corpus.examples])
    print("decisions     ", *(f"{number:>6}" for number in DECIDED), "   (wanted", *WANTED, "%)")
    for number, source in enumerate(FOLDS):
        quarter = np.isin(corpus.sources, HONEST) & (parts == number)
        left_out = (corpus.sources == source) | quarter
        machine = fitted(corpus, ~left_out)
        logits = slope * machine.decision_function(corpus.rows) + offset
        scored = [*zip(corpus.examples, logits.tolist(), strict=True)]
        rows = _picked(scored, (corpus.sources == source) & ~is_likeness)
        if sum(not one.label for one, _logit in rows) < 100:
            rows += Random(5).sample(_picked(scored, quarter & ~is_likeness), LENT)
        found = []
        for order in range(ORDERS):
            Random(order).shuffle(rows)
            found.append(list(run(rows)))
        told = (f"{100 * share:6.1f}" for share in np.mean(found, axis=0))
        print(f"{source:14}", *told, flush=True)


if __name__ == "__main__":
    main()
