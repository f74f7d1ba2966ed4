"""What may become of a comment, from mild to strict."""

from enum import StrEnum


class Decision(StrEnum):
    """What a rule asks for, and what the filter says in the end.

    The names sort by nothing: `strictest` knows their order.
    """

    PASS = "pass"  # noqa: S105 - not a password
    """Readers may see it at once."""
    HOLD = "hold"
    """A person looks at it first."""
    SPAM = "spam"
    """It is kept among the spam, where a person may find it."""
    REFUSE = "refuse"
    """It is not kept, and its writer is told."""

    @property
    def strictness(self) -> int:
        return _ORDER[self]


_ORDER = {decision: place for place, decision in enumerate(Decision)}


def strictest(*decisions: Decision) -> Decision:
    """Return the strictest of them; PASS when there are none."""
    return max(decisions, key=_ORDER.__getitem__, default=Decision.PASS)
