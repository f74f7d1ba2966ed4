"""A body as readers see it: its blocks as HTML, its notes numbered, its headings listed.

Rendering reads the stored values, not Wagtail's block objects, and fetches all that they name at
once (`shelf.py`), so that the number of queries does not grow with the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape

from chronique.articles import references
from chronique.articles.code import highlighted
from chronique.articles.foreign import unplug
from chronique.articles.notes import MARKER
from chronique.articles.numbering import Note, Series, reference
from chronique.articles.shelf import Shelf
from chronique.articles.stencil import Stencil
from chronique.articles.values import items
from chronique.text import html, typography
from chronique.text.embeds import provider
from chronique.text.slugs import slugify

LINK = re.compile(r"<a\b([^>]*\blinktype=[^>]*)>(.*?)</a>", re.DOTALL)
# What may get a number: of a note that stands with the paragraph, of a source.
NUMBERED = re.compile(f"{MARKER.pattern}|{LINK.pattern}", re.DOTALL)
ATTRIBUTE = re.compile(r'\b(linktype|id)="([^"]*)"')
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
ROOTED = re.compile(r'(<[a-z][^>]*?\s(?:href|src|poster)=")(/(?!/)|#)')
# What a page around the text calls its own parts: a heading must not be called so.
TAKEN = re.compile(
    r"note-(?:ref-)?[\d-]+|notes|c\d+|comment-\w+|comments(?:-heading)?|mentions-heading"
    r"|content|corrections|correction-[\w-]+|mentioned|related|q|foot-q"
)
# Where the templates of readers' pages are.
PAGES = "articles/blocks"
# Of the blocks that a text has most of.
_STENCILS = {kind: Stencil(f"{PAGES}/{kind}.html") for kind in ("paragraph", "heading")}
SRCSET = re.compile(r'\ssrcset="[^"]*"|\ssizes="[^"]*"')


@dataclass(frozen=True)
class Heading:
    anchor: str
    text: str
    level: int


@dataclass
class Body:
    html: str = ""
    notes: list[Note] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    # Of which kinds the things of other rooms are that it points at.
    kinds: set[str] = field(default_factory=set)

    @property
    def sources(self) -> list[Any]:
        """What the text refers to by number beside its writer's notes, in order."""
        return [note.thing for note in self.notes if note.thing is not None]

    @property
    def has_words(self) -> bool:
        """Whether some of its notes are a writer's."""
        return any(note.thing is None for note in self.notes)


def render_body(raw: Iterable[dict[str, Any]], *, language: str, shelf: Shelf) -> Body:
    """Return the blocks as HTML: cleaned, links resolved, typeset for `language`."""
    renderer = _Renderer(shelf, language)
    pieces = [renderer.block(block) for block in raw]
    body = renderer.body
    body.html = html.safe(renderer.finish("\n".join(piece for piece in pieces if piece)))
    return body


@dataclass(frozen=True)
class Piece:
    """One block of a body, with the notes that it refers to first."""

    html: str
    notes: list[Note]


def render_pieces(
    raw: Iterable[dict[str, Any]], *, language: str, shelf: Shelf, folder: str
) -> list[Piece]:
    """Return the blocks one by one, by other templates than those of readers' pages."""
    renderer, pieces = _Renderer(shelf, language, folder), []
    for block in raw:
        known = len(renderer.body.notes)
        if markup := renderer.block(block):
            whole = html.safe(renderer.finish(markup))
            pieces.append(Piece(whole, renderer.body.notes[known:]))
    return pieces


def feed_html(body: Body, *, base: str, address: str) -> str:
    """Return a body for other programs: whole addresses, notes at the end, no choice of sizes.

    `base` is the site's root without a final slash, `address` the article's whole address.
    """
    notes = "".join(f'<li id="note-{note.number}">{note.html}</li>' for note in body.notes)
    whole = f"{body.html}<ol>{notes}</ol>" if notes else body.html
    return with_whole_addresses(SRCSET.sub("", whole), base=base, address=address)


def with_whole_addresses(markup: str, *, base: str, address: str) -> str:
    """Return HTML that may stand outside its page; the arguments are those of `feed_html`."""
    return ROOTED.sub(lambda m: m[1] + (f"{base}/" if m[2] == "/" else f"{address}#"), markup)


