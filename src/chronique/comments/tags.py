"""What pages show of comments, by name; see `articles.tags`."""

from __future__ import annotations

# Any public comment, wherever it stands: the feed of all.
ALL = "all-comments"


def comments(page: int) -> str:
    """The comments of a page, and how many there are."""
    return f"comments:{page}"


def comment(number: int) -> str:
    """Whether there is one of that number, and where it stands."""
    return f"comment:{number}"


def likes(page: int) -> str:
    """How often a page and its comments are liked: forgotten once a minute at most."""
    return f"likes:{page}"


def discussion(site: int) -> str:
    """What the form says, and how long discussions are open."""
    return f"discussion:{site}"


def promises(site: int) -> str:
    """What readers are told of their data."""
    return f"promises:{site}"
