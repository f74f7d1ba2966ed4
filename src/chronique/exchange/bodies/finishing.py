"""Cleans the blocks of a conversion, once and all: nothing else stands between them and readers."""

import re
from html import escape, unescape

from chronique.exchange.bodies.conversion import BodyBlock, Context, paragraph
from chronique.exchange.bodies.fields import change_html, pictures
from chronique.exchange.bodies.markup import one_line
from chronique.exchange.bodies.tidy import is_tidy
from chronique.text.html import clean, clean_rich, without_stray_characters
from chronique.text.slugs import slugify

LONGEST_ADDRESS = 2000
_LONGEST = {"alt": 1000, "credit": 255, "anchor": 100}

_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/]+\.[^\s]+|https?://localhost[^\s]*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_FRAGMENT = re.compile(r'href="#([^"]+)"')

# Fields of one line, by type of block.
_LINES = {
    "heading": ("text",),
    "pull_quote": ("attribution",),
    "quotation": ("source",),
    "picture": ("alt", "credit"),
    "embed": ("title", "author"),
    "code": ("language", "caption"),
    "aside": ("title",),
    "file": ("title",),
    "media": ("title",),
    "table": ("caption",),
}
_TEXTS = {"pull_quote": ("text",), "embed": ("text",), "code": ("code",)}
# What a block must say to be one.
_NEEDED = {"heading": "text", "pull_quote": "text", "code": "code"}


def finish(context: Context, blocks: list[BodyBlock]) -> list[BodyBlock]:
    """Return the blocks as they may be stored: cleaned, cut to size, without the empty ones."""
    anchors = _anchors(blocks)
    finished = [done for block in blocks if (done := _finish(context, block, anchors))]
    bare = sum(1 for block in finished for one in pictures(block) if one["decorative"])
    if bare:
        one = "A picture has" if bare == 1 else f"{bare} pictures have"
        context.changed(f"{one} no alternative text, as in WordPress: it says “decorative”.")
    return finished


def _anchors(blocks: list[BodyBlock]) -> dict[str, str]:
    """Return the anchors that change, because ours are made of words and hyphens."""
    changed = {}
    for block in blocks:
        if block["type"] == "heading" and (before := block["value"]["anchor"]):
            block["value"]["anchor"] = slugify(before)
            changed[before] = block["value"]["anchor"]
    return {before: after for before, after in changed.items() if after and before != after}


def _finish(context: Context, block: BodyBlock, anchors: dict[str, str]) -> BodyBlock | None:
    kind, value = block["type"], block["value"]
    if kind == "divider":
        return block
    for name in _LINES.get(kind, ()):
        value[name] = one_line(without_stray_characters(value[name]))[: _LONGEST.get(name)]
    for name in _TEXTS.get(kind, ()):
        value[name] = without_stray_characters(value[name])
    change_html(block, lambda html, phrases: _rich(html, anchors, phrases=phrases))
    if kind == "html":
        value["html"] = clean(value["html"])
    if kind == "table":
        for column in value["columns"]:
            column["heading"] = one_line(without_stray_characters(column["heading"]))
    _finish_addresses(context, block)
    return _kept(context, block)


def _rich(html: str, anchors: dict[str, str], *, phrases: bool) -> str:
    cleaned = html if is_tidy(html, phrases=phrases) else clean_rich(html, inline=phrases)
    if not anchors or 'href="#' not in cleaned:
        return cleaned
    return _FRAGMENT.sub(
        lambda found: f'href="#{escape(anchors.get(unescape(found[1]), unescape(found[1])))}"',
        cleaned,
    )


def _finish_addresses(context: Context, block: BodyBlock) -> None:
    value = block["value"]
    for one in pictures(block):
        one["address"] = address(one["address"])
        one["link"] = _web_address(one["link"])
        one["alt"] = one_line(without_stray_characters(one["alt"]))[: _LONGEST["alt"]]
        one["credit"] = one_line(without_stray_characters(one["credit"]))[: _LONGEST["credit"]]
    if block["type"] in ("file", "media"):
        value["address"] = address(value["address"])
    if block["type"] == "quotation":
        value["source_url"] = _web_address(value["source_url"])
    if block["type"] == "embed":
        value["url"] = _web_address(value["url"])


def address(said: str) -> str:
    """Return an address of the web, or a path, as it may be stored; "" for anything else."""
    said = _CONTROL.sub("", said.strip())
    if said.startswith("//"):
        said = f"https:{said}"
    if len(said) > LONGEST_ADDRESS:
        return ""
    return said if _WEB.fullmatch(said) or not _SCHEME.match(said) else ""


def _web_address(said: str) -> str:
    found = address(said)
    return found if _WEB.fullmatch(found) else ""


def _kept(context: Context, block: BodyBlock) -> BodyBlock | None:
    """Return the block if it still says something, or what stands for it."""
    kind, value = block["type"], block["value"]
    if kind in ("paragraph", "quotation", "aside"):
        return block if _words(value["text"]) else None
    if kind == "html":
        return block if _words(value["html"]) else None
    if kind in _NEEDED:
        return block if value[_NEEDED[kind]].strip() else None
    if kind == "embed" and not value["url"]:
        words = " ".join(filter(None, [value["title"], value["author"], value["text"]]))
        context.lost("Something from elsewhere has no web address: only its words were kept.")
        return paragraph(f"<p>{escape(words, quote=False)}</p>") if words else None
    if kind in ("file", "media") and not value["file"] and not value["address"]:
        context.lost(f"A file without a web address was left out: {value['title']}")
        return None
    if kind == "gallery":
        value["pictures"] = [one for one in value["pictures"] if one["image"] or one["address"]]
        return block if value["pictures"] else None
    if kind == "picture" and not value["image"] and not value["address"]:
        context.lost(f"A picture without a web address was left out: {value['alt']}")
        return None
    return block


def _words(html: str) -> str:
    return _TAG.sub("", html).strip(" \n\u00a0")
