"""What readers see of dossiers."""

from datetime import timedelta
from typing import Any

import pytest

from chronique.articles.models import Article
from chronique.dossiers.models import Change, Dossier, Standing
from tests.dossiers.factories import DAY, make_dossier, make_event
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


def test_it_tells_what_was_wrong_in_its_articles_and_in_no_others():
    def wrong(title: str, day: str, **fields: Any) -> Article:
        value = {"date": day, "kind": "correction", "text": "<p>Eleven, not ten.</p>"}
        fix = {"type": "correction", "value": value, "id": f"{title.lower()}-0000"}
        return make_article(title=title, corrections=[fix], **fields)

    parts = [wrong("First", "2026-04-02"), wrong("Draft", "2026-04-04", live=False)]
    wrong("Elsewhere", "2026-04-05")
    dossier = make_dossier(articles=[*parts, wrong("Second", "2026-04-03")])
    soup = page(dossier.path)
    assert texts(soup, "[aria-labelledby=corrections] h3") == ["Second", "First"]
    assert page(make_dossier().path).select("#corrections") == []


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


# -- What changed


def change(dossier: Dossier, kind: str, name: str, *, days: int, **fields: Any) -> Change:
    values = {
        "site": dossier.site, "dossier": dossier, "kind": kind, "number": 1, "name": name,
        "at": NOON + timedelta(days=days), "after": {"title": name}, **fields,
    }  # fmt: skip
    return Change.objects.create(**values)


def test_what_changed_is_told_by_the_day_in_words_and_what_is_there_is_linked():
    dossier = make_dossier()
    wall = make_event(dossiers=[dossier])
    change(dossier, "event", "The wall gives way", days=2, number=wall.pk)
    change(dossier, "source", "Minutes", days=2, number=999_999)
    change(
        dossier, "prediction", "It holds.", days=2, before={"outcome": ""}, after={"outcome": "no"}
    )
    change(
        dossier,
        "dossier",
        dossier.title,
        days=1,
        after={"state": "dormant"},
        before={"state": "open"},
    )
    change(dossier, "event", "Before readers saw it", days=-1)
    soup = page(dossier.path)
    assert texts(soup, ".changes > li > p") == ["March 16, 2026", "March 15, 2026"]
    assert texts(soup, ".changes li li") == [
        "A prediction was judged It holds.", "New source Minutes", "New event The wall gives way",
        "The dossier is dormant",
    ]  # fmt: skip
    assert [link["href"] for link in soup.select(".changes a")] == [f"/events/{wall.pk}/"]


def test_what_changed_since_a_part_is_a_list_of_its_own():
    early, late = make_article(title="Early"), make_article(title="Late")
    dossier = make_dossier(articles=[early, late])
    change(dossier, "event", "First", days=1)
    change(dossier, "part", "Late", days=2, number=late.pk)
    change(dossier, "event", "Second", days=3)
    since_late = page(f"{dossier.path}changes/since/2/")
    assert texts(since_late, ".changes li li") == ["New event Second"]
    assert len(texts(page(f"{dossier.path}changes/since/1/"), ".changes li li")) == 3
    assert texts(since_late, ".changes-since li") == ["Early", "Late"]
    page(f"{dossier.path}changes/since/3/", status=404)


def test_many_changes_are_paged():
    dossier = make_dossier()
    for number in range(101):
        change(dossier, "event", f"Event {number}", days=number + 1)
    first, second = page(f"{dossier.path}changes/"), page(f"{dossier.path}changes/page/2/")
    assert [len(texts(soup, ".changes li li")) for soup in (first, second)] == [100, 1]
    page(f"{dossier.path}changes/page/3/", status=404)


# -- On the article


def test_an_article_says_which_part_it_is_and_leads_on_in_the_dossier():
    first, second, third = (make_article(title=title) for title in ("First", "Second", "Third"))
    draft = make_article(live=False)
    dossier = make_dossier(articles=[first, draft, second, third])
    make_dossier("Hidden", articles=[second], public=False)
    soup = page(second.address)
    assert words(one(soup, ".colophon .in-dossier")) == f"Part 2 of {dossier.title}"
    around = one(soup, ".around .in-dossier")
    assert [link["href"] for link in around.select("a")] == [
        dossier.path, first.address, third.address,
    ]  # fmt: skip
    assert "Part 2 of 3" in words(around)
