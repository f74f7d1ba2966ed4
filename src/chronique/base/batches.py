"""A stream in pieces: itertools' own `batched` came with Python 3.12."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    stream = iter(things)
    while batch := list(islice(stream, size)):
        yield batch
