"""Light Markdown, as readers write it in comments, made into HTML.

Paragraphs, line breaks, emphasis, code, quotations, lists, and links to http(s) addresses. All else
is text: headings, tables, pictures, HTML. Nothing that was written is swallowed.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from unicodedata import category, normalize

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_inline import StateInline, link
from markdown_it.token import Token

from chronique.text.html import clean_comment, without_stray_characters

# Quotations in quotations; a list in a list counts for two. What is deeper keeps its signs as text.
DEEPEST = 8
# Marks on one letter (accents, points, vowels). Readable text needs four; more are noise.
MOST_MARKS = 8
LONGEST_ADDRESS = 2000

# Characters that turn the text around them, and lines that a page shows as one.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What nobody sees. The joiners have a use between some letters, tags in some flags.
_UNSEEN = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_JOINED = (
    # Arabic and its kin, the scripts of India and around it
    "\u0590-\u0dff\u0f00-\u109f\u1780-\u17ff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    # signs and emoji, with their skins and looks
    "\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e007f"
)
_USELESS = re.compile(
    rf"[{_UNSEEN}]|[\u200c\u200d](?![{_JOINED}])|(?<![{_JOINED}])[\u200c\u200d]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
# Among such runs are all that have too many marks.
_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")

# What most texts of Western Europe are made of; nothing of it is looked for below.
_ORDINARY = re.compile(
    "[\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]*+"
)

# A list begins with a dash or a star, or with the 1 that its numbers are counted from; a line of
# signs alone is none.
_ITEM = re.compile(r"(?:[-*]|1[.)])[ \t]+(?![-*+ \t]*\Z)")
# Most of what readers write: lines of words that begin with a letter, one space at a time, without
# any sign that Markdown or HTML may read. Parser and cleaner leave it as it is, and take tenfold.
_LINE = r"[^\W\d_](?>(?:[^\s\\`*_\[\]<>&~:]++|:(?!//)|[ \u202f](?![\s]))*)(?<!\s)"
_PLAIN = re.compile(rf"{_LINE}(?>(?:\n{{1,2}}{_LINE})*)")
_BETWEEN_PARAGRAPHS = re.compile("\n\n")
_SCHEME = re.compile(r"(?<![A-Za-z0-9+.-])https?\Z", re.IGNORECASE)
_BARE = re.compile(r"""://[^\s<>"«»“”`\\^{|}\[\]]+""")
_AFTER_ADDRESS = ".,;:!?…'’*_~"
# With a host, and nobody's name before it: who reads it sees where it leads.
_LEADS_OUT = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#]|\Z)", re.IGNORECASE)


def render(text: str) -> str:
    """Return what a reader wrote as HTML, which `clean_comment` leaves as it is.

    The time it takes grows with the length of the text and with nothing else.
    """
    text = readable(text)
    if _PLAIN.fullmatch(text):
        return f"<p>{_BETWEEN_PARAGRAPHS.sub('</p><p>', text)}</p>".replace("\n", "<br>")
    return _parsed(text)


def _parsed(text: str) -> str:
    tokens = _parser.parse(text)
    _keep_numbers(tokens)
    return clean_comment(_html(tokens))


def readable(text: str) -> str:
    """Return the text without characters that hide something, or disturb the text around them.

    Control characters go, and those that turn the direction of what follows; joiners stay where
    they join; a letter keeps some marks.
    """
    if _ORDINARY.fullmatch(text):
        return text
    text = without_stray_characters(_LINES.sub("\n", text))
    if text.isascii():
        return text
    text = _USELESS.sub("", _TURNING.sub("", normalize("NFC", text)))
    return _MARKS.sub(_with_few_marks, text)


def _with_few_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if category(character) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _shallow(
    rule: Callable[[StateBlock, int, int, bool], bool],
) -> Callable[[StateBlock, int, int, bool], bool]:
    """Keep a rule from nesting too deep. The parser itself would leave out what is deeper."""

    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < DEEPEST and rule(state, start, end, silent)

    return bounded


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Begin a list, or say whether its next item begins; "1984. A novel" and "+ 1" are words."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    is_within = silent and state.listIndent >= 0
    begins = is_within or _ITEM.match(line) is not None
    return begins and list_block(state, start, end, silent)


