"""Colours for code, given on the server."""

from functools import lru_cache

from django.utils.html import escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# Above this, colours cost more time than they are worth.
MAX_CHARACTERS = 50_000


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


def highlighted(code: str, language: str) -> str:
    """Return code as HTML for inside `<code>`: spans with Pygments' short classes, or just
    escaped.
    """
    lexer = _lexer(language.strip().lower()) if language and len(code) <= MAX_CHARACTERS else None
    if lexer is None:
        return str(escape(code))
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))
