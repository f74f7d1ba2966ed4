"""What the tests of the conversion share: a library of pictures, real contents, and their words."""

import re
from collections import Counter
from functools import cache
from html import unescape
from typing import Any

from bs4 import BeautifulSoup

from chronique.exchange.bodies.convert import Conversion, convert
from tests.shared import shared_inputs

_ITEM = re.compile(r"<item>.*?</item>", re.DOTALL)
_CONTENT = re.compile(r"<content:encoded>(.*?)</content:encoded>", re.DOTALL)
_TITLE = re.compile(r"<title>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</title>", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Shelf:
    """A library that holds the pictures and files it is told of, by address or number."""

    def __init__(self) -> None:
        self.pictures: dict[str, int] = {}
        self.files: dict[str, int] = {}
        self.asked: list[tuple[str, str]] = []

    def picture(self, *, address: str, wp_id: str) -> int | None:
        self.asked.append((address, wp_id))
        return self.pictures.get(wp_id) or self.pictures.get(address)

    def file(self, *, address: str, wp_id: str) -> int | None:
        self.asked.append((address, wp_id))
        return self.files.get(wp_id) or self.files.get(address)


def converted(content: str, shelf: Shelf | None = None, **given: Any) -> Conversion:
    return convert(content, resolve=shelf or Shelf(), **given)


def blocks(content: str, shelf: Shelf | None = None, **given: Any) -> list[tuple[str, Any]]:
    """Return the blocks of a content as (type, what their values say: no empty fields)."""
    conversion = converted(content, shelf, **given)
    return [(block["type"], said(block["value"])) for block in conversion.blocks]


def said(value: Any) -> Any:
    """Return a value without its empty fields and without what is so by default."""
    if isinstance(value, dict):
        default = [("width", "text")]
        full = {name: said(part) for name, part in value.items() if (name, part) not in default}
        return {name: part for name, part in full.items() if part not in ("", [], None, False)}
    return [said(part) for part in value] if isinstance(value, list) else value


def paragraphs(content: str, **given: Any) -> list[str]:
    """Return the text of the paragraphs that a content becomes; nothing else may be there."""
    found = blocks(content, **given)
    assert {kind for kind, _ in found} <= {"paragraph"}, found
    return [value["text"] for _, value in found]


def reasons(content: str, **given: Any) -> list[str]:
    return [f"{remark.what}: {remark.reason}" for remark in converted(content, **given).remarks]


@cache
def real_contents() -> list[tuple[str, str]]:
    """Return (file and title, content) of every real post, read without our own reader."""
    found = []
    for path in sorted((shared_inputs() / "wxr").glob("*.xml")):
        for item in _ITEM.findall(path.read_text(encoding="utf-8", errors="replace")):
            content, title = _CONTENT.search(item), _TITLE.search(item)
            text = content[1] if content else ""
            text = "".join(_CDATA.findall(text)) if "<![CDATA[" in text else unescape(text)
            if text.strip():
                found.append((f"{path.name}: {title[1] if title else ''}", text))
    assert len(found) > 200, f"only {len(found)} contents were found"
    return found


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def visible_words(content: str) -> Counter[str]:
    """Return the words that readers of the original saw, and how often each."""
    without_code = re.sub(r"<!--.*?-->", " ", content, flags=re.DOTALL)
    without_code = re.sub(r"\[/?(?:caption|gallery|audio|sourcecode)\b[^\]]*\]", " ", without_code)
    soup = BeautifulSoup(without_code, "html.parser")
    for element in soup(["script", "style", "svg", "textarea"]):
        element.decompose()
    return words(soup.get_text(" "))


def words_in(value: Any) -> Counter[str]:
    """Return the words in all texts of a value; code is no HTML, whatever it looks like."""
    if isinstance(value, dict):
        code = words(value.get("code", ""))
        return sum((words_in(part) for name, part in value.items() if name != "code"), code)
    if isinstance(value, list):
        return sum((words_in(part) for part in value), Counter())
    return words(unescape(re.sub(r"<[^>]*>", " ", value))) if isinstance(value, str) else Counter()
