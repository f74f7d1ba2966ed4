"""How a letter's HTML leaves the house: its styles stand in its elements."""

import re
from functools import cache

from css_inline import CSSInliner

LEFT = re.compile(r"(<html[^>]*><head>)(<style>.*?</style>)(.*?)(?=</head>)", re.DOTALL)
INDENT = re.compile(r"\n\s*")


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, minify_css=True)


def dressed(html: str) -> str:
    """Return a whole page with its styles where mail programs look for them.

    What depends on the screen or on the night stays in its head: programs that take styles out of
    there show the letter by day.
    """
    return LEFT.sub(_in_order, _inliner().inline(html))


def _in_order(match: re.Match[str]) -> str:
    """What says the encoding has to stand first."""
    return f"{match[1]}{match[3].rstrip()}\n{INDENT.sub(chr(10), match[2])}\n"
