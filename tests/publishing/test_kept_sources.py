"""Kept pages that show a source are made anew when it changes, comes, or goes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from chronique.articles.models import Article, Publication
from chronique.dossiers.actions import links
from chronique.dossiers.actions.evidence import add_evidence
from chronique.dossiers.actions.links import look_at_link
from chronique.dossiers.actions.sources import delete_source, save_source
from chronique.dossiers.models import Dossier, Source
from chronique.publishing import announce
from chronique.store.models import Forgotten
from chronique.store.shown import IN_ENVIRON, Shown
from tests.base.test_http import HERE
from tests.dossiers.factories import make_dossier, make_event, make_source
from tests.factories import NOON, make_article, paragraph

pytestmark = pytest.mark.django_db


class Stage:
    """An article and a dossier that rest on a source, and all pages that show it."""

    def __init__(self) -> None:
        self.source = make_source("Minutes", url="http://127.0.0.1:9/")
        self.article = make_article(body=[self.citing(self.source)])
        self.dossier = make_dossier(articles=[self.article])
        self.other = make_dossier()
        at, of = self.article.address, self.dossier.path
        self.showing = [at, "/feed/", of, f"{of}sources/", self.source.path]
        self.files = [f"{base}sources.ris" for base in (at, of, self.source.path)]

    def citing(self, source: Source) -> dict[str, object]:
        return paragraph(f'<p><a linktype="source" id="{source.pk}">So</a></p>')

    def names(self, path: str) -> set[str]:
        shown = Shown()
        environ: dict[str, Any] = {IN_ENVIRON: shown}
        assert Client().get(path, **environ).status_code == 200
        assert shown.tags
        return shown.tags

    def not_forgotten(self, paths: list[str], change: Callable[[], object]) -> list[str]:
        """Return the pages that a change leaves as they were."""
        named = {path: self.names(path) for path in paths}
        Forgotten.objects.all().delete()
        change()
        gone = {tag for row in Forgotten.objects.all() for tag in row.tags.split()}
        return [path for path, names in named.items() if not names & gone]


@pytest.fixture
def stage(publication: Publication) -> Stage:
    return Stage()


def test_all_that_shows_a_source_is_made_anew_when_it_changes(stage: Stage):
    stage.source.title = "Minutes of March"
    pages = [*stage.showing, *stage.files]
    assert stage.not_forgotten(pages, lambda: save_source(source=stage.source, now=NOON)) == []


def test_other_pages_stay_as_they_are(stage: Stage):
    others = ["/reliability/", make_article().address, stage.other.path]
    assert stage.not_forgotten(others, lambda: save_source(source=stage.source, now=NOON)) == others


def test_all_that_shows_a_source_is_made_anew_when_it_is_gone(stage: Stage, monkeypatch):
    monkeypatch.setattr(links, "PRIVATE_HOSTS", HERE)
    Source.objects.update(gone_why="its host does not answer")
    stage.source.refresh_from_db()
    assert stage.not_forgotten(stage.showing, lambda: look_at_link(stage.source, now=NOON)) == []


def test_lists_are_made_anew_when_a_dossier_names_another_source(stage: Stage):
    another = make_source("A letter")
    of: Dossier = stage.dossier
    pages = [of.path, f"{of.path}sources/", f"{of.path}sources.bib"]

    def change() -> None:
        save_source(source=another, now=NOON, dossiers=[of])

    assert stage.not_forgotten(pages, change) == []


def test_cards_and_lists_are_made_anew_when_an_article_cites_another_source(stage: Stage):
    another = make_source("A letter", dossiers=[stage.other])
    of, article = stage.dossier, Article.objects.get(pk=stage.article.pk)
    pages = [another.path, stage.source.path, of.path, f"{of.path}sources/",
             f"{article.address}sources.ris"]  # fmt: skip

    def change() -> None:
        article.body = [stage.citing(another)]
        article.save()
        announce.went_public(article)

    assert stage.not_forgotten(pages, change) == []


def test_a_card_is_made_anew_when_an_article_that_cites_it_goes(stage: Stage):
    article = Page.objects.get(pk=stage.article.pk).specific
    assert stage.not_forgotten([stage.source.path], article.unpublish) == []


def test_a_card_is_made_anew_when_the_source_is_deleted(stage: Stage):
    alone = make_source("A letter", dossiers=[stage.other])
    path = alone.path
    names = stage.names(path)

    def change() -> None:
        alone.listings.all().delete()
        delete_source(alone, now=NOON)

    change()
    gone = {tag for row in Forgotten.objects.filter(entirely=True) for tag in row.tags.split()}
    assert names & gone


@pytest.mark.parametrize("path", ["", "sources.ris"])
def test_that_there_is_no_card_is_forgotten_when_an_event_of_it_weighs(
    publication: Publication, path: str
) -> None:
    source = make_source("Minutes")
    event, dossier, shown = make_event(sources=[source]), make_dossier(), Shown()
    environ: dict[str, Any] = {IN_ENVIRON: shown}
    assert Client().get(f"{source.path}{path}", **environ).status_code == 404
    Forgotten.objects.all().delete()
    add_evidence(dossier=dossier, event=event, now=NOON)
    gone = {tag for row in Forgotten.objects.all() for tag in row.tags.split()}
    assert shown.tags & gone
    assert Client().get(f"{source.path}{path}").status_code == 200
