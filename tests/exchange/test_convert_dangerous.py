"""Whatever stands in an export, nothing in a finished body acts, frames or loads."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Any

from chronique.text.allowed import ARTICLE_ATTRIBUTES, ARTICLE_TAGS
from tests.exchange.contents import converted, real_contents
from tests.text.attacks import attacks, harms

RICH_TAGS = {"p", "ul", "ol", "li", "br", "a", "b", "i", "s", "code", "sup", "sub"}
RICH_ATTRIBUTES = {"a": {"href", "linktype", "id"}}
RICH_FIELDS = {
    "paragraph": {"text", "notes"},
    "quotation": {"text"},
    "aside": {"text"},
    "picture": {"caption"},
    "gallery": {"caption"},
    "media": {"caption"},
    "table": {"values"},
}
ADDRESSES = {"address", "link", "url", "source_url"}
HARMLESS = re.compile(r"$|https?://|(?![a-z][a-z0-9+.-]*:)[^\x00-\x20]", re.IGNORECASE)

# Where an attack may stand; each is repeated there as often as there is room for it.
PLACES = (
    "Text\n\n{}\n\nMore",
    "<!-- wp:paragraph --><p>{}</p><!-- /wp:paragraph -->",
    '<!-- wp:html {"a":"{}"} -->{}<!-- /wp:html -->',
    "<!-- wp:foreign/thing --><section><dl><dt>{}</dt></dl></section><!-- /wp:foreign/thing -->",
    "[caption id='attachment_3' caption='{}']<img src='/a.jpg'>{}[/caption]",
    "<table><tr><td rowspan=2>{}</td><td>{}</td></tr><tr><td></td></tr></table>",
    "x[ref]{}[/ref]<blockquote cite='{}'>{}<cite>{}</cite></blockquote>",
    "<a href='{}'>x</a><img src='{}' alt='{}'><iframe src='{}'></iframe>[embed]{}[/embed]",
    "[button url='{}']x[/button] [audio src='{}'] [youtube {}] [quote author='{}']{}[/quote]",
)


def dangers(body: list[dict[str, Any]]) -> list[str]:
    """Return what is dangerous in a body, if anything."""
    found: list[str] = []
    for block in body:
        kind = block["type"]
        for name, text in _fields(block["value"]):
            if name in ADDRESSES and not HARMLESS.match(text):
                found.append(f"{kind}.{name}: {text!r}")
            elif kind == "html":
                found += _harms(text, rich=False)
            elif name in RICH_FIELDS.get(kind, set()):
                found += _harms(text, rich=True)
    return found


@cache
def _harms(html: str, *, rich: bool) -> tuple[str, ...]:
    if "<" not in html:
        return ()
    lists = (RICH_TAGS, RICH_ATTRIBUTES) if rich else (ARTICLE_TAGS, ARTICLE_ATTRIBUTES)
    return tuple(harms(html, *lists))


def _fields(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _fields(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from _fields(part, name)
    elif isinstance(value, str):
        yield name, value


def test_no_attack_survives_alone():
    for attack in attacks():
        assert dangers(converted(attack).blocks) == [], attack


def test_no_attack_survives_wherever_it_stands():
    for attack, place in zip(attacks(), cycle(PLACES), strict=False):
        content = place.replace("{}", attack)
        assert dangers(converted(content).blocks) == [], content


def test_nothing_is_dangerous_in_real_posts():
    for name, content in real_contents():
        assert dangers(converted(content).blocks) == [], name


def test_a_danger_would_be_seen():
    picture = {"type": "picture", "value": {"address": "javascript:alert(1)", "caption": ""}}
    paragraph = {"type": "paragraph", "value": {"text": '<p onclick="x">x</p>', "notes": []}}
    kept = {"type": "html", "value": {"html": "<script>alert(1)</script>"}}
    assert len(dangers([picture, paragraph, kept])) > 2
