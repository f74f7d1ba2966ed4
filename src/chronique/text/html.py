"""The doors by which foreign HTML comes in: a cleaner for each place where it may stand.

What `allowed` does not name is dropped. Every cleaner is idempotent, and none of them lets a
script, a style, a frame or an event handler through, whatever the bytes.
"""

import re
from collections.abc import Callable
from html import escape, unescape

import nh3
from django.utils.safestring import SafeString

from chronique.text import comment, rich
from chronique.text.allowed import (
    ARTICLE_ATTRIBUTES,
    ARTICLE_TAGS,
    BLOCKS,
    COMMENT_TAGS,
    EMPTIED,
    LINK_RELATIONS,
    PLAIN_TAGS,
    PLAYER_ATTRIBUTES,
    RENAMED,
    RICH_TAGS,
    SCHEMES,
    SWITCHES,
    VALUES,
)
from chronique.text.bounds import bounded

# Characters that no page may hold. Those from 80 to 9F are Windows' quotes and dashes, which
# somebody read as Latin-1.
STRAY = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_WINDOWS = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}

_TAG = re.compile(r"<[^>]*>")
_RENAMED_TAG = re.compile(rf"<(/?)({'|'.join(RENAMED)})(?=[ >])")
# A parser takes away the first line break in it, the next parser the next one.
_LINES_BEFORE_CODE = re.compile(r"(?<=<pre>)\n+")
# What editors and readers write is all of this: a parser finds the same words and lines in it.
_PLAIN_TAG = rf'</?+(?:{"|".join(PLAIN_TAGS)})(?>(?: [a-z-]++="[^"<>]*+")*) ?/?>'
_IS_PLAIN = re.compile(rf"(?>(?:[^<]++|{_PLAIN_TAG})*)")
_MARK_TAG = re.compile(rf"</?(?:{'|'.join(PLAIN_TAGS - BLOCKS - {'br'})})(?=[ />])[^>]*>")
_SPACES = re.compile("  +")
_CELL_TAG = re.compile(r"</?t[dh]>")
_PLAYER = re.compile(r"<(?:audio|video)(?=[ >])")
_WITHOUT_SOURCE = re.compile(r"<(?:img|source|track)(?![^>]* src=)[^>]*>")
_WITHOUT_ALTERNATIVE = re.compile(r"<img(?![^>]* alt=)")
# Once is enough for nearly everything; attacks that nest parsers in parsers need one round a nest.
_ROUNDS = 8


def attribute(tag: str, name: str, value: str) -> str | None:
    """Return what the attribute may say, or None when it must go."""
    if name in SWITCHES:
        return ""
    if name == "rel":
        return " ".join(word for word in value.lower().split() if word in LINK_RELATIONS) or None
    said = value.strip()
    pattern = VALUES.get(name)
    if pattern is None:
        return value
    return said if pattern.fullmatch(re.sub(r"[\x00-\x20]+", "", said)) else None


_ARTICLE = nh3.Cleaner(
    tags=ARTICLE_TAGS | set(RENAMED),
    clean_content_tags=EMPTIED,
    attributes=ARTICLE_ATTRIBUTES,
    attribute_filter=attribute,
    url_schemes=SCHEMES,
    link_rel=None,
)
_COMMENT = nh3.Cleaner(
    tags=COMMENT_TAGS | BLOCKS,
    clean_content_tags=EMPTIED,
    attributes={"*": set(), "a": {"href"}},
    url_schemes=SCHEMES - {"tel"},
    link_rel="nofollow ugc noopener",
)
_RICH = nh3.Cleaner(
    tags=RICH_TAGS | set(RENAMED),
    clean_content_tags=EMPTIED,
    attributes={"*": {"style"}, "a": {"href", "id", "linktype"}},
    url_schemes=SCHEMES,
    link_rel=None,
)
_WORDS = nh3.Cleaner(
    tags=BLOCKS | {"br"}, clean_content_tags=EMPTIED, attributes={"*": set()}, link_rel=None
)


def clean(html: str) -> str:
    """Return an article's HTML without anything that could act, frame, or change the page's look.

    Pictures and players keep their addresses, relative ones too: what must not be fetched from
    another host is for the room that shows them to say.
    """
    return _until_stable(_clean_article, html)


def clean_comment(html: str) -> str:
    """Return a reader's HTML: words, emphasis, quotations, lists, code, links without weight."""
    return _until_stable(_clean_comment, html)


def clean_rich(html: str, *, inline: bool = False) -> str:
    """Return HTML as Wagtail's rich text fields store it, from whatever was pasted.

    What Word and Google Docs mean by styles becomes `b`, `i`, `s`, `sup`, `sub` and lists. With
    `inline` there are no paragraphs and no lists: `<br>` stands between what were blocks.
    """
    return _until_stable(lambda given: rich.tidy(_parse(_RICH, given), inline=inline), html)


def plain(html: str) -> str:
    """Return the words of some HTML, entities decoded: a line a block, a space between words.

    What is plain needs no parser, which takes longer than all else.
    """
    if _IS_PLAIN.fullmatch(html):
        blocks = _MARK_TAG.sub("", html)
    else:
        blocks = _CELL_TAG.sub(" ", _parse(_WORDS, html))
    blocks = without_stray_characters(blocks)
    for space in "\t\n\r\f":
        blocks = blocks.replace(space, " ")
    lines = unescape(_TAG.sub("\n", blocks)).split("\n")
    return "\n".join(words for line in lines if (words := _SPACES.sub(" ", line).strip(" ")))


def safe(html: str) -> SafeString:
    """Tell the templates to show this HTML as it is: a cleaner or a template of ours made it."""
    return SafeString(html)


def without_stray_characters(text: str) -> str:
    """Return the text without control characters, noncharacters and halves of characters."""
    return STRAY.sub(lambda match: _WINDOWS.get(match[0], ""), text) if STRAY.search(text) else text


def _until_stable(cleaner: Callable[[str], str], html: str) -> str:
    """Clean until nothing changes: every parser then reads in the result what ours read.

    It also takes a second look at what a reference hid from the first, as in `java&#1;script:`.
    """
    for _ in range(_ROUNDS):
        cleaned = cleaner(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    return escape(plain(html))


def _parse(cleaner: nh3.Cleaner, html: str) -> str:
    return cleaner.clean(bounded(without_stray_characters(html)))


def _clean_article(html: str) -> str:
    cleaned = _RENAMED_TAG.sub(lambda tag: f"<{tag[1]}{RENAMED[tag[2]]}", _parse(_ARTICLE, html))
    # nh3 could set these, but in another order in each process.
    cleaned = _PLAYER.sub(rf"\g<0> {PLAYER_ATTRIBUTES}", cleaned)
    cleaned = _WITHOUT_ALTERNATIVE.sub('<img alt=""', _WITHOUT_SOURCE.sub("", cleaned))
    return _LINES_BEFORE_CODE.sub("", cleaned)


def _clean_comment(html: str) -> str:
    return comment.written(_parse(_COMMENT, html))