class _Renderer:
    """Holds what goes on from block to block: the numbers of notes, the anchors already taken."""

    def __init__(self, shelf: Shelf, language: str, folder: str = PAGES) -> None:
        self.shelf, self.language, self.folder = shelf, language, folder
        self.series = Series()
        self.body = Body(notes=self.series.notes)
        self.anchors: set[str] = set()
        # The levels, as written, of the headings that we are below.
        self.above: list[int] = []

    def block(self, block: dict[str, Any]) -> str:
        kind, value = block["type"], block["value"]
        context = getattr(self, f"_{kind}", self._plain)(value)
        if context is None:
            return ""
        if self.folder == PAGES and (stencil := _STENCILS.get(kind)):
            return stencil.filled(context).strip()
        return render_to_string(f"{self.folder}/{kind}.html", context).strip()

    def finish(self, markup: str) -> str:
        """Resolve what rich text names by number, and typeset."""
        resolved = LINK.sub(self._resolve, BLOCK_KEY.sub("", markup))
        return typography.typeset_html(resolved, self.language)

    def rich(self, markup: str | None) -> str:
        return html.safe(LINK.sub(self._cited, markup or ""))

    def _cited(self, match: re.Match[str]) -> str:
        return self._numbered(match[1], match[2])

    def _numbered(self, attributes: str, words: str) -> str:
        """Put its number after the words for which a source is cited; leave other links."""
        names = dict(ATTRIBUTE.findall(attributes))
        kind, name = names.get("linktype", ""), names.get("id", "")
        thing = self.shelf.others.get((kind, name)) if references.is_noted(kind) else None
        if thing is None:
            return f"<a{attributes}>{words}</a>"
        note = self.series.about(kind, name)
        if note.thing is None:
            note.thing, note.html = thing, references.note(kind, thing, self.language)
        shown = references.render(kind, thing, words, self.language)
        return f"{shown}{reference(note)}"

    def _resolve(self, match: re.Match[str]) -> str:
        names = dict(ATTRIBUTE.findall(match[1]))
        kind, name = names.get("linktype", ""), names.get("id", "")
        if (thing := self.shelf.others.get((kind, name))) is not None:
            self.body.kinds.add(kind)
            # What has a number in this text was resolved before.
            return references.render_alone(kind, thing, match[2], self.language)
        href = self.shelf.href(kind, name)
        return f'<a href="{escape(href)}">{match[2]}</a>' if href else match[2]

    def _plain(self, value: Any) -> dict[str, Any]:
        return dict(value or {})

    def _paragraph(self, value: Any) -> dict[str, Any]:
        written = list(items(value.get("notes")))
        own: dict[int, Note] = {}

        def noted(match: re.Match[str]) -> str:
            number = int(match[1])
            if not 1 <= number <= len(written):
                return match[0]
            if number not in own:
                own[number] = self.series.new()
            return reference(own[number])

        def numbered(match: re.Match[str]) -> str:
            if match[1]:
                return noted(match)
            # A note in the words of a link comes before the source that the link cites.
            return self._numbered(match[2], MARKER.sub(noted, match[3]))

        text = html.safe(NUMBERED.sub(numbered, value.get("text") or ""))
        for number, note in own.items():
            words = self.rich(_unwrapped(written[number - 1]))
            note.html = html.safe(self.finish(words))
        return {"text": text}

    def _heading(self, value: Any) -> dict[str, Any]:
        text, level = value.get("text") or "", self._shown_level(int(value.get("level") or 2))
        anchor = self._free(value.get("anchor") or slugify(text, fallback="section"))
        self.body.headings.append(Heading(anchor, typography.typeset(text, self.language), level))
        return {"text": text, "level": str(level), "anchor": anchor}

    def _shown_level(self, level: int) -> int:
        """Return the level that follows without a gap: a text whose parts begin with h4 has h2."""
        while self.above and self.above[-1] >= level:
            self.above.pop()
        self.above.append(level)
        return len(self.above) + 1

    def _free(self, anchor: str) -> str:
        anchor = f"section-{anchor}" if TAKEN.fullmatch(anchor) else anchor
        free, n = anchor, 1
        while free in self.anchors:
            n += 1
            free = f"{anchor}-{n}"
        self.anchors.add(free)
        return free

    def _quotation(self, value: Any) -> dict[str, Any]:
        return {**value, "text": self.rich(value.get("text"))}

    def _aside(self, value: Any) -> dict[str, Any]:
        return {**value, "text": self.rich(value.get("text"))}

    def _correction(self, value: Any) -> dict[str, Any]:
        text = value["text"]
        if text and not text.lstrip().startswith("<p"):
            text = f"<p>{text}</p>"
        # It stands by itself in many places: what it cites has no number there, but leads on.
        return {**value, "text": html.safe(text), "kind": value["kind"].label}

    def _read_also(self, value: Any) -> dict[str, Any] | None:
        page = self.shelf.page(value.get("article"))
        if page is None and not value.get("address"):
            return None
        return {**value, "page": page}

    def _picture(self, value: Any) -> dict[str, Any]:
        return {
            **value,
            "picture": self.shelf.picture(value.get("image")),
            "caption": self.rich(value.get("caption")),
        }

    def _gallery(self, value: Any) -> dict[str, Any]:
        pictures = [self._picture(picture) for picture in items(value.get("pictures"))]
        return {"pictures": pictures, "caption": self.rich(value.get("caption"))}

    def _embed(self, value: Any) -> dict[str, Any]:
        return {**value, "provider": provider(value.get("url") or "")}

    def _table(self, value: Any) -> dict[str, Any]:
        columns = value.get("columns") or []
        kinds = [column.get("type") for column in columns]
        headings = [column.get("heading") or "" for column in columns]
        rows = [
            [
                self.rich(cell) if kind == "rich" else cell or ""
                for kind, cell in zip(kinds, row["values"], strict=False)
            ]
            for row in value.get("rows") or []
        ]
        return {
            "caption": value.get("caption") or "",
            "headings": headings if any(headings) else [],
            "rows": rows,
        }

    def _code(self, value: Any) -> dict[str, Any]:
        marked = highlighted(value.get("code") or "", value.get("language") or "")
        return {**value, "marked": html.safe(marked)}

    def _file(self, value: Any) -> dict[str, Any]:
        return {**value, "document": self.shelf.document(value.get("file"))}

    def _media(self, value: Any) -> dict[str, Any]:
        return {**self._file(value), "caption": self.rich(value.get("caption"))}

    def _html(self, value: Any) -> dict[str, Any]:
        return {"html": html.safe(unplug(html.clean(value.get("html") or "")))}


def _unwrapped(note: str) -> str:
    """A note of one paragraph needs no paragraph inside its list item."""
    bare = BLOCK_KEY.sub("", note).strip()
    single = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", bare, re.DOTALL)
    return single[1] if single else bare
