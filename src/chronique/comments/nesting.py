"""Which comment stands under which: nested lists, told to a template without recursion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils import timezone

from chronique.comments.models import Comment
from chronique.comments.rules import LEVELS, is_editable, thread_path
from chronique.text import html, typography
from chronique.text.memory import remembered


@dataclass
class Node:
    """A comment in its place. A template writes the nested lists from `opens` and `closes`."""

    comment: Comment
    language: str
    # From 1 to LEVELS.
    level: int = 1
    # Whether it was written in this browser.
    is_mine: bool = False
    # Whether its reader likes it.
    is_liked: bool = False
    # Whether a proof is asked for that a person wrote it.
    is_asked: bool = False
    # What it answers, if readers may see that.
    answered: Comment | None = None
    # Whether the nesting does not show what it answers.
    is_apart: bool = False
    # Begins a list within the comment before it.
    opens: bool = False
    # Is followed by one within it.
    has_replies: bool = False
    # One for each list that ends with it.
    closes: range = range(0)
    # Is the last of its thread on this page.
    ends_thread: bool = False
    # Where its thread goes on, when it is the last before the cut; and how many more there are.
    continues: str = ""
    more: int = 0
    # How many answers stand on a page of its own, and further down.
    beneath: int = 0

    @property
    def is_held(self) -> bool:
        return self.comment.seems_held

    @property
    def is_editable(self) -> bool:
        return is_editable(self.comment.written_at, timezone.now())

    @property
    def is_removed(self) -> bool:
        return self.comment.state == Comment.State.REMOVED

    @property
    def is_seen(self) -> bool:
        """Whether there is something to show; if not, it only leads to what answers it."""
        return self.comment.is_public or self.is_removed or (self.is_held and self.is_mine)

    @property
    def branch(self) -> str:
        """The address of its own page."""
        return thread_path(self.comment.pk)

    @property
    def html(self) -> str:
        return words_of(self.comment, self.language)


def nest(
    rows: Sequence[Comment], *, tops: Iterable[int], language: str, mine: Container[int] = (),
    beneath: Mapping[int, int] | None = None,
) -> list[Node]:  # fmt: skip
    """Return what is shown of `rows` thread by thread, each under what it answers.

    `rows` are in order of time, with their `parent`. Shown are public comments, held ones of
    `mine`, and, without its words, what was removed by its writer after it was answered. Among the
    rows may be others that readers may not see: what answers those stands under the nearest one
    above that is shown. `beneath` tells of comments with a page of their own how many answers are
    there: their nodes lead to it, also of those that readers may not see. Data may hold circles.
    """
    beneath = beneath or {}
    shown = _shown(rows, mine, beneath)
    threads: dict[int, list[Comment]] = {top: [] for top in tops}
    for row in rows:
        if row.pk in shown and not row.is_mention:
            threads.setdefault(row.top, []).append(row)
    known = {row.pk: row for row in rows}
    nodes: list[Node] = []
    for comments in threads.values():
        nodes += [
            _node(comment, depth, language, mine, beneath)
            for comment, depth in _walk(comments, known, shown)
        ]
        if comments:
            nodes[-1].ends_thread = True
    _join(nodes)
    return nodes


def words_of(comment: Comment, language: str) -> str:
    """Return its text as a page shows it: cleaned when it came in, and typeset now."""
    return typeset(comment.html, language)


@remembered
def typeset(cleaned: str, language: str) -> str:
    return html.safe(typography.typeset_html(cleaned, language))


def _shown(rows: Sequence[Comment], mine: Container[int], beneath: Container[int]) -> set[int]:
    """Return the numbers of those that a page shows, or of which it shows that they were there."""
    known = {row.pk: row for row in rows}
    shown = {
        row.pk
        for row in rows
        if row.is_public or (row.seems_held and row.pk in mine) or row.pk in beneath
    }
    passed: set[int] = set()
    for row in rows:
        above = known.get(row.parent_id or 0) if row.pk in shown else None
        while above and above.pk not in passed:
            passed.add(above.pk)
            if above.state == above.State.REMOVED:
                shown.add(above.pk)
            above = known.get(above.parent_id or 0)
    return shown


def _walk(
    comments: list[Comment], known: dict[int, Comment], shown: set[int]
) -> Iterator[tuple[Comment, int]]:
    """Yield one thread's comments with their depth, from 1, each before what answers it."""
    under: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        under[_holder(comment, known, shown)].append(comment)
    seen: set[int] = set()
    # Comments in a circle, or under one of another thread: the earliest of them begins.
    for first in [*under[None], *comments]:
        waiting = [(first, 1)]
        while waiting:
            comment, depth = waiting.pop()
            if comment.pk in seen:
                continue
            seen.add(comment.pk)
            yield comment, depth
            waiting += [(reply, depth + 1) for reply in reversed(under[comment.pk])]


def _holder(comment: Comment, known: dict[int, Comment], shown: set[int]) -> int | None:
    """Return the number of the nearest comment above that is shown, if it is on this page."""
    seen = {comment.pk}
    above = known.get(comment.parent_id or 0)
    while above and above.pk not in shown and above.pk not in seen:
        seen.add(above.pk)
        above = known.get(above.parent_id or 0)
    return above.pk if above and above.pk in shown and not above.is_mention else None


def _node(
    comment: Comment, depth: int, language: str, mine: Container[int], beneath: Mapping[int, int]
) -> Node:
    parent = comment.parent
    is_told = parent and parent.is_public and parent.page_id == comment.page_id
    return Node(
        comment,
        language,
        level=min(depth, LEVELS),
        is_mine=comment.pk in mine,
        answered=parent if is_told else None,
        is_apart=depth == 1 or depth > LEVELS,
        beneath=beneath.get(comment.pk, 0),
    )


def _join(nodes: list[Node]) -> None:
    """Say where lists open and close."""
    for node, following in pairwise(nodes):
        if following.level > node.level:
            node.has_replies = following.opens = True
        else:
            node.closes = range(node.level - following.level)
    if nodes:
        nodes[-1].closes = range(nodes[-1].level - 1)
