"""How Wagtail stores lists inside blocks."""

from typing import Any


def items(raw: Any) -> list[Any]:
    """Return the values of a stored list, in either of the two forms that Wagtail has used."""
    return [item["value"] if _is_wrapped(item) else item for item in raw or []]


def _is_wrapped(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item
