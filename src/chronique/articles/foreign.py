"""What would make a reader's device ask another host becomes a link that the reader may follow."""

import re
from html import escape, unescape

TAG = re.compile(r"<(img|source|track|audio|video)\b([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'\b(src|poster|alt)="([^"]*)"')
SRCSET = re.compile(r'\ssrcset="[^"]*"')


def unplug(html: str) -> str:
    """Return cleaned HTML in which nothing is loaded from elsewhere. Own addresses begin with one
    /.
    """
    return TAG.sub(_unplugged, SRCSET.sub("", html))


def _unplugged(match: re.Match[str]) -> str:
    name, attributes = match[1].lower(), dict(ATTRIBUTE.findall(match[2]))
    address = unescape(attributes.get("src", ""))
    foreign = bool(address) and not is_own(address)
    if name == "img":
        label = attributes.get("alt") or escape(address)
        return f'<a href="{escape(address)}">{label}</a>' if foreign else match[0]
    if name in ("source", "track"):
        return "" if foreign else match[0]
    if foreign or not is_own(unescape(attributes.get("poster", "/"))):
        link = f'<a href="{escape(address)}">{escape(address)}</a>' if foreign else ""
        return f"<{name} controls>{link}"
    return match[0]


def is_own(address: str) -> bool:
    return address.startswith("/") and not address.startswith(("//", "/\\"))
