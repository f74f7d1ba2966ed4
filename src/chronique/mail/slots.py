"""Where the letters of one mailing differ."""

import re
from collections.abc import Iterable, Mapping

# Private signs of Unicode: nobody types them, and what readers or writers wrote holds none.
SLOT = re.compile("\ue000([a-z_]+)\ue001")
SIGNS = re.compile("[\ue000\ue001]")
# A value stands in headers too, where a line may have 998 characters (RFC 5322, 2.1.1).
LONGEST = 900
PRINTABLE = re.compile(r"[ -~]*")


def slot(name: str) -> str:
    """Return what stands in a mailing where each letter has its own, such as `slot("leave")`."""
    return f"\ue000{name}\ue001"


def slots_in(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in SLOT.findall(text)}


def wrong_with_slots(asked: Iterable[str], given: Mapping[str, str]) -> str:
    """Return what keeps these values out of a letter, as a sentence; empty when nothing does."""
    for name in asked:
        value = given.get(name)
        if value is None:
            return f"The letter has no value for its slot “{name}”."
        if len(value) > LONGEST or not PRINTABLE.fullmatch(value):
            return (
                f"What stands in the slot “{name}” must be one line of at most {LONGEST} signs,"
                " all of ASCII."
            )
    return ""
