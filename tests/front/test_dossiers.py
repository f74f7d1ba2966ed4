"""What readers see of dossiers."""

import pytest

from chronique.dossiers.models import Standing
from tests.dossiers.factories import DAY, make_dossier
from tests.factories import NOON, make_article
from tests.front.given import count_queries, one, page, texts, words

pytestmark = pytest.mark.django_db


def test_a_dossier_says_what_it_asks_and_where_it_stands():
    dossier = make_dossier(question="Who pays?", standing="<p>The town does.</p>", slug="sea-wall")
    Standing.objects.create(
        dossier=dossier, on=DAY.replace(day=1), text="<p>Nobody does.</p>", made_at=NOON
    )
    soup = page("/dossiers/sea-wall/")
    assert words(one(soup, "h1")) == "Who pays for the sea wall?"
    assert words(one(soup, ".dossier-state")) == "open"
    assert words(one(soup, ".dossier-head .dossier-question")) == "Who pays?"
    assert words(one(soup, ".dossier-standing > .dossier-words")) == "The town does."
    assert "Nobody does." in words(one(soup, "details.dossier-earlier"))


def test_a_draft_is_nowhere():
    make_dossier(public=False, slug="later")
    page("/dossiers/later/", status=404)
    assert texts(page("/dossiers/"), ".card-title") == []


def test_its_articles_stand_in_order_and_count_from_one_without_those_to_come():
    second, first = make_article(title="Second"), make_article(title="First")
    draft = make_article(title="Draft", live=False)
    dossier = make_dossier(articles=[first, draft, second])
    soup = page(dossier.path)
    assert texts(soup, ".dossier-part h3") == ["First", "Second"]
    assert [part["value"] for part in soup.select(".dossier-part")] == ["1", "2"]


def test_all_dossiers_are_listed_by_how_they_stand():
    make_dossier("Closed one", state="closed", closed_on=DAY, answer="<p>Yes.</p>")
    make_dossier("Open one", articles=[make_article(), make_article()])
    soup = page("/dossiers/")
    assert texts(soup, ".dossiers h2") == ["Open", "Closed"]
    assert texts(soup, ".card-title") == ["Open one", "Closed one"]
    assert "2 articles" in words(one(soup, "[aria-labelledby=open] .card-facts"))


def test_a_closed_dossier_gives_its_answer_and_an_open_one_none():
    closed = make_dossier(state="closed", closed_on=DAY, answer="<p>The town pays.</p>")
    again = make_dossier(answer="<p>The town pays.</p>")
    assert words(one(page(closed.path), ".dossier-answer .dossier-words")) == "The town pays."
    assert page(again.path).select(".dossier-answer") == []


def test_the_number_of_queries_does_not_grow():
    small = make_dossier(articles=[make_article()], standing="<p>So.</p>")
    large = make_dossier(articles=[make_article() for _ in range(7)], standing="<p>So.</p>")
    assert count_queries(small.path) == count_queries(large.path)
