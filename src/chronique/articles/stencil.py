"""Templates that are rendered once for each shape of what they show, and then only filled in.

Django asks at each tag of a template what to do, each time anew. For what stands fifty times on a
page this takes longer than all else. As with `prepared`, the template still says how it looks,
with a mark where each text will stand.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django.template.loader import get_template
from django.utils import translation

from chronique.text.html import safe

# Stands for the text of that number. No text of ours looks like it, and hardly a filter leaves it
# as it is.
_MARK = "\ue000{} Stands for a text,\n  which is shown as it is\ue001"
_MARKS = re.compile(_MARK.format("([0-9]+)"))
# So many languages and shapes are kept, of which a template has some dozens.
_KEPT = 500

Values = Mapping[str, str | bool]
Render = Callable[[dict[str, Any]], str]


class Stencil:
    """`Stencil("room/_one.html").filled({"name": "Ada", "is_new": True})`.

    A value is a text, or whether something is so. The template asks of a text only whether it is
    empty, and shows the whole of it, escaped unless it is safe. `same` is what else it sees: the
    same each time. Without a name it is cut of what the one who fills it in renders.
    """

    def __init__(self, name: str = "") -> None:
        self._name = name
        # What stands around the texts, and which text stands in each gap.
        self._known: dict[tuple[object, ...], tuple[str, list[int]]] = {}

    def filled(self, values: Values, **same: Any) -> str:
        def render(given: dict[str, Any]) -> str:
            return get_template(self._name).render({**same, **given})

        return next(self.each([values], render))

    def each(self, many: Iterable[Values], render: Render | None = None) -> Iterator[str]:
        """Yield it filled in with each of many; `render` makes of values what a template would."""
        render = render or get_template(self._name).render
        language = translation.get_language()
        for values in many:
            texts = list(values.values())
            shape = (language, *map(bool, texts))
            known = self._known.get(shape)
            if known is None:
                if len(self._known) >= _KEPT:
                    self._known.clear()
                known = self._known[shape] = self._cut(values, render)
            around, places = known
            yield safe(around % tuple([_escaped(texts[place]) for place in places]))

    def _cut(self, values: Values, render: Render) -> tuple[str, list[int]]:
        marked = {
            name: _MARK.format(number) if value and isinstance(value, str) else value
            for number, (name, value) in enumerate(values.items())
        }
        markup = render(marked).replace("%", "%%")
        places = [int(number) for number in _MARKS.findall(markup)]
        if markup.count(_MARK[0]) != len(places):
            raise ValueError(f"{self._name} changes a text: that is done before")
        return _MARKS.sub("%s", markup), places


def _escaped(text: str | bool) -> str | bool:
    # What is safe has a type of its own.
    return escape(text) if type(text) is str else text
