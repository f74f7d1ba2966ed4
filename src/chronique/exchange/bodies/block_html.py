"""Writes what WordPress' editor has stored as plain HTML, with hints where a block knows more.

Most blocks are the HTML that they hold. A `wp-block` element stands around the others and says in
its attributes what the HTML does not; `editor_elements` reads it. What WordPress makes anew for
every page (latest articles, menus …) holds nothing: it is reported.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from chronique.exchange.bodies.conversion import Context
from chronique.exchange.bodies.gutenberg import Block, parse
from chronique.exchange.bodies.markup import normal
from chronique.exchange.bodies.shortcode_html import notes_in_parentheses, without_shortcodes
from chronique.exchange.bodies.verbatim import restored

LONGEST_REPORTED = 1000
_DEEPEST_REFERENCE = 8

_TAG = re.compile(r"<[^<>]*>")
_SHOWN = re.compile(
    r"<(?:img|iframe|video|audio|object|embed|hr)\b|background-image", re.IGNORECASE
)
_LINE = re.compile(r"<!--\s*(more|nextpage|noteaser)\b((?:(?!-->).){0,1000})-->", re.DOTALL)
_BROKEN_MARKER = re.compile(r"<!--\s+/?wp:[\w/-]*\s*(?:\{[^<>]*)?(?=<|$)")
_DROPPED = re.compile(r"<(script|style|svg|canvas|template)\b([^<>]*)", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_COMPANIONS = re.compile(
    r"//(?:platform\.(?:twitter|instagram)\.com|www\.(?:instagram|tiktok)\.com/embed"
    r"|embed\.bsky\.app|connect\.facebook\.net|embedr\.flickr\.com|embed\.reddit\.com)"
)
_MATH = re.compile(r"<math\b[^<>]*>", re.IGNORECASE)
_TEX = re.compile(r"<annotation\b[^<>]*>([^<]*)</annotation>", re.IGNORECASE)
_TEX_ATTRIBUTE = re.compile(r'\bdata-latex="([^"]*)"')

_LOOKS = re.compile(
    r"""style\s*=\s*["'][^"'>]*(?:color|font-(?:size|family)|text-align|text-transform|underline)"""
    r"|\bhas-text-(?:align-|color)|\bhas-[\w-]+-font-size|<(?:font|center|u|mark)\b",
    re.IGNORECASE,
)
# Made anew for every page, whatever HTML stands in them.
_DYNAMIC = re.compile(
    r"core/(?:archives|avatar|breadcrumbs|calendar|categories|comment(?:s|-.*|s-.*)?|home-link"
    r"|latest-(?:comments|posts)|legacy-widget|loginout|navigation(?:-.*)?|page-list(?:-item)?"
    r"|pattern|post-.*|query(?:-.*)?|read-more|rss|search|site-.*|tag-cloud|template-part"
    r"|term(?:s-query|-.*)|widget-group)"
)
_NOTHING = frozenset(["core/spacer", "core/footnotes", "jetpack/subscriber-login"])
_DRAWN = re.compile(r"core/.*|jetpack/(?:tiled-gallery|slideshow|image-compare|markdown)")
_EMBEDS = re.compile(r"core-embed/.*|core/embed")
_ADDRESSES = ("url", "giphyUrl", "src", "href", "link", "embedUrl", "videoUrl")
_GUID = re.compile(r"[A-Za-z0-9]{8}")


def html_of(context: Context, content: str) -> str:
    """Return the content of a post as HTML that is well-formed."""
    if _LOOKS.search(content):
        context.changed("Colours, sizes, underlining and alignment of text are left to the design.")
    content = notes_in_parentheses(context, content)
    pieces = [
        classic(context, part) if isinstance(part, str) else normal(block_html(context, part))
        for part in parse(content)
    ]
    return "".join(pieces)


def classic(context: Context, html: str, *, everywhere: bool = False) -> str:
    """Return what was written in the classic editor, where an empty line parts paragraphs."""
    if not html.strip():
        return ""
    html = _LINE.sub(lambda found: _line(context, found[1], found[2]), html)
    return f'<wp-block class="classic">{normal(_text(context, html, everywhere))}</wp-block>'


def _line(context: Context, name: str, words: str) -> str:
    if name == "nextpage":
        context.changed("It was cut into several pages: it is one now.")
    elif words.strip():
        context.lost(f"The words “{words.strip()}” on the link to read more were left out.")
    return "\n\n"


def _text(context: Context, html: str, everywhere: bool = False) -> str:
    """Return HTML without shortcodes, and report what no page of ours may hold."""
    html = without_shortcodes(context, _BROKEN_MARKER.sub("", html), everywhere=everywhere)
    if "</math" in html:
        html = _with_formulas(context, html)
    for dropped in _DROPPED.finditer(html):
        source = _SOURCE.search(dropped[2])
        if not source or not _COMPANIONS.search(source[1]):
            context.lost(_report(dropped[1].lower(), source[1] if source else ""))
    # A comment that is never closed would hide all that follows.
    closed = html.rfind("-->") + 1
    return html[:closed] + html[closed:].replace("<!--", "")


