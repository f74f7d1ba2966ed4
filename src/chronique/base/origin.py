"""Where a request comes from: which page sent it, and which network."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit


def is_from_elsewhere(headers: Mapping[str, str], *, host: str) -> bool:
    """Whether a page of another site made the browser send this.

    Browsers say so themselves, in one of two ways; what says neither is no browser that could be
    made to send something. Source: Fetch Metadata Request Headers (W3C), RFC 6454.
    """
    site = headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in ("same-origin", "none")
    origin = headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc.lower() != host.lower()


def address_of(meta: Mapping[str, str], *, trusted_proxies: int) -> str:
    """Return the address of whoever asks: of so many proxies in front each adds one on the right.

    What stands further left was written by the asker, and is not believed.
    """
    peer = meta.get("REMOTE_ADDR", "")
    if not trusted_proxies:
        return peer
    passed = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    way = [part for part in passed if part]
    return way[-trusted_proxies] if len(way) >= trusted_proxies else peer


def network_of(address: str) -> str:
    """Return what one household has: an IPv4 address, the first 64 bits of IPv6; "" for others."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)
