"""Pictures, their captions and galleries, as WordPress has written them over twenty years."""

import re
from html import escape
from itertools import chain
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from chronique.exchange.bodies.conversion import BodyBlock, paragraph
from chronique.exchange.bodies.flow import Flow
from chronique.exchange.bodies.markup import Element
from chronique.exchange.bodies.prose import line, phrases, plain

_NUMBER = re.compile(r"\b(?:wp-image|attachment|image)[-_](\d+)\b")
_SIZE = re.compile(r"-(?:\d+x\d+|scaled|e\d{10,})$")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_LONGEST_STYLE = 4000
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)$", re.IGNORECASE)
_SOURCES = (
    "src",
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
    "data-large-file",
)
_WIDE = ("alignwide", "alignfull")
_CAPTIONS = ("wp-caption-text", "wp-caption-dd", "gallery-caption", "wp-element-caption")
_CREDITS = ("credit", "photo-credit", "media-credit", "image-credit", "wp-caption-credit")


def picture(flow: Flow, element: Element) -> None:
    """Make a picture a block; smileys are words, and what only counts readers goes."""
    alt = element.get("alt")
    if element.has_class("emoji", "wp-smiley", "smiley"):
        flow.text(alt)
        return
    if element.has_class("latex"):
        flow.inline(Element("code", {}, [alt]))
        return
    address = _address(element)
    if _is_pixel(element):
        flow.context.lost(f"A picture of one point, which counts readers, was left out: {address}")
        return
    value = picture_value(flow, address, _number(element) or flow.hints.get("data-wp-id", ""))
    if value is None:
        if alt:
            flow.text(alt)
        return
    value["alt"], value["decorative"] = alt, "alt" in element.attributes and not alt
    if element.has_class(*_WIDE) or flow.hints.get("data-width") == "wide":
        value["width"] = "wide"
    flow.add({"type": "picture", "value": value})


def picture_value(flow: Flow, address: str, number: str) -> dict[str, Any] | None:
    """Return a picture without words, or None when nobody knows where it was."""
    link = flow.link
    target = link.get("href") if link else ""
    image = flow.context.resolve.picture(address=address, wp_id=number)
    if image is None and not address:
        which = f"number {number}" if number else "without an address"
        flow.context.lost(f"A picture {which} is not in the export.")
        return None
    if address.startswith("data:"):
        flow.context.lost("A picture that was written into the text itself was left out.")
        return None
    return {
        "image": image,
        "address": "" if image is not None else address,
        "alt": "",
        "decorative": False,
        "caption": "",
        "credit": "",
        "link": "" if not link or _is_itself(link, target, address) else target,
        "width": "text",
    }


def _address(element: Element) -> str:
    """Return where a picture is; one that is loaded late says so elsewhere."""
    found = [said for name in _SOURCES if (said := element.get(name))]
    return next((said for said in found if not said.startswith("data:")), found[0] if found else "")


def _number(element: Element) -> str:
    found = _NUMBER.search(element.get("class"))
    return found[1] if found else element.get("data-id") or element.get("data-attachment-id")


def _is_pixel(element: Element) -> bool:
    return element.get("width") in ("0", "1") and element.get("height") in ("0", "1")


def _is_itself(link: Element, target: str, address: str) -> bool:
    """Say whether a picture leads to nothing but its own file or WordPress' page about it."""
    if "attachment" in link.get("rel") or "attachment_id=" in target:
        return True
    return bool(_PICTURE_FILE.search(urlsplit_path(target))) and _stem(target) == _stem(address)


def urlsplit_path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _stem(address: str) -> str:
    return _SIZE.sub("", PurePosixPath(unquote(urlsplit_path(address))).stem)


def captioned(flow: Flow, element: Element) -> None:
    """Read a figure, or what stood for one before there were any: all it holds, and its caption."""
    captions = take_captions(element)
    blocks = flow.child().convert(element.children)
    if len(blocks) > 1 and all(block["type"] == "picture" for block in blocks):
        pictures = [block["value"] for block in blocks]
        blocks = [{"type": "gallery", "value": {"pictures": pictures, "caption": ""}}]
    if element.has_class(*_WIDE):
        _widen(blocks)
    for caption in captions:
        describe(flow, blocks, caption)
    flow.add(*blocks)


