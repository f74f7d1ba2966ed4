"""Train the filter's model, or see how good it is on sources that it did not learn from.

    python -m tools.spam.train            # writes src/chronique/spam/shipped/model.bin
    python -m tools.spam.train --judge    # leaves sources out, and tells how well it does on them

The same files make the same model. Choose by `--judge` alone: on what it has learned from, any
model is good.
"""

import argparse
import json
from collections import Counter

import numpy as np

from chronique.spam import model
from tools.spam.corpus import OWN, labelled, own
from tools.spam.fit import fitted, packed, with_likenesses
from tools.spam.judged import Judged, later_comments, limits, told, unknown_sources


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--judge", action="store_true", help="leave sources out, write nothing")
    options = parser.parse_args()
    learned = [*labelled(), *own()]
    corpus = with_likenesses(learned)
    later = Judged(corpus, later_comments(corpus))
    print("later comments of known sources", *told(later), sep="\n")
    if options.judge:
        unknown = Judged(corpus, unknown_sources(corpus), later.calibration)
        print("unknown sources", *told(unknown), sep="\n")
        return
    found = limits(later.labels, later.logits)
    machine = fitted(corpus, np.ones(len(corpus.labels), dtype=bool))
    path = model.FILE
    path.write_bytes(packed(corpus, machine, *later.calibration, found))
    counts = Counter((one.source, one.label) for one in learned)
    print(*found, sep="\n")
    print(json.dumps({f"{source} {label}": n for (source, label), n in sorted(counts.items())}))
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} KB, {OWN} rows included")


if __name__ == "__main__":
    main()
