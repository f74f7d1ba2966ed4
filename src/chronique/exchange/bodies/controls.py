"""Forms: their controls cannot be carried, their prose can."""

from chronique.exchange.bodies.flow import Flow
from chronique.exchange.bodies.markup import Element

_CONTROLS = frozenset(["label", "input", "select", "option", "optgroup", "button", "output"])


def form(flow: Flow, element: Element) -> None:
    words = _take_controls(element)
    flow.context.lost(
        f"A form was left out: “{'; '.join(words)}”." if words else "A form was left out."
    )
    flow.container(element)


def control(flow: Flow, element: Element) -> None:
    """Report a control that stands outside of any form."""
    words = _take_controls(Element("", {}, [element]))
    if words:
        flow.context.lost(f"A part of a form was left out: “{'; '.join(words)}”.")


def _take_controls(element: Element) -> list[str]:
    """Take all controls out of an element and return what is written on them."""
    words: list[str] = []
    for child in list(element.children):
        if not isinstance(child, Element):
            continue
        if child.name in _CONTROLS:
            element.children.remove(child)
            words += filter(None, (label.rstrip(": ") for label in _labels(child)))
        else:
            words += _take_controls(child)
    return words


def _labels(control: Element) -> list[str]:
    """Return what is written on a control, and on those inside of it."""
    parts = [control, *control.elements()]
    texts = [text for part in parts for text in part.children if isinstance(text, str)]
    named = [part.get("label") for part in parts]
    on_buttons = [part.get("value") for part in parts if part.get("type") in ("submit", "button")]
    return [" ".join(text.split()) for text in [*texts, *named, *on_buttons]]


HANDLERS = {"form": form, **dict.fromkeys(["input", "select", "option", "optgroup"], control)}
