"""What articles said before, as readers see it: a version, a list of them, what changed in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from chronique.articles import showing
from chronique.articles.body import Body, render_body
from chronique.articles.corrections import as_blocks, render_corrections
from chronique.articles.models import Article, Edition, Picture
from chronique.articles.pieces import pieces_of
from chronique.articles.shelf import Shelf, Wanted
from chronique.text.differences import Passage, State, compare

# So many passages that did not change are folded away.
FOLDED = 2


@dataclass
class Around:
    """An edition among those of its article."""

    edition: Edition
    newest: int
    # When readers saw another text, and the neighbours.
    previous: Edition | None = None
    next: Edition | None = None

    @property
    def is_newest(self) -> bool:
        return self.edition.number == self.newest


def around(edition: Edition) -> Around:
    own = Edition.objects.filter(article=edition.article_id).without_words()
    near = own.filter(number__in=[edition.number - 1, edition.number + 1])
    found = {one.number: one for one in near}
    last = own.order_by("-number").values_list("number", flat=True).first()
    return Around(
        edition, last or 0, found.get(edition.number - 1), found.get(edition.number + 1)
    )  # fmt: skip


@dataclass
class Version:
    """An edition as it is read."""

    body: Body
    lead: Picture | None = None
    corrections: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def read_edition(edition: Edition) -> Version:
    corrections = as_blocks(edition.corrections)
    wanted = Wanted().look([*edition.body, *corrections])
    if picture := edition.lead.get("picture"):
        wanted.pictures.add(picture)
    shelf = Shelf(wanted)
    return Version(
        render_body(edition.body, language=edition.language, shelf=shelf),
        shelf.picture(picture),
        render_corrections(corrections, language=edition.language, shelf=shelf),
        showing.of_body(wanted),
    )


@dataclass
class Group:
    """Editions that follow each other; minor ones are folded away."""

    editions: list[Edition]
    is_minor: bool


def grouped(article: Article) -> list[Group]:
    """Return all editions of an article, the newest first, without their words."""
    rows = Edition.objects.filter(article=article).without_words().order_by("-number")
    return [Group(list(some), is_minor) for is_minor, some in groupby(rows, _is_folded)]


def _is_folded(edition: Edition) -> bool:
    return edition.is_minor and not edition.is_withdrawn


@dataclass
class Stretch:
    """Passages that follow each other, folded away where nothing changed in several."""

    passages: list[Passage]
    is_folded: bool = False


def changes_in(edition: Edition, before: Edition) -> list[Stretch]:
    """Return what became different since an edition before."""
    return list(_stretches(compare(pieces_of(before), pieces_of(edition))))


def _stretches(passages: Iterable[Passage]) -> Iterator[Stretch]:
    for is_same, some in groupby(passages, lambda one: one.state == State.SAME):
        stretch = list(some)
        yield Stretch(stretch, is_same and len(stretch) >= FOLDED)
