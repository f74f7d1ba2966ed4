"""Templates that are rendered once for each shape of what they show, and then only filled in.

Django asks at each tag of a template what to do, each time anew. For what stands fifty times on a
page this takes longer than all else. As with `prepared`, the template still says how it looks,
with a mark where each text will stand.
"""

import re
from collections.abc import Mapping
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


class Stencil:
    """`Stencil("room/_one.html").filled({"name": "Ada", "is_new": True})`.

    A value is a text, or whether something is so. The template asks of a text only whether it is
    empty, and shows the whole of it, escaped unless it is safe. `same` is what else it sees: the
    same each time.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        # What stands around the texts, and which text stands in each gap.
        self._known: dict[tuple[object, ...], tuple[str, list[int]]] = {}

    def filled(self, values: Mapping[str, str | bool], **same: Any) -> str:
        shape = (translation.get_language(), *map(bool, values.values()))
        known = self._known.get(shape)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[shape] = self._cut(values, same)
        around, places = known
        # What is safe has a type of its own.
        texts = [escape(value) if type(value) is str else value for value in values.values()]
        return safe(around % tuple([texts[place] for place in places]))

    def _cut(
        self, values: Mapping[str, str | bool], same: Mapping[str, Any]
    ) -> tuple[str, list[int]]:
        marked = {
            name: _MARK.format(number) if value and isinstance(value, str) else value
            for number, (name, value) in enumerate(values.items())
        }
        markup = get_template(self._name).render({**same, **marked}).replace("%", "%%")
        places = [int(number) for number in _MARKS.findall(markup)]
        if markup.count(_MARK[0]) != len(places):
            raise ValueError(f"{self._name} changes a text: that is done before")
        return _MARKS.sub("%s", markup), places