def take_captions(element: Element) -> list[Element]:
    """Take the captions out of an element, but not those of figures inside of it."""
    taken: list[Element] = []
    for child in list(element.children):
        if not isinstance(child, Element):
            continue
        if child.name == "figcaption" or child.has_class(*_CAPTIONS):
            element.children.remove(child)
            taken.append(child)
        elif child.name not in ("figure", "li", "table"):
            taken += take_captions(child)
    return taken


def _widen(blocks: list[BodyBlock]) -> None:
    for block in blocks:
        if block["type"] == "picture":
            block["value"]["width"] = "wide"


def describe(flow: Flow, blocks: list[BodyBlock], caption: Element) -> None:
    """Give the caption to the first block that can have one, or put it after them."""
    credit, rest = _take_credit(flow, caption)
    html, more = phrases(flow, caption.children)
    block = next((block for block in blocks if _takes_caption(block, html)), None)
    value = block["value"] if block else {}
    if credit and "credit" in value and not value["credit"]:
        value["credit"] = credit
    elif credit:
        html = f"{html} {escape(credit, quote=False)}".strip()
    if html and block is None:
        blocks.append(paragraph(f"<p>{html}</p>"))
    elif html:
        _add_caption(flow, block["type"] if block else "", value, html)
    blocks += [*rest, *more]


def _add_caption(flow: Flow, kind: str, value: dict[str, Any], html: str) -> None:
    """Add a caption to what is there already; where it is plain text, links are told."""
    if kind in ("picture", "gallery", "media"):
        value["caption"] = "<br>".join(filter(None, [value["caption"], html]))
        return
    name = "text" if kind == "embed" else "caption"
    words = plain(flow.context, html, "a caption")
    value[name] = " ".join(filter(None, [value[name], words]))


def _takes_caption(block: BodyBlock, html: str) -> bool:
    if block["type"] == "embed":
        return not block["value"]["text"] and "<a " not in html
    return block["type"] in ("picture", "gallery", "media", "table", "code")


def _take_credit(flow: Flow, caption: Element) -> tuple[str, list[BodyBlock]]:
    for child in list(caption.children):
        if isinstance(child, Element) and child.has_class(*_CREDITS):
            caption.children.remove(child)
            return line(flow, child.children, "a credit")
    return "", []


def gallery(flow: Flow, element: Element) -> None:
    """Gather the pictures of a gallery, whatever it is built of."""
    captions = [
        child
        for child in element.children
        if isinstance(child, Element) and child.name == "figcaption"
    ]
    for caption in captions:
        element.children.remove(caption)
    for part in element.elements():
        if part.name in ("ul", "ol", "li", "dl", "dt", "blockquote"):
            part.name = "div"
    found = flow.child().convert(element.children)
    pictures = list(chain.from_iterable(_pictures(block) for block in found))
    rest = [block for block in found if block["type"] not in ("picture", "gallery")]
    for block in found:
        if block["type"] == "gallery" and block["value"]["caption"]:
            rest.insert(0, paragraph(f"<p>{block['value']['caption']}</p>"))
    blocks: list[BodyBlock] = []
    if pictures:
        blocks = [{"type": "gallery", "value": {"pictures": pictures, "caption": ""}}]
    for caption in captions:
        describe(flow, blocks, caption)
    flow.add(*blocks, *rest)


def _pictures(block: BodyBlock) -> list[dict[str, Any]]:
    if block["type"] == "picture":
        return [block["value"]]
    return list(block["value"]["pictures"]) if block["type"] == "gallery" else []


def cover(flow: Flow, element: Element) -> None:
    """Read a cover: the picture behind the words, then the words."""
    children = [child for child in element.children if isinstance(child, Element)]
    for part in [element, *children]:
        if behind := _BACKGROUND.search(part.get("style")[:_LONGEST_STYLE]):
            number = _number(part) or flow.hints.get("data-cover-id", "")
            said = {"src": behind[1], "data-id": number, "alt": part.get("aria-label")}
            picture(flow, Element("img", said))
    flow.container(element)


HANDLERS = {
    "img": picture,
    "figure": captioned,
    **dict.fromkeys([".wp-caption", ".gallery-item"], captioned),
    **dict.fromkeys(
        [
            ".wp-block-gallery", ".gallery", ".tiled-gallery", ".wp-block-jetpack-tiled-gallery",
            ".wp-block-jetpack-slideshow", ".wp-block-jetpack-image-compare",
            ".blocks-gallery-grid",
        ],
        gallery,
    ),
    **dict.fromkeys([".wp-block-cover", ".wp-block-cover-image"], cover),
}  # fmt: skip
