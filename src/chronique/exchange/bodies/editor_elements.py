"""Reads the `wp-block` elements that `block_html` writes, and the editor's own wrappers."""

import re
from copy import deepcopy

from chronique.exchange.bodies.conversion import BodyBlock, paragraph
from chronique.exchange.bodies.flow import INLINE, Flow
from chronique.exchange.bodies.markup import Element
from chronique.exchange.bodies.prose import bare, kept_html

# What prose is made of: a foreign block that holds nothing else is taken over as text.
_PROSE = INLINE | frozenset(
    """
    p div section article span h1 h2 h3 h4 h5 h6 ul ol li blockquote figure figcaption img hr pre
    """.split()  # noqa: SIM905
)
# What kept HTML could not hold.
_MOVABLE = frozenset(["iframe", "audio", "video", "object", "embed", "form", "wp-block"])

# What a footnote's mark says; more is no mark, but a tag that was never closed.
_NUMBER = re.compile(r"\W*(?:\d{1,3}|[a-zA-Z]{1,2})?\W*")


def wp_block(flow: Flow, element: Element) -> None:
    """Read what a block of the editor holds, by its hints."""
    flow.flush()
    if element.has_class("own"):
        _own(flow, element)
        return
    before = flow.classic, flow.hints
    flow.classic = flow.classic or element.has_class("classic")
    flow.hints = {**flow.hints, **element.attributes}
    if element.has_class("foreign"):
        _foreign(flow, element)
    else:
        flow.container(element)
    flow.classic, flow.hints = before


def _own(flow: Flow, element: Element) -> None:
    """Put a block of ours in its place; a text that only says that it is one holds none."""
    number = element.get("data-own")
    place = int(number) if number.isdecimal() and len(number) < 8 else len(flow.context.own)
    if place < len(flow.context.own):
        flow.add(deepcopy(flow.context.own[place]))
    flow.container(Element("div", {}, element.children))


def _foreign(flow: Flow, element: Element) -> None:
    """Take over a block that we do not know: its words as text, or else its HTML as it was."""
    name = element.get("data-name")
    names = {part.name for part in element.elements()}
    if names <= _PROSE or names & _MOVABLE:
        flow.context.changed(f"The block {name} is not known here: what it holds is text now.")
        flow.container(element)
    else:
        flow.context.changed(f"The block {name} is not known here: its HTML was kept.")
        kept_html(flow, element.children)


def buttons(flow: Flow, element: Element) -> None:
    """Put the links of a row of buttons into one paragraph."""
    found = flow.child().convert(element.children)
    texts = [bare(block["value"]["text"]) for block in found if block["type"] == "paragraph"]
    rest: list[BodyBlock] = [block for block in found if block["type"] != "paragraph"]
    if texts:
        flow.add(paragraph(f"<p>{' · '.join(texts)}</p>"))
    flow.add(*rest)


def superscript(flow: Flow, element: Element) -> None:
    """Put a note where the editor has a footnote's mark; other superscripts are text."""
    number = element.get("data-fn")
    text = flow.context.footnotes.get(number)
    if not number:
        flow.inline(element)
    elif text is None:
        flow.context.lost(f"The text of footnote {element.words()} is not in the export.")
        flow.inline(Element("sup", {}, [element.text()]))
    else:
        marks = flow.context.marks
        if number not in marks:
            marks[number] = flow.context.note(text)
        flow.text(marks[number])
        is_mark = all(part.name == "a" for part in element.elements())
        if not is_mark or not _NUMBER.fullmatch(element.words()):
            flow.walk(element.children)


HANDLERS = {"wp-block": wp_block, ".wp-block-buttons": buttons, "sup": superscript}
