"""Every address has a name of its own."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver


def names(resolver: Any, space: str = "") -> Iterator[str]:
    """Give the names of our own addresses, and of what stands among them."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name and str(one.lookup_str).startswith("chronique."):
            yield f"{space}{one.name}"


def test_no_two_addresses_share_a_name():
    # A link would lead to the one that comes last, at the desk to a page of readers.
    often = Counter(names(get_resolver()))
    assert [name for name, count in often.items() if count > 1] == []
