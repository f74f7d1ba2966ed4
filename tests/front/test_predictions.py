"""What readers see of predictions: the list, one with its history, somebody's record."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Publication
from chronique.dossiers.actions.judging import resolve
from chronique.dossiers.actions.revising import change_probability, reword
from chronique.dossiers.models import Prediction
from chronique.dossiers.records import record_of
from chronique.front.predictions.drawings import of_calibration
from tests.dossiers.given import FAR, TODAY, draft_prediction, judged, make_prediction
from tests.factories import NOON, make_article, make_author, the_site
from tests.front.given import count_queries, one, page, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
DAY = timedelta(days=1)


def test_the_list_has_what_is_due_then_what_is_open_then_what_is_judged():
    author = make_author()
    draft_prediction(author, statement="Nobody sees this.")
    later = make_prediction(author, statement="Later.", due_on=FAR)
    sooner = make_prediction(author, statement="Sooner.", due_on=FAR - DAY)
    due = make_prediction(author, statement="Now.")
    done = judged("no", author, statement="Over.")
    found = page("/predictions/")
    assert texts(found, ".rule-heading") == ["To be judged now", "Still open", "Judged"]
    links = [link["href"] for link in found.select(".foretold-what a")]
    assert links == [each.path for each in (due, sooner, later, done)]
    assert "It did not come true" in words(one(found, ".is-no"))
    assert texts(found, ".chance b") == ["70%"] * 4


def test_a_list_of_many_has_pages_and_few_questions():
    author = make_author()
    make_prediction(author, due_on=FAR)
    few = count_queries("/predictions/")
    for _each in range(31):
        make_prediction(author, due_on=FAR)
    assert count_queries("/predictions/") == few
    assert len(page("/predictions/page/2/").select(".foretold-one")) == 2
    page("/predictions/page/3/", status=404)
    page("/predictions/page/0/", status=404)


def test_a_prediction_is_shown_with_all_that_it_ever_said():
    row = make_prediction(statement="It will rain.", due_on=TODAY + 30 * DAY)
    change_probability(
        prediction=row, probability=Decimal("0.125"), why="Clouds.", on=TODAY, now=NOON + DAY / 2
    )
    reword(
        prediction=row, statement="It will pour.", criterion="20 mm.", due_on=row.due_on,
        why="Drizzle is not meant.", now=NOON + DAY,
    )  # fmt: skip
    resolve(prediction=row, outcome="yes", on=TODAY + 2 * DAY, reason="Wrong.", now=NOON + 3 * DAY)
    resolve(prediction=row, outcome="no", on=TODAY + 2 * DAY, reason="Dry.", now=NOON + 4 * DAY)
    found = page(row.path)
    assert words(one(found, "h1")) == "It will pour."
    assert words(one(found, ".stand .chance b")) == "12.5%"
    steps = " | ".join(texts(found, ".step"))
    for said in ("70%", "Clouds.", "It will rain.", "Drizzle is not meant.", "Wrong.", "Dry."):
        assert said in steps
    assert "Written down here on" in steps
    stands = words(one(found, ".stand-words"))
    assert "It did not come true." in stands and "judged without a source" in stands
    assert "0.016" in stands


def test_a_line_is_drawn_where_the_chance_changed():
    row = make_prediction(due_on=TODAY + 10 * DAY)
    assert not page(row.path).select(".steps-line")
    change_probability(prediction=row, probability=Decimal("1"), why="Sure.", now=NOON + 5 * DAY)
    assert one(page(row.path), ".plot-line")["d"] == "M56 48H224V12H392"


def test_a_draft_and_what_is_nowhere_are_not_found():
    page(draft_prediction().path, status=404)
    page("/predictions/999/", status=404)


def test_what_was_written_down_after_its_day_says_so():
    row = make_prediction(made_on=TODAY - 99 * DAY, due_on=TODAY - 9 * DAY)
    assert "was not foretold" in words(one(page(row.path), ".stand-words"))
    assert "was not foretold" not in words(one(page(make_prediction().path), ".stand-words"))


def test_links_lead_only_to_what_is_public():
    article = make_article(title="Rain")
    row = make_prediction(article=article)
    assert "Rain" in words(one(page(row.path), ".foretold-about"))
    article.unpublish()
    assert "Rain" not in words(one(page(row.path), ".foretold-about"))


def test_an_article_shows_what_it_predicts_and_loads_its_sheet_only_then():
    article = make_article()
    sheet = 'link[href*="predictions.css"]'
    before = count_queries(article.address)
    assert not page(article.address).select(sheet)
    for _each in range(3):
        make_prediction(article=article)
    found = page(article.address)
    assert len(found.select(".foretold-here .foretold-one")) == 3 and found.select(sheet)
    assert count_queries(article.address) == before


def test_a_prediction_in_two_languages_is_told_once_and_leads_to_the_other():
    first = make_prediction(due_on=FAR)
    second = make_prediction(
        first.author, due_on=FAR, language="fr", statement="Il pleuvra.", translation_of=first
    )
    assert texts(page("/predictions/"), ".foretold-what") == [first.statement]
    Publication.objects.update(language="fr")
    assert texts(page("/predictions/"), ".foretold-what") == ["Il pleuvra."]
    assert second.path in [link["href"] for link in page(first.path).select("[hreflang]")]


def record(*outcomes: tuple[str, str]) -> Any:
    author = make_author()
    for chance, outcome in outcomes:
        judged(outcome, author, probability=Decimal(chance))
    return author


def test_a_record_has_the_score_beside_what_it_is_compared_with():
    author = record(("0.9", "yes"), ("0.8", "no"), ("0.2", "no"), ("0.5", "void"))
    make_prediction(author, due_on=FAR)
    found = page(f"{author.path}record/")
    assert texts(found, ".tally dd") == ["1", "2", "1", "0", "1"]
    scores = texts(found, ".score-table td")[:3]
    assert scores == ["0.230", "0.222", "0.250"]
    assert "Only 3 predictions have been judged" in words(one(found, ".few"))
    assert texts(found, ".calibration tbody th") == ["20% – 40%", "80% – 100%"]
    assert len(found.select(".foretold-one")) == 5
    assert texts(page(author.path), ".author-site a") == ["Record of predictions"]


def test_a_record_asks_as_much_for_many_as_for_few():
    author = record(("0.9", "yes"), ("0.8", "no"))
    few = count_queries(f"{author.path}record/")
    for _each in range(10):
        judged("yes", author)
    assert count_queries(f"{author.path}record/") == few


def test_a_record_counts_a_prediction_once_and_says_what_was_told_afterwards():
    author = record(("0.9", "yes"))
    row = Prediction.objects.get()
    make_prediction(author, language="fr", translation_of=row)
    judged("yes", author, due_on=TODAY - DAY)
    found = record_of(author, the_site(), TODAY)
    assert (found.total, found.came_true, found.afterwards) == (2, 2, 1)
    assert "1 of them was written down here" in words(one(page(f"{author.path}record/"), "main"))


def test_somebody_who_predicted_nothing_has_an_empty_record():
    author = make_author()
    assert "Nothing has been predicted yet." in words(one(page(f"{author.path}record/"), "main"))
    assert "Record" not in words(one(page(author.path), ".author-head"))
    page("/author/nobody/record/", status=404)


def test_marks_of_the_drawing_lie_where_the_numbers_say():
    author = record(("1", "yes"), ("0", "no"))
    low, high = of_calibration(record_of(author, the_site(), TODAY).groups)
    assert (low.x, low.y, low.low) == (56, 312, 312)
    assert (high.x, high.y, high.high) == (356, 12, 12)
    assert low.high < low.low and high.high < high.low


def test_pages_are_kept_until_another_day():
    row = make_prediction(due_on=timezone.localdate() + DAY)
    client = Client()
    for path in ("/predictions/", row.path, f"{row.author.path}record/"):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405
