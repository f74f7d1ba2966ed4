"""Where a comment stands, said without a database."""

import re
from urllib.parse import urlsplit

# What an address may hold so that every browser and checker reads it alike.
_PLAIN_ADDRESS = re.compile(r"""https?://[^\s<>"\\^`{|}\x00-\x1f\x7f]+""", re.IGNORECASE)


def anchor(pk: int, old_number: str) -> str:
    """Return the id of a comment in its page, WordPress's own when it came from there."""
    kept = old_number.isascii() and old_number.isalnum()
    return f"comment-{old_number}" if kept else f"c{pk}"


def web_address(given: str) -> str:
    """Return the address that somebody gave as theirs; "" unless it is a plain http(s) one."""
    address = given.strip()
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return ""
    if not _PLAIN_ADDRESS.fullmatch(address) or not host or "@" in parts.netloc:
        return ""
    return address


class Pages:
    """Tells threads, in order, on which page each stands.

    A page is full once `per_page` comments stand on it; the thread that fills it stays whole. No
    page is empty, and only the last thread of a page can be longer than `per_page`.
    """

    def __init__(self, per_page: int) -> None:
        self.per_page = per_page
        self.before = 0

    def place(self, size: int) -> int:
        """Return the page, from 1, of the next thread, which has `size` comments."""
        page = self.before // self.per_page + 1
        # A long thread counts for one page at most, so that no page is left without a thread.
        self.before += min(size, self.per_page)
        return page
