"""The doors by which foreign HTML comes in: one allow-list for each place where it may stand.

What is not on a list is dropped. Every cleaner is idempotent, and none of them ever lets a script, a style, a frame or an
event handler through, whatever the bytes.
"""

import re
from html import unescape

import nh3
from django.utils.safestring import SafeString

from chronique.text import rich

SCHEMES = {"http", "https", "mailto", "tel"}

# Elements whose content means nothing once the element is gone; other unknown elements leave their words behind.
EMPTIED = {"head", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg"} | {
    "template",
    "textarea",
    "title",
}

# Elements that are gone from HTML, or that an article must not hold because the page has them: what stands for them.
RENAMED = {
    "acronym": "abbr",
    "article": "div",
    "big": "span",
    "center": "div",
    "dialog": "div",
    "dir": "ul",
    "fieldset": "div",
    "font": "span",
    "footer": "div",
    "form": "div",
    "header": "div",
    "hgroup": "div",
    "main": "div",
    "menu": "ul",
    "nav": "div",
    "strike": "s",
    "tt": "code",
}

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {
    *("address", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure"),
    *("hr", "html", "li", "ol", "optgroup", "option", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead"),
    *("tr", "ul", *(old for old, new in RENAMED.items() if new in {"div", "ul"})),
}
ARTICLE_TAGS = HEADINGS | {
    *("a", "abbr", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup"),
    *("dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "hr", "i", "img", "ins", "kbd", "li"),
    *("mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strong", "sub"),
    *("summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "u", "ul", "var", "video"),
    *("wbr",),
}
ARTICLE_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang", "rel"},
    "audio": {"src", "controls", "loop"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {"controls", "height", "loop", "muted", "poster", "src", "width"},
}
LINK_RELATIONS = {"author", "license", "me", "nofollow", "sponsored", "tag", "ugc"}

# What an attribute may say; those that are not here may say anything.
_WHOLE = re.compile(r"[0-9]{1,5}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_PICTURE_ADDRESS = re.compile(r"(?:https?:|(?![a-z][a-z0-9+.-]*:)).+", re.IGNORECASE | re.DOTALL)
_VALUES = {
    "cite": _PICTURE_ADDRESS,
    "colspan": re.compile(r"[1-9][0-9]{0,2}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "height": _WHOLE,
    "hreflang": _LANGUAGE,
    "lang": _LANGUAGE,
    "poster": _PICTURE_ADDRESS,
    "rowspan": re.compile(r"[0-9]{1,4}"),
    "scope": re.compile(r"(?:row|col)(?:group)?"),
    "span": re.compile(r"[1-9][0-9]{0,2}"),
    "srclang": _LANGUAGE,
    "start": re.compile(r"-?[0-9]{1,5}"),
    "value": re.compile(r"-?[0-9]{1,5}"),
    "width": _WHOLE,
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return what the attribute may say, or None when it must go."""
    if name == "rel":
        return " ".join(word for word in value.lower().split() if word in LINK_RELATIONS) or None
    if name in {"controls", "default", "loop", "muted", "open", "reversed"}:
        return ""
    allowed = _VALUES.get(name)
    if allowed is None or tag == "abbr":
        return value
    said = value.strip()
    return said if allowed.fullmatch(re.sub(r"[\x00-\x20]+", "", said)) else None