def _report(name: str, source: str) -> str:
    what = {"script": "A script", "style": "A style sheet"}.get(name, f"An element “{name}”")
    return f"{what} was left out: {source}" if source else f"{what} was left out."


def _with_formulas(context: Context, html: str) -> str:
    """Return HTML in which MathML is text: the LaTeX that it was made of, if that is there."""
    pieces: list[str] = []
    at = 0
    while opening := _MATH.search(html, at):
        end = html.find("</math", opening.end())
        if end < 0:
            break
        inside = html[opening.end() : end]
        tex, noted = _TEX_ATTRIBUTE.search(opening[0]), _TEX.search(inside)
        text = tex[1] if tex else noted[1] if noted else _TAG.sub("", inside)
        pieces += [html[at : opening.start()], f"<code>{text}</code>"]
        at = html.find(">", end) + 1 or len(html)
        context.changed("Formulas are kept as text, in LaTeX where they had it.")
    return "".join([*pieces, html[at:]])


def block_html(context: Context, block: Block) -> str:
    own = restored(block.attributes.get("chronique"), resolve=context.resolve)
    if own:
        context.own.append(own)
        return f'<wp-block class="own" data-own="{len(context.own) - 1}"></wp-block>'
    writer = _WRITERS.get(block.name)
    return writer(context, block) if writer else _unwritten(context, block)


def _unwritten(context: Context, block: Block) -> str:
    """Return the HTML of a block that nobody writes otherwise."""
    if block.name in _NOTHING:
        return ""
    if _DYNAMIC.fullmatch(block.name):
        return _lost(context, block)
    if _EMBEDS.fullmatch(block.name):
        return _embed(context, block)
    inner = _inner(context, block)
    if not _says_something(inner):
        return _empty(context, block)
    if _DRAWN.fullmatch(block.name) or any(isinstance(part, Block) for part in block.content):
        return inner
    return f'<wp-block class="foreign" data-name="{escape(block.name)}">{inner}</wp-block>'


def _inner(context: Context, block: Block) -> str:
    return "".join(
        _text(context, _LINE.sub("", part)) if isinstance(part, str) else block_html(context, part)
        for part in block.content
    )


def _says_something(html: str) -> bool:
    return bool(_SHOWN.search(html) or _TAG.sub("", html).strip())


def _empty(context: Context, block: Block) -> str:
    """Return what a block without HTML says in its attributes: an address, or nothing."""
    address = _said(block, *_ADDRESSES)
    if address.startswith(("http://", "https://")) and not block.name.startswith("core/"):
        context.changed(f"The block {block.name} is now a card that leads to its address.")
        return _card(address)
    return "" if block.name in _STATIC else _lost(context, block)


def _lost(context: Context, block: Block) -> str:
    words = " ".join(_TAG.sub(" ", _raw(block)).split())
    said = [words] if words else list(_sentences(block.attributes))
    told = f" It said: “{' · '.join(said)[:LONGEST_REPORTED]}”." if said else ""
    is_dynamic = _DYNAMIC.fullmatch(block.name)
    why = "it is made anew for every page" if is_dynamic else "the export holds only its settings"
    context.lost(f"The block {block.name} was left out: {why}.{told}")
    return ""


def _raw(block: Block) -> str:
    return " ".join(part if isinstance(part, str) else _raw(part) for part in block.content)


def _sentences(value: Any) -> Iterator[str]:
    """Yield what looks like words or addresses in a block's attributes."""
    if isinstance(value, str):
        text = " ".join(_TAG.sub(" ", value).split())
        if (" " in text and not text.startswith("var:")) or "://" in text:
            yield text
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in ("className", "style", "layout"):
                yield from _sentences(part)
    elif isinstance(value, list):
        for part in value:
            yield from _sentences(part)


def _said(block: Block, *names: str) -> str:
    """Return the first of these attributes that says something, as text."""
    values = (block.attributes.get(name) for name in names)
    return next((str(value) for value in values if value and isinstance(value, str | int)), "")


def _card(address: str) -> str:
    return f'<figure class="wp-block-embed">{escape(address)}</figure>'


def _hinted(inner: str, **hints: str) -> str:
    said = "".join(
        f' data-{name.replace("_", "-")}="{escape(hint)}"' for name, hint in hints.items() if hint
    )
    return f"<wp-block{said}>{inner}</wp-block>" if said else inner


def _embed(context: Context, block: Block) -> str:
    address = _said(block, "url")
    inner = _inner(context, block)
    if not inner.strip():
        return _card(address) if address else ""
    return _hinted(inner, url=address)


def _image(context: Context, block: Block) -> str:
    wide = "wide" if _said(block, "align") in ("wide", "full") else ""
    return _hinted(_inner(context, block), wp_id=_said(block, "id"), width=wide)


def _media(context: Context, block: Block) -> str:
    is_film = block.name != "core/media-text" or _said(block, "mediaType") == "video"
    return _hinted(_inner(context, block), wp_id=_said(block, "id", "mediaId") if is_film else "")


