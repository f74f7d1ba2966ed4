"""What kept pages show of newsletters, by name; see `articles.tags`."""

from __future__ import annotations


def newsletters(site: int) -> str:
    """Which newsletters readers are offered, and what is said of them."""
    return f"newsletters:{site}"
