"""Train the filter's model, or see how good it is on sources that it did not learn from.

    python -m tools.spam.train            # writes src/chronique/spam/shipped/model.bin
    python -m tools.spam.train --judge    # leaves sources out, and tells how well it does on them

The same files make the same model. Choose by `--judge` alone: on what it has learned from, any
model is good.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, compress
from pathlib import Path

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from chronique.spam import model
from chronique.spam.features import Features, features, scale
from tools.spam.corpus import OWN, Example, labelled, likenesses, own

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

PLACES = 1 << model.BITS
# How freely weights may grow; how much a run of letters counts beside a word; a signal beside both.
FREEDOM, RUNS, SIGNALS = 20.0, 0.04, 0.1
HONEST = ("en_haacked", "fr_alienlebarge", "fr_toxifrench")
FOLDS = ("youtube", "tg_spam", "wp_midonet", "id_gambling")
PARTS = 4
# Of a thousand honest comments: between what a publication may choose (`comments.Discussion`).
HELD = (1, 5, 10, 30)


class Corpus:
    """Examples as rows of numbers: words and pairs, then runs of letters, then signals."""

    def __init__(self, examples: Sequence[Example]) -> None:
        seen = [
            features(one.text, author=one.author, url=one.url, language=one.language)
            for one in examples
        ]
        # Of spam that we made ourselves; real rows stay, whatever they are.
        made = [one.label and (one.source == OWN or one.is_likeness) for one in examples]
        kept = [not own or _leads_somewhere(look) for own, look in zip(made, seen, strict=True)]
        examples, seen = list(compress(examples, kept)), list(compress(seen, kept))
        self.examples = examples
        self.labels = np.array([one.label for one in examples])
        self.sources = np.array([one.source for one in examples])
        self.weights = np.array([one.weight for one in examples])
        self.names = list(seen[0].signals)
        signals = np.array([list(one.signals.values()) for one in seen])
        self.spread = signals.std(axis=0) + 1e-6
        words = _sparse([_words_of(one) for one in seen])
        runs = _sparse([_runs_of(one) for one in seen])
        self.rows = scipy.sparse.hstack(
            [words, RUNS * runs, scipy.sparse.csr_matrix(SIGNALS * signals / self.spread)]
        ).tocsr()

    def parts(self) -> Numbers:
        """Return for each example which quarter of its source it is in, by time."""
        parts = np.zeros(len(self.examples), dtype=np.int64)
        for source in set(self.sources):
            places = np.flatnonzero(self.sources == source)
            ordered = sorted(places, key=lambda place: (self.examples[place].created, place))
            parts[ordered] = np.arange(len(places)) * PARTS // len(places)
        return parts


def _leads_somewhere(seen: Features) -> bool:
    """Say whether spam has something to sell. Mere praise is harmless."""
    ways = (
        "links_any",
        "contact_mail",
        "contact_phone",
        "trade_any",
        "trade_channel",
        "author_trade",
        "disguise_any",
    )
    return any(seen.signals[name] for name in ways) or any(word[0] == "~" for word in seen.words)


def _words_of(seen: Features) -> dict[int, float]:
    said = chain(seen.words, seen.pairs)
    found = Counter(chain.from_iterable(model.places(one, seen.leads) for one in said))
    return {place: count * scale(len(seen.words)) for place, count in found.items()}


def _runs_of(seen: Features) -> dict[int, float]:
    found = Counter(chain.from_iterable(map(model.run_places, seen.words)))
    return {place: count * scale(len(seen.words)) for place, count in found.items()}


def _sparse(rows: list[dict[int, float]]) -> scipy.sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, rows)])
    places = np.fromiter(chain.from_iterable(rows), dtype=np.int32)
    values = np.fromiter(chain.from_iterable(row.values() for row in rows), dtype=np.float64)
    return scipy.sparse.csr_matrix((values, places, ends), shape=(len(rows), PLACES))


def fitted(corpus: Corpus, among: NDArray[np.bool_]) -> LogisticRegression:
    """Fit weights to some of the examples; each source counts by the root of its size."""
    sources = corpus.sources[among]
    sizes = Counter(sources.tolist())
    weights = corpus.weights[among] * [sizes[source] ** -0.5 for source in sources.tolist()]
    machine = LogisticRegression(C=FREEDOM, solver="liblinear", max_iter=300, random_state=1)
    weights *= len(weights) / weights.sum()
    return machine.fit(corpus.rows[among], corpus.labels[among], sample_weight=weights)


def left_out(corpus: Corpus) -> Floats:
    """Return scores (logits) by models that saw neither the source of a spam nor the quarter of an
    honest source; nan for examples that no model was asked about.
    """
    scores = np.full(len(corpus.labels), np.nan)
    parts = corpus.parts()
    for number, source in enumerate(FOLDS):
        asked = (corpus.sources == source) | (np.isin(corpus.sources, HONEST) & (parts == number))
        scores[asked] = fitted(corpus, ~asked).decision_function(corpus.rows[asked])
    scores[[one.is_likeness for one in corpus.examples]] = np.nan
    return scores


def later(corpus: Corpus) -> Floats:
    """Return scores by models that saw three quarters, by time, of each source, of the fourth; nan
    for what we wrote ourselves.
    """
    scores = np.full(len(corpus.labels), np.nan)
    parts, is_own = corpus.parts(), corpus.sources == OWN
    for number in range(PARTS):
        asked = (parts == number) & ~is_own
        scores[asked] = fitted(corpus, ~asked).decision_function(corpus.rows[asked])
    scores[[one.is_likeness for one in corpus.examples]] = np.nan
    return scores


def limits(labels: Numbers, logits: Floats) -> list[dict[str, float]]:
    """Return from which probability on so many honest comments lie, and how much of the spam."""
    honest = np.sort(logits[labels == 0])[::-1]
    found = []
    for held in HELD:
        limit = float(honest[held * len(honest) // 1000])
        spam = float((logits[labels == 1] > limit).mean())
        # Rounded upwards: the honest comment that stands at the limit is not above it.
        above = math.ceil(model.probability(limit) * 1e6) / 1e6
        found.append({"honest": held, "probability": above, "spam": round(spam, 3)})
    return found


def write(
    corpus: Corpus, slope: float, offset: float, found: list[dict[str, float]], path: Path
) -> None:
    """Fit to all, and write the model with weights of two bytes each."""
    machine = fitted(corpus, np.ones(len(corpus.labels), dtype=bool))
    weights = machine.coef_[0] * slope
    words, runs, signals = np.split(weights, [PLACES, 2 * PLACES])
    runs = runs * RUNS
    head: dict[str, object] = {
        "bias": round(float(machine.intercept_[0]) * slope + offset, 5),
        "signals": {
            name: round(float(weight), 5)
            for name, weight in zip(corpus.names, signals * SIGNALS / corpus.spread, strict=True)
        },
        "limits": found,
    }
    tables = []
    for name, table in (("word", words), ("run", runs)):
        step = float(np.abs(table).max()) / 32_767
        head[name] = round(step, 12)
        tables.append(np.rint(table / step).astype("<i2").tobytes())
    path.write_bytes(model.written(head, *tables))


def told(labels: Numbers, scores: Floats, sources: NDArray[np.str_]) -> Iterator[str]:
    """Say how good scores are, over all and by source."""
    honest = np.sort(scores[labels == 0])[::-1]
    for share in (0.001, 0.005, 0.01, 0.05):
        limit = honest[int(share * len(honest))]
        recall = (scores[labels == 1] > limit).mean()
        yield f"{share:.1%} of honest held: {recall:.1%} of spam found"
    for source in sorted(set(sources)):
        among = sources == source
        spam, fine = among & (labels == 1), among & (labels == 0)
        limit = honest[int(0.01 * len(honest))]
        yield (
            f"  {source:16} spam {(scores[spam] > limit).sum():4} of {spam.sum():4} found, "
            f"honest {(scores[fine] > limit).sum():4} of {fine.sum():4} held"
        )


def calibrated(labels: Numbers, scores: Floats) -> tuple[float, float]:
    """Return slope and offset that make logits of the scores."""
    machine = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), labels)
    return float(machine.coef_[0][0]), float(machine.intercept_[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--judge", action="store_true", help="leave sources out, write nothing")
    options = parser.parse_args()
    learned = [*labelled(), *own()]
    corpus = Corpus([*learned, *likenesses(learned)])
    slope, offset = 1.0, 0.0
    found: list[dict[str, float]] = []
    for name, judged in (("later comments of known sources", later), ("unknown sources", left_out)):
        scores = judged(corpus)
        asked = ~np.isnan(scores)
        labels, scores = corpus.labels[asked], scores[asked]
        if judged is later:
            slope, offset = calibrated(labels, scores)
            found = limits(labels, slope * scores + offset)
        print(name, *told(labels, slope * scores + offset, corpus.sources[asked]), sep="\n")
    if options.judge:
        return
    path = model.FILE
    write(corpus, slope, offset, found, path)
    counts = Counter((one.source, one.label) for one in learned)
    print(*found, sep="\n")
    print(json.dumps({f"{source} {label}": n for (source, label), n in sorted(counts.items())}))
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} KB, {OWN} rows included")


if __name__ == "__main__":
    main()
