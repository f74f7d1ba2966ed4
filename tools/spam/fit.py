"""Examples as rows of numbers, and weights that are fitted to them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, compress

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from chronique.spam import model
from chronique.spam.features import Features, features, scale
from tools.spam.corpus import OWN, Example, likenesses

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

PLACES = 1 << model.BITS
# How freely weights may grow; how much a run of letters counts beside a word; a signal beside both.
FREEDOM, RUNS, SIGNALS = 20.0, 0.15, 0.1
# How nearly the weights are found.
NEAR = 0.01
# Signals of what spam has, among those of manner; and of the others, what readers have too.
AGAINST = {"manner_numbered", "manner_emoji"}
EITHER = {"links_source", "links_bare", "links_short", "address_source", "address_of_name"}
# A signal counts up to so many times its spread above its mean.
MOST = 3.0
PARTS = 4


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
        self.languages = np.array([one.language[:2] for one in examples])
        self.names = list(seen[0].signals)
        signals = np.array([list(one.signals.values()) for one in seen])
        self.spread = signals.std(axis=0) + 1e-6
        # A signal counts up to here: beyond, a few odd comments would say what it is worth.
        self.most = signals.mean(axis=0) + MOST * self.spread
        signals = np.minimum(signals, self.most)
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
    found: defaultdict[int, float] = defaultdict(float)
    for word in seen.words:
        places = _run_places(word)
        by = scale(len(seen.words)) * model.letters_scale(len(places))
        for place in places:
            found[place] += by
    return found


@lru_cache(maxsize=200_000)
def _run_places(word: str) -> tuple[int, ...]:
    return tuple(model.run_places(word))


def _sparse(rows: list[dict[int, float]]) -> scipy.sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, rows)])
    places = np.fromiter(chain.from_iterable(rows), dtype=np.int32)
    values = np.fromiter(chain.from_iterable(row.values() for row in rows), dtype=np.float64)
    return scipy.sparse.csr_matrix((values, places, ends), shape=(len(rows), PLACES))


def fitted(corpus: Corpus, among: Mask) -> LogisticRegression:
    """Fit weights to some of the examples.

    A signal of what spam has cannot speak for a comment: it would, where one source's readers give
    many links and another's spam gives none. Such are found, and left out.
    """
    rows, labels, weights = corpus.rows[among], corpus.labels[among], _weights(corpus, among)
    machine = LogisticRegression(
        C=FREEDOM, solver="liblinear", tol=NEAR, max_iter=300, random_state=1
    )
    machine.fit(rows, labels, sample_weight=weights)
    against = 2 * PLACES + np.flatnonzero(list(map(_speaks_against, corpus.names)))
    kept = np.ones(rows.shape[1])
    kept[against[machine.coef_[0][against] < 0]] = 0
    return machine.fit(rows @ scipy.sparse.diags(kept), labels, sample_weight=weights)


def _speaks_against(signal: str) -> bool:
    return signal not in EITHER and (signal in AGAINST or signal.partition("_")[0] != "manner")


def _weights(corpus: Corpus, among: Mask) -> Floats:
    """Return how much each example counts: each source by the root of its size, and spam beside
    honest comments in the same proportion in each language, so that a language says nothing.
    """
    sources, labels, languages = (
        column[among] for column in (corpus.sources, corpus.labels, corpus.languages)
    )
    sizes = Counter(sources.tolist())
    weights: Floats = corpus.weights[among] * [sizes[one] ** -0.5 for one in sources.tolist()]
    usual = weights[labels == 1].sum() / weights[labels == 0].sum()
    for language in sorted(set(languages)):
        spam, honest = ((languages == language) & (labels == label) for label in (1, 0))
        if spam.any() and honest.any():
            by = np.sqrt(usual * weights[honest].sum() / weights[spam].sum())
            weights[spam] *= by
            weights[honest] /= by
    return weights * (len(weights) / weights.sum())


def calibrated(labels: Numbers, scores: Floats) -> tuple[float, float]:
    """Return slope and offset that make logits of the scores."""
    machine = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), labels)
    return float(machine.coef_[0][0]), float(machine.intercept_[0])


def packed(
    corpus: Corpus,
    machine: LogisticRegression,
    slope: float,
    offset: float,
    found: list[dict[str, float]],
) -> bytes:
    """Return what `model.read` reads, with weights of two bytes each."""
    weights = machine.coef_[0] * slope
    words, runs, signals = np.split(weights, [PLACES, 2 * PLACES])
    runs = runs * RUNS
    head: dict[str, object] = {
        "bias": round(float(machine.intercept_[0]) * slope + offset, 5),
        "signals": {
            name: round(float(weight), 5)
            for name, weight in zip(corpus.names, signals * SIGNALS / corpus.spread, strict=True)
        },
        "most": {
            name: round(float(most), 5)
            for name, most in zip(corpus.names, corpus.most, strict=True)
        },
        "limits": found,
    }
    tables = []
    for name, table in (("word", words), ("run", runs)):
        step = float(np.abs(table).max()) / 32_767
        head[name] = round(step, 12)
        tables.append(np.rint(table / step).astype("<i2").tobytes())
    return model.written(head, *tables)


def with_likenesses(learned: Sequence[Example]) -> Corpus:
    return Corpus([*learned, *likenesses(learned)])
