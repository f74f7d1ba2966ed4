"""What an article points at is noted when it appears, and can be asked from the other end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from chronique.articles import references
from chronique.articles.models import Article
from chronique.dossiers.actions.referring import settle_references
from chronique.dossiers.models import Reference
from chronique.front.events.reading import read_event
from chronique.front.sources.reading import read_source
from chronique.store.models import Forgotten
from tests.dossiers.factories import make_event, make_source
from tests.factories import make_article, make_static_page, paragraph, the_site

pytestmark = pytest.mark.django_db


class Plain:
    """A kind of which only the words are shown."""

    def __init__(self, name: str) -> None:
        self.name = name

    def fetch(self, ids: set[str]) -> Mapping[str, Any]:
        return {}

    def names(self, ids: set[str]) -> Iterable[str]:
        return []

    def render(self, thing: Any, words: str, language: str) -> str:
        return words


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("source", "event"):
        if name not in references._KINDS:
            monkeypatch.setitem(references._KINDS, name, Plain(name))


def pointing(*things: tuple[str, int]) -> dict[str, Any]:
    anchors = [f'<a linktype="{kind}" id="{number}">there</a>' for kind, number in things]
    return paragraph(f"<p>See {' and '.join(anchors)}.</p>")


def noted(article: Article) -> list[tuple[int | None, int | None]]:
    rows = Reference.objects.filter(article=article).order_by("rank")
    return list(rows.values_list("source", "event"))


def test_what_an_article_points_at_is_noted_once_in_order():
    minutes, wall = make_source(), make_event()
    article = make_article(
        body=[
            pointing(("source", minutes.pk), ("event", wall.pk)),
            pointing(("source", minutes.pk)),
        ]
    )
    assert noted(article) == [(minutes.pk, None), (None, wall.pk)]


def test_what_is_not_there_is_passed_over():
    assert noted(make_article(body=[pointing(("source", 999_999), ("event", 999_999))])) == []


def test_what_it_points_at_no_more_is_forgotten_with_the_pages_that_said_so():
    minutes, map_ = make_source(), make_source("A map")
    article = make_article(body=[pointing(("source", minutes.pk))])
    article.body = [pointing(("source", map_.pk))]
    before = set(Forgotten.objects.values_list("pk", flat=True))
    settle_references(article)
    assert noted(article) == [(map_.pk, None)]
    row = Forgotten.objects.exclude(pk__in=before).get()
    cited = {f"cited:source:{pk}" for pk in (minutes.pk, map_.pk)}
    assert set(row.tags.split()) == {*cited, f"cites:{article.pk}"}


def test_what_it_points_at_as_before_forgets_nothing():
    article = make_article(body=[pointing(("source", make_source().pk))])
    count = Forgotten.objects.count()
    settle_references(article)
    assert Forgotten.objects.count() == count


def test_an_article_that_points_at_nothing_forgets_nothing():
    article = make_article()
    count = Forgotten.objects.count()
    settle_references(article)
    assert Forgotten.objects.count() == count


def test_what_a_static_page_points_at_and_what_it_did_know_of_its_change():
    minutes, wall, map_ = make_source(), make_event(), make_source("A map")
    page = make_static_page("About us")
    page.body = [pointing(("source", minutes.pk), ("event", wall.pk))]
    page.save_revision().publish()
    shown = read_source(minutes).names & read_event(the_site(), wall.pk).names
    Forgotten.objects.all().delete()
    page.body = [pointing(("source", map_.pk))]
    page.save_revision().publish()
    gone = {tag for row in Forgotten.objects.all() for tag in row.tags.split()}
    # Those that name it no more know by its words.
    assert f"cited:source:{map_.pk}" in gone and shown & gone
