"""What a browser would run, of a page or of a feed: none of it may come from an export."""

import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag

# What never comes from a text, and what of a page's own may be.
NEVER = {"style", "iframe", "object", "embed", "base", "applet", "frame", "portal", "math"}
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "xlink:href",
    "cite",
    "srcset",
}
SCHEME = re.compile(r"[\x00-\x20]*([a-z][\x00-\x20a-z0-9+.-]*):", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto", "tel"}
MAP = {"urlset", "sitemapindex", "sitemap", "url", "loc", "lastmod", "link"}
CONTENT = {"encoded", "description", "content", "summary", "subtitle", "tagline"}


def executable(html: str) -> list[str]:
    """Return what a browser would run of a page, or of a piece of one, but for our own scripts."""
    tree = BeautifulSoup(f"<!doctype html>{html}", "html5lib", multi_valued_attributes=None)
    return [found for element in tree.find_all(True) for found in _harm(element)]


def _harm(element: Tag) -> Iterator[str]:
    name = element.name.lower()
    if name == "script":
        yield from _script(element)
    elif name in NEVER or (name == "meta" and "http-equiv" in element.attrs):
        yield f"<{name}>"
    for key, said in element.attrs.items():
        attribute, value = key.lower(), str(said)
        if attribute.startswith("on") or attribute in ("style", "srcdoc"):
            yield f"<{name} {attribute}={value!r}>"
        elif attribute in ADDRESSES and (scheme := SCHEME.match(value)):
            called = re.sub(r"[\x00-\x20]", "", scheme[1]).lower()
            if called not in SCHEMES:
                yield f"<{name} {attribute}={value!r}>"


def _script(element: Tag) -> Iterator[str]:
    if element.get("type") == "application/ld+json":
        json.loads(element.string or "")
    elif not str(element.get("src", "")).startswith("/static/") or element.string:
        yield f"<script {element.attrs}> {element.string!r}"


def executable_in_feed(text: str) -> list[str]:
    """Return what a feed reader would run of the texts that it shows as HTML. Raises for no XML.

    What stands over all items is words, like their titles: RSS 2.0, and RFC 4287 without a type.
    """
    root = ElementTree.fromstring(text)
    items = (e for e in root.iter() if str(e.tag).rpartition("}")[2] in ("item", "entry"))
    parts = [*(e for item in items for e in item.iter()), *root.iterfind(".//*[@type='html']")]
    told = (e for e in parts if str(e.tag).rpartition("}")[2] in CONTENT)
    return [found for e in told for found in executable(f"<div>{e.text or ''}</div>")]


def executable_in_json(text: str) -> list[str]:
    items = json.loads(text)["items"]
    return [f for item in items for f in executable(f"<div>{item.get('content_html', '')}</div>")]


def executable_in_map(text: str) -> list[str]:
    """Return what of a sitemap is no address of the web, or none of its elements. Raises for no
    XML.
    """
    root = ElementTree.fromstring(text)
    odd = [e.tag for e in root.iter() if str(e.tag).rpartition("}")[2] not in MAP]
    addresses = [e.text or "" for e in root.iter() if str(e.tag).endswith("}loc")]
    addresses += [e.attrib["href"] for e in root.iter() if "href" in e.attrib]
    return odd + [one for one in addresses if not one.startswith(("http://", "https://"))]
