"""Who answers whom, made sound: no missing parent, nobody above himself. Pure."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field


@dataclass
class Family:
    """`parent` and `root` by child; `broken` says of a child why it stands at the top after all."""

    parent: dict[str, str] = field(default_factory=dict)
    root: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)


def sound_family(claimed: Mapping[str, str], known: Container[str]) -> Family:
    """Return the tree that the claims make: child → parent, in time in proportion to their number.

    A claim on somebody not `known`, and the one claim that would close a circle, are dropped.
    """
    family = Family()
    for child in claimed:
        _settle(child, claimed, known, family)
    return family


def _settle(child: str, claimed: Mapping[str, str], known: Container[str], family: Family) -> None:
    """Walk up from a child to somebody settled or at the top, then settle all on the way."""
    way: dict[str, None] = {}
    current = child
    while current in claimed and current not in family.root:
        parent = claimed[current]
        if parent not in known:
            family.broken[current] = "missing"
            family.root[current] = current
        elif parent == current or parent in way:
            family.broken[current] = "circle"
            family.root[current] = current
        else:
            way[current] = None
            family.parent[current] = parent
            current = parent
    top = family.root.get(current, current)
    for passed in way:
        family.root[passed] = top