def _link(state: StateInline, silent: bool) -> bool:
    """Begin a link; one without words shows its address."""
    if state.src[state.pos] != "[" or state.pos > _last_link(state.src):
        return False
    found = link(state, silent)
    if found and not silent and state.tokens[-2].type == "link_open":
        words = Token("text", "", 0, content=str(state.tokens[-2].attrs["href"]))
        state.tokens.insert(-1, words)
    return found


@lru_cache(maxsize=8)
def _last_link(source: str) -> int:
    """Return where the last link can begin at most; brackets after that need no searching."""
    return source.rfind("](")


def _address(state: StateInline, silent: bool) -> bool:
    """Make a link of an address that stands in the text; called where its colon stands."""
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    scheme = _SCHEME.search(state.src, max(0, state.pos - 6), state.pos)
    end = min(state.posMax, state.pos + LONGEST_ADDRESS)
    rest = _BARE.match(state.src, state.pos, end) if scheme else None
    if scheme is None or rest is None:
        return False
    address = "" if len(rest[0]) == LONGEST_ADDRESS else _without_what_follows(scheme[0] + rest[0])
    full = state.md.normalizeLink(address)
    if not _leads_out(full):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        state.push("link_open", "a", 1).attrs = {"href": full}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme[0])
    return True


def _without_what_follows(address: str) -> str:
    """Return the address without the end of its sentence, or of the parenthesis that it is in."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (
        address[end - 1] in _AFTER_ADDRESS or (address[end - 1] == ")" and unopened > 0)
    ):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _leads_out(address: str) -> bool:
    return _LEADS_OUT.match(address) is not None


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero")
    parser.enable(["blockquote", "list", "fence"])
    parser.enable(["newline", "escape", "backticks", "emphasis", "link", "autolink"])
    parser.block.ruler.at("blockquote", _shallow(blockquote), {"alt": _ENDS})
    parser.block.ruler.at("list", _shallow(_list), {"alt": _ENDS[:-1]})
    # A line without its sign ends a quotation: below it stands the answer.
    parser.block.ruler.push("answer", lambda _s, _b, _e, silent: silent, {"alt": ["blockquote"]})
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.before("newline", "address", _address)
    # As an instance's own, it stands in for the method.
    parser.validateLink = _leads_out  # type: ignore[assignment]
    return parser


# What quotations and lists may end.
_ENDS = ["paragraph", "reference", "blockquote", "list"]
_parser = _make_parser()


def _keep_numbers(tokens: list[Token]) -> None:
    """Make paragraphs of lists that are not numbered 1, 2, 3: HTML of comments has no other.

    Who answers the points 2 and 5 of somebody else means 2 and 5.
    """
    lists: list[list[int]] = []
    for place, token in enumerate(tokens):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        if token.type in _OF_LISTS:
            lists[-1].append(place)
        if token.type in ("ordered_list_close", "bullet_list_close"):
            whole = lists.pop()
            numbers = [tokens[at].info for at in whole if tokens[at].info]
            if numbers != [str(number) for number in range(1, len(numbers) + 1)]:
                _write_numbers(tokens, whole)


_OF_LISTS = {
    f"{name}_{end}"
    for name in ("ordered_list", "bullet_list", "list_item")
    for end in ("open", "close")
}


def _write_numbers(tokens: list[Token], places: list[int]) -> None:
    """Make a paragraph of each item of the list whose tokens stand there, and begin its words."""
    for place in places:
        token = tokens[place]
        if token.type.startswith("list_item"):
            token.tag = "p"
        else:
            token.hidden = True
        if token.type == "list_item_open":
            token.content = f"{token.info}{token.markup} "
            if tokens[place + 1].type == "paragraph_open":
                tokens[place + 1].hidden = tokens[place + 3].hidden = True


def _html(tokens: Iterable[Token]) -> str:
    return "".join(_written(token) for token in tokens if not token.hidden)


def _written(token: Token) -> str:
    if token.type == "inline":
        return _html(token.children or ())
    if token.type == "text":
        return _escaped(token.content)
    if token.type in ("softbreak", "hardbreak"):
        return "<br>"
    if token.type == "code_inline":
        return f"<code>{_escaped(token.content)}</code>"
    if token.type == "fence":
        return f"<pre><code>{_escaped(token.content.rstrip())}</code></pre>"
    if token.type == "link_open":
        return f'<a href="{escape(str(token.attrs["href"]))}">'
    return f"<{token.tag}>{_escaped(token.content)}" if token.nesting > 0 else f"</{token.tag}>"


def _escaped(text: str) -> str:
    return escape(text, quote=False)