def _cover(context: Context, block: Block) -> str:
    return _hinted(_inner(context, block), cover_id=_said(block, "id"))


def _code(context: Context, block: Block) -> str:
    language = _said(block, "language", "lang", "mode")
    inner = "".join(part for part in block.content if isinstance(part, str))
    return _hinted(inner, language=language)


def _math(context: Context, block: Block) -> str:
    tex = _said(block, "latex")
    return f'<pre data-language="latex">{escape(tex)}</pre>' if tex else _inner(context, block)


def _freeform(context: Context, block: Block) -> str:
    return classic(context, _raw(block))


def _shortcode(context: Context, block: Block) -> str:
    return classic(context, _raw(block), everywhere=True)


def _next_page(context: Context, block: Block) -> str:
    return _line(context, "nextpage", "")


def _more(context: Context, block: Block) -> str:
    return _line(context, "more", _said(block, "customText"))


def _missing(context: Context, block: Block) -> str:
    name = _said(block, "originalName")
    if name in ("", "missing", block.name):
        return _unwritten(context, block)
    return block_html(context, Block(name, block.attributes, block.content))


def _social_links(context: Context, block: Block) -> str:
    links = [part for part in block.content if isinstance(part, Block)]
    items = []
    for link in links:
        address, name = (
            _said(link, "url"),
            _said(link, "label") or _said(link, "service").capitalize(),
        )
        if address.strip("#"):
            items.append(f'<li><a href="{escape(address)}">{escape(name or address)}</a></li>')
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _reference(context: Context, block: Block) -> str:
    """Return what a reusable block holds, in its place."""
    number = _said(block, "ref")
    content = context.reusable(number) if context.reusable and number else None
    is_circle = (
        number in context.open_references or len(context.open_references) >= _DEEPEST_REFERENCE
    )
    if content is None or is_circle:
        why = "it holds itself" if content is not None else "it is not in the export"
        context.lost(f"The reusable block number {number or '(none)'} was left out: {why}.")
        return ""
    context.open_references.append(number)
    html = html_of(context, content)
    context.open_references.pop()
    return html


def _film_of_jetpack(context: Context, block: Block) -> str:
    guid = _said(block, "guid")
    address = f"https://videopress.com/v/{guid}" if _GUID.fullmatch(guid) else _said(block, "src")
    if not address:
        return _lost(context, block)
    inner = _inner(context, block)
    return _hinted(inner, url=address) if "wp-block-jetpack-videopress" in inner else _card(address)


def _map(context: Context, block: Block) -> str:
    points = block.attributes.get("points") or []
    places = [
        ", ".join(
            str(point[name]) for name in ("title", "caption", "placeTitle") if point.get(name)
        )
        for point in (points if isinstance(points, list) else [])
        if isinstance(point, dict)
    ]
    context.lost(f"A map was left out; it showed: {'; '.join(filter(None, places)) or 'no place'}.")
    inner = _inner(context, block)
    return inner if _says_something(inner) else ""


def _story(context: Context, block: Block) -> str:
    """Return the pictures and films of a story, which stand in its attributes alone."""
    told = block.attributes.get("mediaFiles")
    files = [one for one in (told if isinstance(told, list) else []) if isinstance(one, dict)]
    words = ({name: str(value or "") for name, value in file.items()} for file in files)
    shown = "".join(_shown_in_story(file) for file in words)
    return f"<div>{shown}</div>" if shown else _unwritten(context, block)


def _shown_in_story(file: dict[str, str]) -> str:
    address = escape(file.get("url") or file.get("link") or "")
    if not address:
        return ""
    alt, number = escape(file.get("alt", "")), escape(file.get("id", ""))
    caption = escape(file.get("caption", ""), quote=False)
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    if file.get("type") == "video" or file.get("mime", "").startswith("video/"):
        film = f'<figure class="wp-block-video"><video src="{address}"></video>{words}</figure>'
        return _hinted(film, wp_id=number)
    picture = f'<img src="{address}" alt="{alt}" class="wp-image-{number}"/>'
    return f'<figure class="wp-block-image">{picture}{words}</figure>'


_STATIC = frozenset(
    f"core/{name}"
    for name in """
    paragraph heading list list-item quote pullquote verse preformatted code html gallery group row
    stack columns column buttons button separator table details text-columns subhead cover-image
    accordion accordion-item accordion-heading accordion-panel
    """.split()  # noqa: SIM905
)
_WRITERS = {
    "core/image": _image,
    "core/audio": _media,
    "core/video": _media,
    "core/file": _media,
    "core/media-text": _media,
    "core/cover": _cover,
    "core/code": _code,
    "core/math": _math,
    "syntaxhighlighter/code": _code,
    "code-syntax-block/code": _code,
    "core/freeform": _freeform,
    "core/shortcode": _shortcode,
    "core/nextpage": _next_page,
    "core/more": _more,
    "core/missing": _missing,
    "core/social-links": _social_links,
    "core/block": _reference,
    "jetpack/videopress": _film_of_jetpack,
    "videopress/video": _film_of_jetpack,
    "jetpack/map": _map,
    "jetpack/story": _story,
}
