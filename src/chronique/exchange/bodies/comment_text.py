"""What readers of a WordPress comment see: WordPress makes it of the text at each showing. Pure.

Source: wp-includes/default-filters.php, filters of `comment_text` (wpautop, make_clickable).
"""

import re
from html import escape, unescape

from chronique.text.html import clean_comment

_BLOCK = "p|blockquote|ul|ol|li|pre|div|h[1-6]|table|tbody|thead|tr|td|th|dl|dt|dd|hr"
_BLOCK_TAG = re.compile(rf"(</?(?:{_BLOCK})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_PRE = re.compile(r"(<pre[\s>].*?</pre\s*>)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"</?(\w+)")
_BREAK = re.compile(r"\s*<br\s*/?>\s*?\n", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n\s*\n\s*")
# Within these a text is no paragraph of its own.
_HOLD_PHRASES = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd"}

_TAG = re.compile(r"(<[^>]*>)")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]{1,2000}", re.IGNORECASE)
# What stands at the end of an address in a sentence belongs to the sentence.
_NOT_AT_END = ".,;:!?'’)]»…"


def shown_as(text: str) -> str:
    """Return a comment's text as clean HTML: paragraphs, line breaks, bare addresses as links."""
    html = clean_comment(paragraphs(text))
    return clean_comment(_linked(html)) if "://" in html else html


def paragraphs(text: str) -> str:
    """Return a text with paragraphs where empty lines part it, unless its HTML says otherwise."""
    text = _BREAK.sub("<br>", text.replace("\r\n", "\n").replace("\r", "\n"))
    pieces = _PRE.split(text)
    return "".join(
        piece if number % 2 else _without_pre(piece) for number, piece in enumerate(pieces)
    )


def _without_pre(text: str) -> str:
    out: list[str] = []
    holder = ""
    for number, piece in enumerate(_BLOCK_TAG.split(text)):
        if number % 2:
            name = _NAME.match(piece)
            holder = name[1].lower() if name and not piece.startswith("</") else ""
            out.append(piece)
        elif holder in _HOLD_PHRASES:
            out.append(piece.strip("\n").replace("\n", "<br>"))
        else:
            parts = (part.strip() for part in _EMPTY_LINES.split(piece))
            out += [f"<p>{part}</p>".replace("\n", "<br>") for part in parts if part]
    return "".join(out)


def _linked(html: str) -> str:
    """Return clean HTML with links where an address stands bare in the text."""
    out: list[str] = []
    inside: list[str] = []
    for number, piece in enumerate(_TAG.split(html)):
        if number % 2:
            name = _NAME.match(piece)
            if name and name[1] in ("a", "code", "pre"):
                inside = inside[:-1] if piece.startswith("</") else [*inside, name[1]]
            out.append(piece)
        else:
            out.append(piece if inside else _ADDRESS.sub(_link, piece))
    return "".join(out)


def _link(found: re.Match[str]) -> str:
    address = unescape(found[0])
    kept = address.rstrip(_NOT_AT_END)
    if address.endswith(")") and kept.count("(") > kept.count(")"):
        kept = f"{kept})"
    rest = address[len(kept) :]
    return f'<a href="{escape(kept)}">{escape(kept, quote=False)}</a>{escape(rest, quote=False)}'
