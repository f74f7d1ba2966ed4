"""Pages come after the pages that they hang below, whatever the order of the export. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from chronique.exchange.wxr.reader import number
from chronique.exchange.wxr.records import Item

# Of text, in memory; beyond it a page comes in at the top and is moved later.
CHARACTERS = 16_000_000


class PageOrder:
    """Holds pages back until what they hang below has been handed out.

    `expected` are the numbers of all pages of the export: nothing waits for others.
    """

    def __init__(self, expected: set[str]) -> None:
        self.expected = expected
        self.out: set[str] = set()
        self.held: dict[str, list[Item]] = defaultdict(list)
        self.characters = 0

    def ready(self, item: Item) -> Iterator[Item]:
        """Yield what may come in now that this item was met: nothing, it, or it and more."""
        if self._waits(item):
            self.held[item.parent].append(item)
            self.characters += len(item.content)
            return
        yield item
        if item.type == "page":
            yield from self._released(item.id)

    def rest(self) -> Iterator[Item]:
        """Yield what hangs below itself: it waits for ever."""
        while self.held:
            parent = next(iter(self.held))
            for item in self.held.pop(parent):
                yield item
                yield from self._released(item.id)

    def _waits(self, item: Item) -> bool:
        if item.type != "page" or not number(item.parent) or self.characters > CHARACTERS:
            return False
        return item.parent in self.expected and item.parent not in self.out

    def _released(self, parent: str) -> Iterator[Item]:
        """Yield all that waited for a page, and for what waited for it, and so on."""
        waiting = [parent]
        while waiting:
            current = waiting.pop()
            self.out.add(current)
            for item in self.held.pop(current, []):
                self.characters -= len(item.content)
                yield item
                waiting.append(item.id)
