"""What pages show of comments, by name; see `articles.tags`."""

from __future__ import annotations

# Any public comment, wherever it stands: the feed of all.
ALL = "all-comments"


def comments(page: int) -> str:
    """The comments of a page, and how many there are."""
    return f"comments:{page}"


def thread(top: int) -> str:
    """One thread, by the number of its topmost comment."""
    return f"thread:{top}"


def takes(page: int) -> str:
    """Whether readers may comment on a page."""
    return f"takes:{page}"


def comment(number: int) -> str:
    """Whether there is one of that number, and where it stands."""
    return f"comment:{number}"


def likes(page: int) -> str:
    """How often a page is liked: forgotten once a minute at most."""
    return f"likes:{page}"


def likes_of_comments(page: int) -> str:
    """How often its comments are, likewise."""
    return f"comment-likes:{page}"


def discussion(site: int) -> str:
    """How long discussions are open."""
    return f"discussion:{site}"


def rules(site: int) -> str:
    """What the form says."""
    return f"rules:{site}"


def promises(site: int) -> str:
    """What readers are told of their data."""
    return f"promises:{site}"
