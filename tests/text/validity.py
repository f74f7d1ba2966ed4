"""A small content model: what of some HTML stands where the standard does not let it stand."""

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

PHRASING = set("a b br cite code del em i q strong s sup sub".split())  # noqa: SIM905
FLOW = PHRASING | set("p blockquote ul ol pre".split())  # noqa: SIM905
# By element: the elements that may stand in it, and whether words may.
MODEL = {
    **{name: (PHRASING - {name} if name == "a" else PHRASING, True) for name in PHRASING},
    "p": (PHRASING, True), "pre": (PHRASING, True), "ul": ({"li"}, False), "ol": ({"li"}, False),
    "li": (FLOW, True), "blockquote": (FLOW, True), "[document]": (FLOW, True),
}  # fmt: skip
MUST_SAY = {"p", "li", "ul", "ol", "blockquote", "pre", "b", "i", "em", "strong", "code", "a"}


def faults(html: str) -> list[str]:
    """Return one line for each fault; html.parser adds nothing and mends nothing."""
    tree = BeautifulSoup(html, "html.parser")
    found = [] if str(tree.decode(formatter="minimal")).count("<") == html.count("<") else ["tags"]
    for element in [tree, *tree.find_all(True)]:
        found += _of(element)
    return found


def _of(element: Tag) -> list[str]:
    elements, may_say = MODEL.get(element.name, (set(), False))
    found = [
        f"<{child.name}> in <{element.name}>"
        for child in element.children
        if isinstance(child, Tag) and child.name not in elements
    ]
    words = [child for child in element.children if isinstance(child, NavigableString)]
    if not may_say and any(words):
        found.append(f"words in <{element.name}>")
    if element.name in MUST_SAY and not element.get_text().strip():
        found.append(f"empty <{element.name}>")
    if element.name == "a" and element.find_parent("a"):
        found.append("<a> in <a>")
    if element.name == "a" and not element.get("href"):
        found.append("<a> without href")
    return found
