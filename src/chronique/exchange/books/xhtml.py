"""HTML of the site made fit for a book: what stands alone, is well-formed, and asks nobody.

Both kinds of book go through `Cleaner`: pictures are taken along, links inside the book stay inside
it, and what only a browser can do (players, forms, scripts, sizes for screens) is left behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

# What may stay of each element's attributes; all others were for screens.
KEPT = {
    "id", "class", "lang", "dir", "href", "src", "alt", "title", "cite", "datetime", "colspan",
    "rowspan", "scope", "role", "start", "value", "reversed", "headers", "aria-label",
    "aria-labelledby", "aria-hidden", "epub:type", "d", "x", "y", "x1", "x2", "y1", "y2", "cx",
    "cy", "r", "rx", "width", "height", "viewbox", "viewBox", "points", "transform",
    "text-anchor", "xmlns",
}  # fmt: skip
LEFT_BEHIND = ["script", "style", "form", "button", "input", "select", "textarea", "template"]
# Where a picture's number stands in its address.
PICTURE = re.compile(r"/pictures/(\d+)/")
MEDIA = re.compile(r"^(?:https?:)?/|^[\w-]+/")

# Returns the path of a picture inside the book by its number, or "" where there is none.
Take = Callable[[int], str]


@dataclass
class Cleaner:
    """`inside` gives the place in the book of a whole address of the site."""

    take: Take
    inside: Mapping[str, str] = field(default_factory=dict)

    def clean(self, html: str) -> BeautifulSoup:
        """Return a fragment as a tree of what may stand in a book."""
        soup = BeautifulSoup(html, "html.parser")
        for element in soup.find_all(LEFT_BEHIND):
            element.decompose()
        for element in soup.find_all(True):
            if not element.decomposed:
                self._clean(element)
        return soup

    def _clean(self, element: Tag) -> None:
        if element.name in ("picture", "center", "font"):
            element.unwrap()
            return
        if element.name == "source":
            element.decompose()
            return
        if element.name in ("audio", "video", "iframe"):
            self._name_player(element)
            return
        for name in set(element.attrs) - KEPT:
            del element[name]
        if element.name == "img":
            self._place(element)
        elif element.name == "a":
            self._lead(element)

    def _place(self, picture: Tag) -> None:
        match = PICTURE.search(str(picture.get("src", "")))
        path = self.take(int(match[1])) if match else ""
        if not path:
            words = str(picture.get("alt", ""))
            picture.replace_with(words)
            return
        picture["src"] = path
        for name in ("width", "height"):
            del picture[name]
        if "alt" not in picture.attrs:
            picture["alt"] = ""

    def _name_player(self, player: Tag) -> None:
        """Leave the address of what cannot be played on paper."""
        address = str(player.get("src", ""))
        link = Tag(name="a", attrs={"href": address})
        link.string = str(player.get("aria-label") or address)
        player.replace_with(link)

    def _lead(self, link: Tag) -> None:
        href = str(link.get("href", ""))
        page, mark, anchor = href.partition("#")
        if page in self.inside:
            # The name of a place in another chapter may not be there: its beginning is.
            link["href"] = self.inside[page]
        elif not page and mark and anchor:
            link["href"] = f"#{anchor}"
        elif ":" not in href.partition("/")[0] or href.lower().startswith("javascript:"):
            link.unwrap()


def written(soup: BeautifulSoup) -> str:
    """Return a tree as XHTML: every element closed, no entity that XML does not know."""
    return soup.decode(formatter="minimal")
