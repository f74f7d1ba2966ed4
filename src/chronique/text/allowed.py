"""What may stand where: elements, attributes and what these may say."""

import re


def _names(text: str) -> set[str]:
    return set(text.split())


SCHEMES = {"http", "https", "mailto", "tel"}

# Elements that take their content with them; any other unknown element leaves its words behind.
EMPTIED = _names("""
    head iframe math noembed noframes noscript object script select style svg template textarea
    title
""")

# Elements that HTML has given up, or that the page around an article has already, and what stands
# for them.
RENAMED = {
    "acronym": "abbr",
    "dir": "ul",
    "menu": "ul",
    "strike": "s",
    "tt": "code",
    **dict.fromkeys(
        _names("article center dialog fieldset footer form header hgroup main nav search"), "div"
    ),
}

ARTICLE_TAGS = _names("""
    a abbr aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn
    div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby
    s samp section small source span strong sub summary sup table tbody td tfoot th thead time tr
    track u ul var video wbr
""")
ARTICLE_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang", "rel"},
    "audio": {"loop", "src"},
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
    "video": {"height", "loop", "muted", "poster", "src", "width"},
}
# A player shows its controls and loads nothing before the reader presses.
PLAYER_ATTRIBUTES = 'controls="" preload="none"'

COMMENT_TAGS = _names("a b blockquote br cite code del em i li ol p pre q strong ul")
# What nearly all texts are made of.
PLAIN_TAGS = COMMENT_TAGS | {"s", "sub", "sup"}

# What is read on the way to a rich text field; `rich` says what becomes of it.
RICH_TAGS = _names("""
    a abbr address b blockquote body br caption cite code dd del dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre q s samp section span strong sub sup table tbody td tfoot
    th thead tr ul var
""")

# Elements that part words although nobody wrote a space between them.
BLOCKS = _names("""
    address aside blockquote body caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6
    hr li ol p pre section summary table tbody td tfoot th thead tr ul
""") | {old for old, new in RENAMED.items() if new in {"div", "ul"}}

LINK_RELATIONS = {"author", "license", "me", "nofollow", "sponsored", "tag", "ugc"}
SWITCHES = {"default", "loop", "muted", "open", "reversed"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?:.+|(?![a-z][a-z0-9+.-]*:).+", re.IGNORECASE)
_LENGTH = re.compile(r"[0-9]{1,5}")
_NUMBER = re.compile(r"-?[0-9]{1,5}")
_SPAN = re.compile(r"[1-9][0-9]{0,2}")
# What an attribute may say, so that pages stay valid; those that are not named may say anything.
VALUES = {
    "cite": _ADDRESS,
    "colspan": _SPAN,
    "dir": re.compile(r"ltr|rtl|auto"),
    "height": _LENGTH,
    "hreflang": _LANGUAGE,
    "lang": _LANGUAGE,
    "poster": _ADDRESS,
    "rowspan": re.compile(r"[0-9]{1,4}"),
    "scope": re.compile(r"(?:row|col)(?:group)?"),
    "span": _SPAN,
    "srclang": _LANGUAGE,
    "start": _NUMBER,
    "value": _NUMBER,
    "width": _LENGTH,
}
