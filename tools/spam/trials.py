"""What disguises and padding cost, and how French fares: by models that saw none of what is asked.

    python -m tools.spam.trials           # some minutes; `make_filter --judge` runs it too

Of each source a quarter is left out in turn, by time, and of our own rows a quarter of the
families, in all languages. Our own rows are asked about only to see that no language is taken for
honest.
"""

from collections.abc import Iterator

import numpy as np

from tools.spam.copies import DISGUISES, disguised, padded
from tools.spam.corpus import labelled, own
from tools.spam.fit import Corpus, Floats, with_likenesses
from tools.spam.judged import Judged, with_own_families

PADDED = (100, 500, 2_000, 8_000)
HELD = (0.001, 0.005, 0.01)


class Trials:
    def __init__(self, corpus: Corpus) -> None:
        self.judged = judged = Judged(corpus, with_own_families(corpus))
        self.labels, self.own, self.logits = judged.labels, judged.is_own, judged.logits
        honest = np.sort(self.logits[(self.labels == 0) & ~self.own])[::-1]
        self.limits = {held: float(honest[int(held * len(honest))]) for held in HELD}

    def lines(self) -> Iterator[str]:
        yield from self._copies()
        yield from self._french()

    def _copies(self) -> Iterator[str]:
        spam = (self.labels == 1) & ~self.own
        texts = [one.text for one, is_spam in zip(self.judged.asked, spam, strict=True) if is_spam]
        honest = [
            one.text for one in self.judged.asked if one.source in ("en_haacked", "fr_toxifrench")
        ]
        yield "| spam, unseen | found at 0.1 % | 0.5 % | 1 % of honest held |\n|---|---|---|---|"
        yield self._found("as it is", self.logits[spam])
        for name in DISGUISES:
            yield self._found(
                name, self.judged.scored([disguised(one, name) for one in texts], spam)
            )
        for length in PADDED:
            copies = [padded(one, honest, length) for one in texts]
            yield self._found(
                f"{length:,} honest characters around", self.judged.scored(copies, spam)
            )
        copies = [padded(one, honest, PADDED[1], is_hidden=True) for one in texts]
        yield self._found(
            f"{PADDED[1]} honest characters around, hidden", self.judged.scored(copies, spam)
        )

    def _found(self, name: str, logits: Floats) -> str:
        found = (f"{(logits > limit).mean():.1%}" for limit in self.limits.values())
        return f"| {name} | {' | '.join(found)} |"

    def _french(self) -> Iterator[str]:
        languages = np.array([one.language[:2] for one in self.judged.asked])
        for language in ("fr", "en"):
            among = languages == language
            honest = self.logits[among & (self.labels == 0) & ~self.own]
            above = [int((honest > limit).sum()) for limit in self.limits.values()]
            yield f"{language}: of {len(honest)} honest comments held {above}"
            for label in (1, 0):
                ours = self.logits[among & (self.labels == label) & self.own]
                parts = [f"{(ours > limit).mean():.1%}" for limit in self.limits.values()]
                kind = "spam" if label else "honest"
                yield f"{language}: of {len(ours)} own rows of other families, {kind}: {parts}"


def main() -> None:
    print(*Trials(with_likenesses([*labelled(), *own()])).lines(), sep="\n")


if __name__ == "__main__":
    main()
