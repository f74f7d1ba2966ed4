"""Copies of a comment that say the same to people: disguised, or with honest text around.

Links stay usable, as whoever sends them needs.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

_KEPT = re.compile(r"(https?://\S+|www\.\S+|<[^<>]*>|\[/?url[^\]]*\])", re.IGNORECASE)
_LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
_TWINS = dict(
    zip("aceiopxysj", "\u0430\u0441\u0435\u0456\u043e\u0440\u0445\u0443\u0455\u0458", strict=True)
)
_UNSEEN = "\u200b\u200c\u2060\u00ad"
_FULL_WIDTH, _BOLD_SMALL, _BOLD_LARGE = 0xFEE0, 0x1D41A, 0x1D400
# How often a letter is changed.
_OFTEN = 0.6


def _each(change: Callable[[str, Random], str]) -> Callable[[str, Random], str]:
    return lambda text, chance: "".join(change(one, chance) for one in text)


def _from(table: dict[str, str]) -> Callable[[str, Random], str]:
    def change(one: str, chance: Random) -> str:
        return table.get(one.lower(), one) if chance.random() < _OFTEN else one

    return _each(change)


def _full_width(one: str, _: Random) -> str:
    return chr(ord(one) + _FULL_WIDTH) if one.isascii() and one.isalnum() else one


def _hidden(one: str, chance: Random) -> str:
    return one + chance.choice(_UNSEEN) if one.isalpha() and chance.random() < _OFTEN else one


def _bold(one: str, _: Random) -> str:
    if "a" <= one <= "z":
        return chr(_BOLD_SMALL + ord(one) - ord("a"))
    return chr(_BOLD_LARGE + ord(one) - ord("A")) if "A" <= one <= "Z" else one


def _entity(one: str, chance: Random) -> str:
    return f"&#{ord(one)};" if one.isalpha() and chance.random() < _OFTEN else one


def _apart(sign: str) -> Callable[[str, Random], str]:
    def change(text: str, chance: Random) -> str:
        return " ".join(
            sign.join(word)
            if len(word) > 4 and word.isalpha() and chance.random() < _OFTEN
            else word
            for word in text.split(" ")
        )

    return change


def _backwards(text: str, chance: Random) -> str:
    return " ".join(
        f"\u202e{word[::-1]}\u202c" if len(word) > 4 and chance.random() < _OFTEN else word
        for word in text.split(" ")
    )


DISGUISES: dict[str, Callable[[str, Random], str]] = {
    "full width": _each(_full_width), "format characters": _each(_hidden),
    "letters of other scripts": _from(_TWINS), "letters apart": _apart(" "),
    "letters with points": _apart("."), "digits for letters": _from(_LEET), "bold": _each(_bold),
    "HTML's names": _each(_entity), "right to left": _backwards,
}  # fmt: skip


def disguised(text: str, name: str) -> str:
    """Return the text in the disguise; the same text always in the same."""
    chance, change = Random(f"{name} {text[:40]}"), DISGUISES[name]
    parts = _KEPT.split(text)
    return "".join(part if place % 2 else change(part, chance) for place, part in enumerate(parts))


def padded(text: str, honest: Sequence[str], length: int, *, is_hidden: bool = False) -> str:
    """Return the text between honest ones, of so many characters in all.

    `is_hidden`: in letters of the colour of the paper.
    """
    chance = Random(f"{length} {text[:40]}")
    before, after = (_some(honest, length // 2, chance) for _ in range(2))
    if is_hidden:
        before, after = (f'<span style="color:#fff">{part}</span>' for part in (before, after))
    return f"{before}\n\n{text}\n\n{after}"


def _some(honest: Sequence[str], length: int, chance: Random) -> str:
    said = ""
    while len(said) < length:
        said += chance.choice(honest) + " "
    return said[:length]
