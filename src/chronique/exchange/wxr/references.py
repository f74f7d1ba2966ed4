"""Characters that are written as references, and characters that XML forbids."""

import re
from html.entities import html5

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,10})|#[xX]([0-9A-Fa-f]{1,8})|([A-Za-z][A-Za-z0-9]{0,31}));")
_HALF = re.compile("[\ud800-\udfff]")
# These two part words, the others stand nowhere in particular.
_SPACES = {0x0B: " ", 0x0C: " "}
_REMOVED = dict.fromkeys((*range(9), *range(0x0E, 0x20), 0xFFFE, 0xFFFF)) | _SPACES


def resolved(text: str) -> tuple[str, int]:
    """Return the text with XML's and HTML's references as characters, others as they are.

    The second value counts halves of characters among them, which somebody must join: an emoji may
    be written as two references, in two pieces of text.
    """
    text, count = _REFERENCE.subn(_character, text)
    return text, len(_HALF.findall(text)) if count else 0


def without_controls(text: str, *, keep: bool) -> tuple[str, int]:
    """Return the text without control characters, or only without NUL, and how many they were."""
    if keep:
        return text.replace("\0", ""), text.count("\0")
    return text.translate(_REMOVED), len(CONTROLS.findall(text))


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return html5.get(f"{name};", reference[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if 0x80 <= code <= 0x9F:
        # Nobody means a control code; browsers read windows-1252 here too.
        return bytes([code]).decode("cp1252", "replace")
    return chr(code) if code <= 0x10FFFF else reference[0]
