"""Finds WordPress' shortcodes: `[gallery ids="1,2"]`, `[caption]…[/caption]`, `[[as text]]`.

WordPress knows which names its plugins have registered; an export does not say. So a name we know
is a shortcode, and so is what can hardly be anything else (quoted attributes, a closing tag, the
name of a well-known plugin). All other brackets are prose: [sic], [...], [1], [simple boat].
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from html import unescape

LONGEST_TAG = 20_000

# Names without which many articles are not, and that nobody would put into brackets otherwise.
WELL_KNOWN = frozenset(
    """
    adsense advanced_iframe bbpress cforms contact-form contact-form-7 contact-field crowdsignal
    easyazon email-subscribers ez-toc feedzy formidable forminator gravityform gravityforms grw
    instagram-feed layerslider mailpoet_form mc4wp_form mailerlite_form metaslider mepr-show ngg
    nggallery ninja_form ninja_forms no_toc pdf-embedder polldaddy printfriendly recent-posts
    recent_posts recent_products related_posts rev_slider sc_embed_player sharethis showmyads
    social_share subscribe2 tablepress ultimatemember unordered_list wpdm_package wpdatatable
    wpforms wprm-recipe wp_sitemap_page wpseo_breadcrumb yasr_visitor_votes yarpp
    """.split()  # noqa: SIM905
)
WELL_KNOWN_PREFIX = re.compile(
    r"(?:vc|et_pb|fusion|su|av|cs|fl|nectar|tatsu|themify|mk|thrive|tve|x|wpv|woocommerce|jetpack"
    r"|ultimate|ninja|wpforms|edd|gravity|learndash|ld|sfwd|the_ad|wpcf7|mailpoet|kt|eo)_[a-z]"
)

_OPENER = re.compile(r"\[(\[?)([A-Za-z][A-Za-z0-9_-]*)(?=[\]\s=/\u00a0])")
_CLOSER = re.compile(r"\[/([A-Za-z][A-Za-z0-9_-]*)\s*\](\]?)")
_INTEREST = re.compile(r"[\[<]")
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)|<!")
_VERBATIM = ("pre", "code", "script", "style", "textarea")

_QUOTED = re.compile(r"[\s\u00a0][\w-]+\s*=\s*(?:[\"'“”″]|&quot;|&#0?3[49];|&#822[01];)")
_BARE = re.compile(r"(?:[\s\u00a0]+[a-z_][\w-]*=[^\s\"'<>\[\]=]+)+[\s\u00a0]*/?")
_ATTRIBUTED = re.compile(rf"{_QUOTED.pattern}|[\s\u00a0][a-z_][\w-]*=[^\s=]|^=\S")
_NUMBER = re.compile(r"[\s\u00a0]+(?=[\w:-]*\d|[\w:-]+[A-Z])[\w:-]{6,}[\s\u00a0]*/?", re.ASCII)
_QUOTES = re.compile(r"&quot;|&#0?34;|&#x22;|&#822[013];|&#8243;|[“”″]", re.IGNORECASE)
_APOSTROPHES = re.compile(r"&#0?39;|&apos;|&#821[67];|[‘’](?=[\s\]/]|$)|(?<==)[‘’]", re.IGNORECASE)
_SPACES = re.compile("&nbsp;|&#160;|[\u00a0\u200b]")
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*"([^"]*)"(?:\s|$)"""
    r"""|([\w-]+)\s*=\s*'([^']*)'(?:\s|$)"""
    r"""|([\w-]+)\s*=\s*([^\s'"]+)(?:\s|$)"""
    r"""|"([^"]*)"(?:\s|$)|'([^']*)'(?:\s|$)|(\S+)(?:\s|$)"""
)


class Kind(Enum):
    """What makes a shortcode of a known name in brackets: attributes always do, and …"""

    ENCLOSING = "a closing tag"
    ADDRESSED = "an address"
    NUMBERED = "an address, or the number of something"
    BARE = "nothing more"


