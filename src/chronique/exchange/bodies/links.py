"""Lets the links of finished blocks lead to articles instead of to where these were."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from chronique.exchange.bodies.fields import change_html, pictures

Find = Callable[[str], int | None]
FindAddress = Callable[[str], str | None]

_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_PAGE_LINK = re.compile(r'<a linktype="page" id="(\d+)">(.*?)</a>', re.DOTALL)
_ANY_LINK = re.compile(r"<a\b")
_BARE_LINK = re.compile(r'<p><a href="([^"]*)">([^<]*)</a></p>')
_SAYS = (
    r"(?:(?:à|a)\s+)?(?:re)?lire\s+(?:aussi|également|encore|ensuite|sur\s+le\s+même\s+sujet)"
    r"|(?:à|a)\s+(?:re)?(?:lire|voir|écouter)|voir\s+(?:aussi|également)|sur\s+le\s+même\s+sujet"
    r"|read\s+(?:also|more|next|on)|also\s+read|see\s+also|further\s+reading"
    r"|related(?:\s+(?:articles?|posts?|reading|stor(?:y|ies)))?"
)
_PREFIX = re.compile(rf"[\W_]*(?:{_SAYS})[\W_]*", re.IGNORECASE)
_PREFIXED = re.compile(
    rf"[\W_]*(?:{_SAYS})\s*[:–—>»→-]+\s*(?P<label>\S.*)", re.IGNORECASE | re.DOTALL
)


def rewrite_links(
    blocks: list[dict[str, Any]], find: Find, find_address: FindAddress | None = None
) -> bool:
    """Rewrite, in place, the links in finished blocks to addresses that `find` knows.

    `find` returns the page for an address (given without its fragment), or None for an address of
    somebody else. In rich text the link then names the page by its number. Where a number cannot
    stand (a list, a part of a page, HTML that was kept, the link of a picture, the source of a
    quotation), the address becomes what `find_address` says of the whole old one: it knows which
    parts are still there. Without it such links stay. A paragraph that is nothing but "Read also:
    <link>", an address of ours alone, and a card for one, become `read_also` blocks. Returns
    whether anything changed; twice is as once.
    """
    links = Links(find, find_address)
    changes = [_rewrite(blocks, at, links) for at in range(len(blocks))]
    return any(changes)


class Links:
    """Knows the new place of an old address."""

    def __init__(self, find: Find, find_address: FindAddress | None) -> None:
        self._find, self._find_address = find, find_address

    def page(self, address: str) -> int | None:
        """Return the page at an address, or None for a mere fragment and what is not ours."""
        bare = address.partition("#")[0].strip()
        return self._find(bare) if bare and not bare.startswith(("mailto:", "tel:")) else None

    def address(self, address: str) -> str:
        """Return the new address, or the old one if there is none."""
        bare = address.strip()
        if self._find_address is None or bare.startswith(("#", "mailto:", "tel:")):
            return address
        return self._find_address(address.strip()) or address

    def in_rich_text(self, html: str) -> str:
        return _LINK.sub(self._link, html)

    def in_html(self, html: str) -> str:
        return _LINK.sub(self._addressed, html)

    def _link(self, tag: re.Match[str]) -> str:
        address = unescape(tag[1])
        page = self.page(address)
        if page is None:
            return self._addressed(tag)
        if "#" in address.rstrip("#"):
            if self._find_address is None:
                return tag[0]
            # A page that is not public has no address, and its number leads there one day.
            if "#" in (self._find_address(address.strip()) or ""):
                return self._addressed(tag)
        return f'<a linktype="page" id="{page}">'

    def _addressed(self, tag: re.Match[str]) -> str:
        new = self.address(unescape(tag[1]))
        return tag[0].replace(f'href="{tag[1]}"', f'href="{escape(new)}"', 1)


def _rewrite(blocks: list[dict[str, Any]], at: int, links: Links) -> bool:
    block = blocks[at]
    card = _card(block, links)
    if card is None:
        changed = change_html(block, lambda html, _: links.in_rich_text(html))
        changed |= _rewrite_addresses(block, links)
        card = _read_also(block)
    if card is None:
        return changed
    blocks[at] = {**block, "type": "read_also", "value": card}
    return True


def _rewrite_addresses(block: dict[str, Any], links: Links) -> bool:
    """Rewrite the addresses that are fields of their own."""
    kind, value = block["type"], block["value"]
    fields = [(picture, "link") for picture in pictures(block)]
    if kind == "quotation":
        fields.append((value, "source_url"))
    changed = False
    for holder, name in fields:
        before = holder.get(name) or ""
        holder[name] = links.address(before) if before else before
        changed |= bool(holder[name] != before)
    if kind == "html" and value.get("html"):
        before = value["html"]
        value["html"] = links.in_html(before)
        changed |= bool(value["html"] != before)
    return changed


def _card(block: dict[str, Any], links: Links) -> dict[str, Any] | None:
    """Return the read-also card for what is nothing but the address of an article of ours."""
    kind, value = block["type"], block["value"]
    if kind == "embed":
        page = links.page(value.get("url") or "")
        return None if page is None else _value(page, value.get("title") or "")
    if kind == "read_also" and not value.get("article"):
        page = links.page(value.get("address") or "")
        return None if page is None else _value(page, value.get("label") or "")
    if kind == "paragraph" and not value.get("notes"):
        alone = _BARE_LINK.fullmatch((value.get("text") or "").strip())
        if alone and unescape(alone[1]) == unescape(alone[2]).strip():
            page = links.page(unescape(alone[1]))
            return None if page is None else _value(page, "")
    return None


def _read_also(block: dict[str, Any]) -> dict[str, Any] | None:
    """Return the card for a paragraph that says "Read also" and links to one article of ours."""
    value = block["value"]
    text = (value.get("text") or "").strip() if block["type"] == "paragraph" else ""
    found = _PAGE_LINK.search(text)
    if not found or value.get("notes") or len(_ANY_LINK.findall(text)) != 1:
        return None
    if text.count("<p") != 1 or "<li" in text:
        return None
    label = _plain(found[2])
    around = _plain(text[: found.start()]), _plain(text[found.end() :])
    if _PREFIX.fullmatch(around[0]) and not around[1].strip(" .»"):
        return _value(int(found[1]), label)
    inside = _PREFIXED.fullmatch(label)
    if inside and not "".join(around).strip(" .»>→"):
        return _value(int(found[1]), inside["label"].strip())
    return None


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html.replace("<br>", " "))).split())


def _value(page: int, label: str) -> dict[str, Any]:
    return {"article": page, "address": "", "label": label}
