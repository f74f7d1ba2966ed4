"""Reads any HTML into a small tree, as a browser would understand it.

nh3 (html5ever) mends what is broken, so that the tree can be built from its output by a simple
scan: seven times faster than BeautifulSoup's, and never deeper than `DEEPEST`, so that whoever
walks the tree may call himself for each level.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

import nh3

from chronique.text.bounds import bounded

# Elements in elements. What is deeper keeps its words and its order, and loses its nesting.
DEEPEST = 60

VOID = frozenset(
    ["area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr"]
)
_TAGS = frozenset(
    """
    a abbr acronym address article aside audio b bdi bdo big blockquote br button caption center
    cite code col colgroup data dd del details dfn dialog dir div dl dt em embed fieldset figcaption
    figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img input ins kbd label
    legend li main mark menu nav nobr object ol optgroup option output p param picture pre q rp rt
    ruby s samp search section select small source span strike strong sub summary sup table tbody td
    tfoot th thead time tr track tt u ul var video wbr wp-block
    """.split()  # noqa: SIM905
)
# Their content is no text for readers.
_EMPTIED = frozenset(
    ["script", "style", "svg", "template", "canvas", "textarea", "noembed", "noframes"]
)
_ATTRIBUTES = frozenset(
    """
    align alt aria-hidden aria-label cite class colspan data dir height href id label lang name
    poster rel reversed role rowspan src start style title type value width
    """.split()  # noqa: SIM905
)
_NORMALISER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_EMPTIED),
    attributes={"*": set(_ATTRIBUTES)},
    generic_attribute_prefixes={"data-"},
    url_schemes={"http", "https", "mailto", "tel", "data", "ftp"},
    link_rel=None,
)
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9-]*)((?:\s+[^\s=>"]+="[^"]*")*)\s*>|([^<]+)')
_ATTRIBUTE = re.compile(r'([^\s=>"]+)="([^"]*)"')
_NOSCRIPT = re.compile(r"</?noscript\b[^>]*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True, eq=False)
class Element:
    """An element with its attributes and what stands in it. Two of them are never equal."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute without the spaces around it, "" when it has none."""
        return self.attributes.get(name, "").strip()

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def has_class(self, *names: str) -> bool:
        classes = self.classes
        return any(name in classes for name in names)

    def elements(self) -> Iterator["Element"]:
        """Yield the elements inside this one, in reading order."""
        waiting = self.children[::-1]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Element):
                yield node
                waiting.extend(reversed(node.children))

    def find(self, *names: str) -> "Element | None":
        return next((element for element in self.elements() if element.name in names), None)

    def text(self) -> str:
        """Return the words as they stand, line breaks as newlines."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.name == "br" else child.text()
            for child in self.children
        )

    def words(self) -> str:
        """Return the words on one line."""
        return one_line(self.text())


def one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def parse(html: str) -> Element:
    """Return the tree of HTML that `normal` has made."""
    root = Element("")
    stack = [root]
    for closing, name, attributes, text in _TOKEN.findall(html):
        top = stack[min(len(stack), DEEPEST) - 1]
        if text:
            top.children.append(unescape(text))
        elif not closing:
            element = Element(
                name, {key: unescape(said) for key, said in _ATTRIBUTE.findall(attributes)}
            )
            top.children.append(element)
            if name not in VOID:
                stack.append(element)
        elif len(stack) > 1:
            stack.pop()
    return root


def normal(html: str) -> str:
    """Return HTML as a browser would mend it, without scripts, styles and comments."""
    return _NORMALISER.clean(bounded(_NOSCRIPT.sub("", html)))


def tree(html: str) -> Element:
    return parse(normal(html))


def written(node: "Element | str", write: Callable[[Element], str | None] | None = None) -> str:
    """Return HTML of a node; `write` may give other HTML for an element, or None for its own."""
    if isinstance(node, str):
        return escape(node, quote=False)
    instead = write(node) if write else None
    if instead is not None:
        return instead
    inner = "".join(written(child, write) for child in node.children)
    if not node.name:
        return inner
    attributes = "".join(f' {name}="{escape(said)}"' for name, said in node.attributes.items())
    return f"<{node.name}{attributes}>" + ("" if node.name in VOID else f"{inner}</{node.name}>")