@dataclass(frozen=True)
class Shortcode:
    """One shortcode. `content` is None when it encloses nothing; `tag` is the opener as written."""

    name: str
    attributes: dict[str, str]
    positional: tuple[str, ...]
    content: str | None
    tag: str

    def first(self, *names: str) -> str:
        """Return the first of these attributes that says something, or ""."""
        return next((value for name in names if (value := self.attributes.get(name, ""))), "")


def attributes(written: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Read a shortcode's attributes in all the ways of quoting that WordPress accepts.

    Also those that editors made of them on the way (curly quotes, references). Names are lower
    case; the words without a name come apart, in order.
    """
    text = _QUOTES.sub('"', _APOSTROPHES.sub("'", _SPACES.sub(" ", written))).strip()
    named: dict[str, str] = {}
    bare: list[str] = []
    for match in _ATTRIBUTE.finditer(text):
        name = match[1] or match[3] or match[5]
        value = next((match[at] for at in (2, 4, 6, 7, 8, 9) if match[at] is not None), "")
        if name:
            named[name.lower()] = unescape(value)
        else:
            bare.append(unescape(value))
    return named, tuple(bare)


def replace(
    html: str,
    *,
    kind: Callable[[str], Kind | None],
    write: Callable[[Shortcode], str],
    drop: Callable[[Shortcode], None],
    everywhere: bool = False,
) -> str:
    """Return HTML in which `write` has replaced each shortcode that has a `kind`.

    Those that are recognised only by their looks go, what they enclose stays, and `drop` hears of
    them (its content is then "" for one that encloses something). `everywhere` takes every name in
    brackets for a shortcode. Nothing is read inside tags, comments, `pre` and `code`.
    """
    if "[" not in html:
        return html
    return "".join(Reader(html, kind, write, drop, everywhere).pieces())


class Reader:
    """Goes once through some HTML; everything that it looks for is looked for once."""

    def __init__(
        self,
        html: str,
        kind: Callable[[str], Kind | None],
        write: Callable[[Shortcode], str],
        drop: Callable[[Shortcode], None],
        everywhere: bool,
    ) -> None:
        self.html, self.kind, self.write, self.drop = html, kind, write, drop
        self.everywhere = everywhere
        self.closers: dict[str, list[re.Match[str]]] = {}
        for closer in reversed(list(_CLOSER.finditer(html))):
            self.closers.setdefault(closer[1], []).append(closer)
        self.bracket = -1
        self.missing: set[str] = set()
        self.dropped: set[str] = set()

    def pieces(self) -> Iterator[str]:
        html, at, done = self.html, 0, 0
        while interest := _INTEREST.search(html, at):
            start = interest.start()
            if html[start] == "<":
                at = self._after_tag(start)
            elif found := self._replacement(start):
                yield html[done:start]
                yield found[0]
                at = done = found[1]
            else:
                at = start + 1
        yield html[done:]

    def _after_tag(self, start: int) -> int:
        """Pass over a tag, a comment, and all of an element whose text is not to be read."""
        tag = _TAG_NAME.match(self.html, start)
        if not tag:
            return start + 1
        name = (tag[1] or "").lower()
        if name in _VERBATIM and self.html[start + 1] != "/":
            return self._find(f"</{name}", tag.end())
        return self._find("-->" if self.html.startswith("<!--", start) else ">", tag.end())

    def _find(self, what: str, start: int) -> int:
        """Return where this is next; when it is nowhere, the start, and do not look again."""
        if what in self.missing:
            return start
        found = max(self.html.find(what, start), self.html.find(what.upper(), start))
        if found < 0:
            self.missing.add(what)
        return max(found, start)

    def _replacement(self, start: int) -> tuple[str, int] | None:
        """Return what stands for the shortcode that begins here, and where it ends."""
        closer = _CLOSER.match(self.html, start)
        if closer:
            stray = self.everywhere or closer[1] in self.dropped or self.kind(closer[1])
            return ("", closer.end(1) + 1) if stray else None
        opener = _OPENER.match(self.html, start)
        end = self._next_bracket(opener.end()) if opener else -1
        if not opener or end < 0 or end - start > LONGEST_TAG:
            return None
        name, rest = opener[2], self.html[opener.end() : end]
        closing = self._closing(name, end)
        if not self._is_shortcode(name, rest, closing):
            return None
        if opener[1]:
            return self._as_text(start, end, closing)
        if self.kind(name) is None:
            self.dropped.add(name)
            self.drop(self._shortcode(name, rest, "" if closing else None, start, end))
            return "", end + 1
        content, after = self._content(name, rest, end, closing)
        return self.write(self._shortcode(name, rest, content, start, end)), after

    def _is_shortcode(self, name: str, rest: str, closing: re.Match[str] | None) -> bool:
        if self.everywhere:
            return True
        kind = self.kind(name)
        if kind is None:
            return closing is not None or looks_like_one(name, rest)
        if kind is Kind.BARE and not rest.strip(" /\u00a0"):
            return True
        if kind is Kind.ENCLOSING and closing is not None:
            return True
        if kind in (Kind.ADDRESSED, Kind.NUMBERED) and "//" in rest:
            return True
        return bool(_ATTRIBUTED.search(rest)) or (
            kind is Kind.NUMBERED and bool(_NUMBER.fullmatch(rest))
        )

    def _content(
        self, name: str, rest: str, end: int, closing: re.Match[str] | None
    ) -> tuple[str | None, int]:
        """Return what a known shortcode encloses, if anything, and where it all ends."""
        if closing is None or rest.endswith("/") or self._opens_again(name, end, closing.start()):
            return None, end + 1
        content = self.html[end + 1 : closing.start()]
        if self.kind(name) is not Kind.ENCLOSING and content.strip():
            return None, end + 1
        return content, closing.end(1) + 1

    def _as_text(
        self, start: int, end: int, closing: re.Match[str] | None
    ) -> tuple[str, int] | None:
        """Return `[[x]]` or `[[x]…[/x]]` with one pair of brackets less."""
        if self.html.startswith("]]", end):
            return self.html[start + 1 : end + 1], end + 2
        if closing and closing[2]:
            return self.html[start + 1 : closing.end() - 1], closing.end()
        return None

    def _shortcode(
        self, name: str, rest: str, content: str | None, start: int, end: int
    ) -> Shortcode:
        named, bare = attributes(rest.lstrip("=").removesuffix("/"))
        return Shortcode(name, named, bare, content, self.html[start : end + 1])

    def _next_bracket(self, start: int) -> int:
        """Return where the next closing bracket is, or -1."""
        if self.bracket < start:
            found = self.html.find("]", start)
            self.bracket = found if found >= 0 else len(self.html)
        return self.bracket if self.bracket < len(self.html) else -1

    def _closing(self, name: str, after: int) -> re.Match[str] | None:
        """Return the next closing tag of that name."""
        closers = self.closers.get(name, [])
        while closers and closers[-1].start() < after:
            closers.pop()
        return closers[-1] if closers else None

    def _opens_again(self, name: str, start: int, end: int) -> bool:
        """Say whether the same shortcode begins anew before the closing tag, which then is its."""
        return bool(re.compile(rf"\[{re.escape(name)}[\]\s/]").search(self.html, start, end))


def looks_like_one(name: str, rest: str) -> bool:
    """Say whether a bracketed word, with what follows it, can hardly be prose."""
    if name in WELL_KNOWN or WELL_KNOWN_PREFIX.match(name) or rest.strip() == "/":
        return True
    if not rest.strip():
        return "_" in name
    return bool(_QUOTED.search(rest) or _BARE.fullmatch(rest))
