"""Forms: their controls cannot be carried, their prose can."""

from chronique.exchange.flow import Flow
from chronique.exchange.markup import Element

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
            said = [
                child.get("value") if child.get("type") in ("submit", "button") else child.words()
            ]
            words += filter(None, (one.rstrip(": ") for one in said))
        else:
            words += _take_controls(child)
    return words


HANDLERS = {"form": form, **dict.fromkeys(["input", "select", "option", "optgroup"], control)}
