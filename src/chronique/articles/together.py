"""What several threads ask of the database at one moment is written in one transaction.

To write down that a transaction is there for good takes longer than all that stands in it. While
one is being written, the others who come wait; the next one takes along all that have come.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import Error, connection, transaction

Asked = TypeVar("Asked")
Done = TypeVar("Done")


class _Waiting(Generic[Asked, Done]):
    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.done: list[Done] = []
        self.error: Error | None = None

    @property
    def is_over(self) -> bool:
        return bool(self.done) or self.error is not None


class Together(Generic[Asked, Done]):
    """`Together(write, order=…).ask(what)`: what `write(what)` returns, once it is there for good.

    Written in the order of `order`, so that two who write at one moment wait for each other and not
    in a circle. Where the database refuses one of several, each is done by itself.
    """

    def __init__(
        self, write: Callable[[Asked], Done], *, order: Callable[[Asked], tuple[str, ...]]
    ) -> None:
        self._write, self._order = write, order
        self._waiting: deque[_Waiting[Asked, Done]] = deque()
        self._turn = threading.Lock()

    def ask(self, asked: Asked) -> Done:
        if connection.in_atomic_block:
            return self._write(asked)
        mine: _Waiting[Asked, Done] = _Waiting(asked)
        self._waiting.append(mine)
        with self._turn:
            if not mine.is_over:
                several = self._all_who_wait()
                try:
                    self._do(several)
                finally:
                    # After a bug, which is ours to raise, the others are still to be done.
                    left = [one for one in several if one is not mine and not one.is_over]
                    self._waiting.extend(left)
        if mine.error is not None:
            raise mine.error
        return mine.done[0]

    def _all_who_wait(self) -> list[_Waiting[Asked, Done]]:
        # One by one: meanwhile others come, and wait for the next turn or are taken along.
        several = []
        while self._waiting:
            several.append(self._waiting.popleft())
        return several

    def _do(self, several: list[_Waiting[Asked, Done]]) -> None:
        several.sort(key=lambda one: self._order(one.asked))
        try:
            with transaction.atomic():
                done = [self._write(one.asked) for one in several]
        except Error as error:
            if len(several) == 1:
                several[0].error = error
                return
            for one in several:
                self._do([one])
        else:
            for one, result in zip(several, done, strict=True):
                one.done.append(result)
