"""Turns what WordPress keeps of an article into the blocks of ours.

Three steps: `block_html` writes the editor's blocks and the shortcodes as plain HTML, `flow` reads
that HTML into blocks, `finishing` cleans them. What cannot be carried, or is not what it was, is
among the remarks; nothing goes without one.
"""

from collections.abc import Callable, Mapping, Sequence

from chronique.exchange.bodies import controls, editor_elements, pictures, players, prose, tables
from chronique.exchange.bodies.block_html import html_of
from chronique.exchange.bodies.conversion import (
    Attachment,
    BodyBlock,
    Context,
    Conversion,
    Finding,
    Resolver,
)
from chronique.exchange.bodies.finishing import finish
from chronique.exchange.bodies.flow import Flow, Handler
from chronique.exchange.bodies.links import rewrite_links
from chronique.exchange.bodies.markup import parse, tree
from chronique.exchange.bodies.note_marks import place_notes
from chronique.exchange.bodies.prose import phrases
from chronique.text.html import clean_rich, without_stray_characters

__all__ = ["Attachment", "Conversion", "Finding", "Resolver", "convert", "rewrite_links"]

HANDLERS: dict[str, Handler] = {
    **prose.HANDLERS,
    **tables.HANDLERS,
    **pictures.HANDLERS,
    **players.HANDLERS,
    **controls.HANDLERS,
    **editor_elements.HANDLERS,
}


def convert(
    content: str,
    *,
    resolve: Resolver,
    footnotes: Mapping[str, str] | None = None,
    reusable: Callable[[str], str | None] | None = None,
    attached: Sequence[tuple[str, str, str] | Attachment] = (),
) -> Conversion:
    """Return the blocks for a post's content, and what is not as it was.

    `footnotes` are the texts of the editor's footnotes by their id, `reusable` gives the content
    of a reusable block by its number, `attached` are the files uploaded to the post, and to those
    whose galleries it shows, in order: what a bare [gallery] shows. Links stay as they are written:
    `rewrite_links` changes them once all articles are there.
    """
    context = Context(resolve, footnotes or {}, reusable, [Attachment(*one) for one in attached])
    content = without_stray_characters(content.replace("\r\n", "\n").replace("\r", "\n"))
    root = parse(html_of(context, content))
    blocks = Flow(context, HANDLERS).convert(root.children)
    _add_notes_without_mark(context, content, blocks)
    at_the_end: list[BodyBlock] = []
    place_notes(context, blocks, lambda html: _note(context, html, at_the_end))
    return Conversion(finish(context, blocks + at_the_end), context.remarks())


def _note(context: Context, html: str, at_the_end: list[BodyBlock]) -> str:
    """Return the text of a note; what else it holds goes to the end of the article."""
    flow = Flow(context, HANDLERS, classic=True)
    text, rest = phrases(flow, tree(html).children)
    for block in rest:
        what = block["type"].replace("_", " ")
        context.changed(f"A note held what is no text, which was put at the end: {what}.")
    at_the_end += rest
    return clean_rich(text, inline=True)


def _add_notes_without_mark(context: Context, content: str, blocks: list[BodyBlock]) -> None:
    """Keep the footnotes that WordPress shows at the end although nothing refers to them."""
    idle = [number for number in context.footnotes if number not in context.marks]
    if not idle or "<!-- wp:footnotes" not in content:
        return
    context.changed("A footnote to which nothing refers was put at the end.")
    marks = "".join(context.note(context.footnotes[number]) for number in idle)
    last = blocks[-1] if blocks else None
    if last and last["type"] == "paragraph" and last["value"]["text"].endswith("</p>"):
        last["value"]["text"] = last["value"]["text"].removesuffix("</p>") + f"{marks}</p>"
    else:
        blocks.append({"type": "paragraph", "value": {"text": f"<p>{marks}</p>", "notes": []}})
