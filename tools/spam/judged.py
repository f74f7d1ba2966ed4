"""How good models are at what they have not learned: examples left out, and asked about."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from chronique.spam import model
from chronique.spam.opinion import seen_of, strongest
from chronique.spam.submissions import Submission
from tools.spam.corpus import OWN, Example
from tools.spam.fit import PARTS, Corpus, Floats, Mask, Numbers, calibrated, fitted, packed

HONEST = ("en_haacked", "fr_alienlebarge", "fr_toxifrench")
FOLDS = ("youtube", "tg_spam", "wp_midonet", "id_gambling")
# Of a thousand honest comments: between what a publication may choose (`comments.Discussion`).
HELD = (1, 5, 10, 30)


class Judged:
    """`asked`: examples, each asked of a model that had not seen it; `logits` say what it answers.

    `folds`: what is left out together. Without `slope` and `offset` these are set by the answers.
    """

    def __init__(
        self, corpus: Corpus, folds: Sequence[Mask], calibration: tuple[float, float] | None = None
    ) -> None:
        machines = [fitted(corpus, ~fold) for fold in folds]
        fold_of, raw = np.full(len(corpus.labels), -1), np.zeros(len(corpus.labels))
        for number, (fold, machine) in enumerate(zip(folds, machines, strict=True)):
            fold_of[fold] = number
            raw[fold] = machine.decision_function(corpus.rows[fold])
        real = ~np.array([one.is_likeness for one in corpus.examples])
        places = np.flatnonzero(real & (fold_of >= 0))
        self.asked = [corpus.examples[place] for place in places]
        self.labels, self.sources = corpus.labels[places], corpus.sources[places]
        self.is_own = self.sources == OWN
        raw = raw[places]
        if calibration is None:
            calibration = calibrated(self.labels[~self.is_own], raw[~self.is_own])
        self.calibration = calibration
        models = [model.read(packed(corpus, machine, *calibration, [])) for machine in machines]
        self._models = [models[number] for number in fold_of[places]]
        self.logits = self.scored([one.text for one in self.asked])

    def scored(self, texts: Sequence[str], among: Mask | None = None) -> Floats:
        """Return logits as the program has them, of texts in the place of those among the asked."""
        places = np.flatnonzero(np.ones(len(self.asked)) if among is None else among)
        return np.array(
            [
                _logit(self._models[place], self.asked[place], text)
                for place, text in zip(places, texts, strict=True)
            ]
        )


def _logit(asked: model.Model, one: Example, text: str) -> float:
    sent = Submission(text, author_name=one.author, author_url=one.url, language=one.language)
    return strongest(asked, sent, seen_of(sent))[0]


def unknown_sources(corpus: Corpus) -> list[Mask]:
    """Return each source of spam whole, with a quarter of each honest one."""
    parts, is_honest = corpus.parts(), np.isin(corpus.sources, HONEST)
    return [
        (corpus.sources == source) | (is_honest & (parts == number))
        for number, source in enumerate(FOLDS)
    ]


def later_comments(corpus: Corpus) -> list[Mask]:
    """Return a quarter of each source, by time; nothing that we wrote ourselves."""
    parts, is_own = corpus.parts(), corpus.sources == OWN
    return [(parts == number) & ~is_own for number in range(PARTS)]


def with_own_families(corpus: Corpus) -> list[Mask]:
    """Return a quarter of each source, and of what our own rows are about in all languages."""
    groups = corpus.parts()
    families = sorted({one.family for one in corpus.examples if one.family})
    for place, one in enumerate(corpus.examples):
        if one.family:
            groups[place] = families.index(one.family) % PARTS
    return [groups == number for number in range(PARTS)]


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


def told(judged: Judged) -> Iterator[str]:
    """Say how good scores are, over all and by source."""
    labels, scores, sources = judged.labels, judged.logits, judged.sources
    chances = 1 / (1 + np.exp(-scores))
    roc, pr = roc_auc_score(labels, scores), average_precision_score(labels, scores)
    yield f"ROC {roc:.4f}, PR {pr:.4f}"
    yield f"Brier {((chances - labels) ** 2).mean():.4f}, ECE {_error_of(chances, labels):.4f}"
    honest = np.sort(scores[labels == 0])[::-1]
    for share in (0.001, 0.005, 0.01, 0.05):
        limit = honest[int(share * len(honest))]
        found = scores > limit
        recall = found[labels == 1].mean()
        f1 = 2 * found[labels == 1].sum() / (found.sum() + labels.sum())
        yield f"{share:.1%} of honest held: {recall:.1%} of spam found, F1 {f1:.3f}"
    for source in sorted(set(sources)):
        among = sources == source
        spam, fine = among & (labels == 1), among & (labels == 0)
        limit = honest[int(0.01 * len(honest))]
        yield (
            f"  {source:16} spam {(scores[spam] > limit).sum():4} of {spam.sum():4} found, "
            f"honest {(scores[fine] > limit).sum():4} of {fine.sum():4} held"
        )


def _error_of(chances: Floats, labels: Numbers) -> float:
    """Return how far chances are from what is so, in ten groups of like chances."""
    groups = np.minimum((chances * 10).astype(int), 9)
    return sum(
        abs(chances[groups == one].mean() - labels[groups == one].mean()) * (groups == one).mean()
        for one in set(groups)
    )
