"""A body as WordPress's block editor writes it, so that it can be read there and come back here.

Where WordPress has no place for all that a block of ours holds, the block's own comment carries it
too (attribute `chronique`, which `bodies/verbatim.py` reads back); WordPress shows the HTML and
leaves the rest alone.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bs4 import BeautifulSoup, Tag

from chronique.articles.notes import MARKER
from chronique.articles.values import items
from chronique.exchange.bodies.verbatim import Places, carried

LINK = re.compile(r'<a\b([^>]*\blinktype="(page|document|source|event|likelihood)"[^>]*)>')
NAME = re.compile(r'\bid="([\w-]+)"')
# What WordPress writes otherwise in a block's attributes (serialize_block_attributes).
CODES = {
    "\\\\": "\\u005c", '\\"': "\\u0022", "--": "\\u002d\\u002d", "<": "\\u003c",
    ">": "\\u003e", "&": "\\u0026",
}  # fmt: skip
SIGN = re.compile("|".join(map(re.escape, CODES)))
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


@dataclass
class Written:
    """WordPress's text of a body, and its notes, which it keeps beside (id → text)."""

    content: str = ""
    notes: dict[str, str] = field(default_factory=dict)


def write_body(raw: Iterable[dict[str, Any]], *, seed: str, places: Places) -> Written:
    """Return a raw body as block-editor text. `seed` makes the notes' ids, always the same."""
    writer = _Writer(seed, places)
    pieces = [writer.block(block) for block in raw]
    if writer.notes:
        pieces.append("<!-- wp:footnotes /-->")
    return Written("\n\n".join(piece for piece in pieces if piece), writer.notes)


def whole_links(html: str, places: Places) -> str:
    """Return rich text with whole addresses instead of our numbers."""
    return _Writer("", places).rich(html)


def delimited(name: str, html: str, attributes: dict[str, Any] | None = None) -> str:
    """Return HTML between WordPress's delimiters of a block."""
    told = f" {_json(attributes)}" if attributes else ""
    return f"<!-- wp:{name}{told} -->\n{html}\n<!-- /wp:{name} -->"


def _json(attributes: dict[str, Any]) -> str:
    """Return attributes as WordPress writes them: nothing in them can end the comment, and no
    backslash in them is taken away.
    """
    text = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
    return SIGN.sub(lambda found: CODES[found[0]], text)


class _Writer:
    def __init__(self, seed: str, places: Places) -> None:
        self.seed, self.places = seed, places
        self.notes: dict[str, str] = {}

    def block(self, block: dict[str, Any]) -> str:
        kind, value = block["type"], block["value"] or {}
        written: str = getattr(self, f"_{kind}")(value)
        return written

    def rich(self, html: str | None) -> str:
        """Return rich text with whole addresses instead of our numbers."""
        return LINK.sub(self._address, BLOCK_KEY.sub("", html or ""))

    def _address(self, match: re.Match[str]) -> str:
        name = NAME.search(match[1])
        href = self._place(match[2], name[1]) if name else ""
        return f'<a href="{escape(href)}">' if href else "<a>"

    def _place(self, kind: str, name: str) -> str:
        if kind not in {"page", "document"}:
            return self.places.thing(kind, name)
        find: Callable[[int], str] = getattr(self.places, kind)
        return find(int(name)) if name.isdecimal() else ""

    def inline(self, html: str | None) -> str:
        """Return rich text without the paragraph around it, for a caption."""
        text = self.rich(html).strip()
        return re.sub(r"</p>\s*<p[^>]*>", "<br>", re.sub(r"^<p[^>]*>|</p>$", "", text))

    def carried(self, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        return {"chronique": carried(kind, value, rich=self.rich, places=self.places)}

    def _paragraph(self, value: dict[str, Any]) -> str:
        notes = items(value.get("notes"))
        text = MARKER.sub(lambda match: self._reference(match, notes), self.rich(value.get("text")))
        parts = [self._part(part) for part in BeautifulSoup(text, "html.parser").contents]
        return "\n\n".join(part for part in parts if part)

    def _reference(self, match: re.Match[str], notes: list[str]) -> str:
        own = int(match[1])
        if not 1 <= own <= len(notes):
            return match[0]
        key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.seed}#{len(self.notes)}"))
        self.notes[key] = self.inline(notes[own - 1])
        link = f'<a href="#{key}" id="{key}-link">{len(self.notes)}</a>'
        return f'<sup data-fn="{key}" class="fn">{link}</sup>'

    def _part(self, part: Any) -> str:
        html = str(part).strip()
        if not html:
            return ""
        if isinstance(part, Tag) and part.name in ("ul", "ol"):
            return delimited("list", html, {"ordered": True} if part.name == "ol" else None)
        if not isinstance(part, Tag) or part.name != "p":
            html = f"<p>{html}</p>"
        return delimited("paragraph", html)

    def _heading(self, value: dict[str, Any]) -> str:
        level = value.get("level") or "2"
        anchor = f' id="{escape(value["anchor"])}"' if value.get("anchor") else ""
        text = escape(value.get("text") or "", quote=False)
        html = f'<h{level} class="wp-block-heading"{anchor}>{text}</h{level}>'
        return delimited("heading", html, {"level": int(level)} if level != "2" else None)

    def _pull_quote(self, value: dict[str, Any]) -> str:
        text = _lines(value.get("text"))
        cite = f"<cite>{escape(value['attribution'])}</cite>" if value.get("attribution") else ""
        quote = f"<blockquote><p>{text}</p>{cite}</blockquote>"
        html = f'<figure class="wp-block-pullquote">{quote}</figure>'
        return delimited("pullquote", html, self.carried("pull_quote", value))

    def _quotation(self, value: dict[str, Any]) -> str:
        source = escape(value.get("source") or value.get("source_url") or "")
        if value.get("source_url"):
            source = f'<a href="{escape(value["source_url"])}">{source}</a>'
        cite = f"<cite>{source}</cite>" if source else ""
        html = (
            f'<blockquote class="wp-block-quote">{self.rich(value.get("text"))}{cite}</blockquote>'
        )
        return delimited("quote", html, self.carried("quotation", value))

    def _read_also(self, value: dict[str, Any]) -> str:
        href = (
            self.places.page(int(value["article"]))
            if value.get("article")
            else value.get("address") or ""
        )
        label = value.get("label") or href
        html = f'<p>→ <a href="{escape(href)}">{escape(label)}</a></p>'
        return delimited("paragraph", html, self.carried("read_also", value))

    def _picture(self, value: dict[str, Any]) -> str:
        attributes = self.carried("picture", value)
        if value.get("image"):
            attributes["id"] = int(self.places.picture_number(int(value["image"])))
        return delimited("image", self._figure(value), attributes)

    def _figure(self, value: dict[str, Any]) -> str:
        number = self.places.picture_number(int(value["image"])) if value.get("image") else ""
        source = (
            self.places.picture(int(value["image"]))
            if value.get("image")
            else value.get("address") or ""
        )
        name = f' class="wp-image-{number}"' if number else ""
        img = f'<img src="{escape(source)}" alt="{escape(value.get("alt") or "")}"{name}/>'
        if value.get("link"):
            img = f'<a href="{escape(value["link"])}">{img}</a>'
        words = " ".join(
            filter(None, (self.inline(value.get("caption")), escape(value.get("credit") or "")))
        )
        caption = f'<figcaption class="wp-element-caption">{words}</figcaption>' if words else ""
        return f'<figure class="wp-block-image">{img}{caption}</figure>'

    def _gallery(self, value: dict[str, Any]) -> str:
        figures = "\n".join(
            delimited("image", self._figure(picture)) for picture in items(value.get("pictures"))
        )
        caption = self.inline(value.get("caption"))
        told = (
            f'<figcaption class="blocks-gallery-caption">{caption}</figcaption>' if caption else ""
        )
        html = f'<figure class="wp-block-gallery has-nested-images">{figures}{told}</figure>'
        return delimited("gallery", html, self.carried("gallery", value))

    def _embed(self, value: dict[str, Any]) -> str:
        url = value.get("url") or ""
        wrapper = f'<div class="wp-block-embed__wrapper">\n{escape(url)}\n</div>'
        html = f'<figure class="wp-block-embed">{wrapper}</figure>'
        return delimited("embed", html, {"url": url, **self.carried("embed", value)})

    def _table(self, value: dict[str, Any]) -> str:
        kinds = [column.get("type") for column in value.get("columns") or []]
        headings = [column.get("heading") or "" for column in value.get("columns") or []]
        head = (
            f"<thead><tr>{''.join(f'<th>{escape(h)}</th>' for h in headings)}</tr></thead>"
            if any(headings)
            else ""
        )
        rows = "".join(self._row(row["values"], kinds) for row in value.get("rows") or [])
        caption = (
            f"<figcaption>{escape(value['caption'])}</figcaption>" if value.get("caption") else ""
        )
        table = f"<table>{head}<tbody>{rows}</tbody></table>"
        html = f'<figure class="wp-block-table">{table}{caption}</figure>'
        return delimited("table", html, self.carried("table", value))

    def _row(self, cells: list[str], kinds: list[str]) -> str:
        told = (
            self.inline(cell) if kind == "rich" else escape(cell or "", quote=False)
            for cell, kind in zip(cells, kinds, strict=False)
        )
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in told)}</tr>"

    def _code(self, value: dict[str, Any]) -> str:
        code = escape(value.get("code") or "", quote=False)
        html = f'<pre class="wp-block-code"><code>{code}</code></pre>'
        return delimited("code", html, self.carried("code", value))

    def _divider(self, value: dict[str, Any]) -> str:
        return delimited("separator", '<hr class="wp-block-separator has-alpha-channel-opacity"/>')

    def _aside(self, value: dict[str, Any]) -> str:
        title = f"<p><strong>{escape(value['title'])}</strong></p>" if value.get("title") else ""
        html = f'<div class="wp-block-group">{title}{self.rich(value.get("text"))}</div>'
        return delimited("group", html, self.carried("aside", value))

    def _file(self, value: dict[str, Any]) -> str:
        href = self._document(value)
        link = f'<a href="{escape(href)}">{escape(value.get("title") or href)}</a>'
        html = f'<div class="wp-block-file">{link}</div>'
        return delimited("file", html, {"href": href, **self.carried("file", value)})

    def _media(self, value: dict[str, Any]) -> str:
        kind = "video" if value.get("kind") == "video" else "audio"
        caption = " ".join(
            filter(None, (escape(value.get("title") or ""), self.inline(value.get("caption"))))
        )
        told = f"<figcaption>{caption}</figcaption>" if caption else ""
        player = f'<{kind} controls src="{escape(self._document(value))}"></{kind}>'
        html = f'<figure class="wp-block-{kind}">{player}{told}</figure>'
        return delimited(kind, html, self.carried("media", value))

    def _document(self, value: dict[str, Any]) -> str:
        return (
            self.places.document(int(value["file"]))
            if value.get("file")
            else value.get("address") or ""
        )

    def _html(self, value: dict[str, Any]) -> str:
        return delimited("html", value.get("html") or "", self.carried("html", value))


def _lines(text: str | None) -> str:
    return escape(text or "", quote=False).replace("\n", "<br>")
