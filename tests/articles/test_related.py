"""Which articles a reader is led to next. The same on SQLite and PostgreSQL."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from chronique.articles import jobs
from chronique.articles import related as relating
from chronique.articles.actions import make_site
from chronique.articles.jobs import index_and_relate_all, relate_articles
from chronique.articles.models import Article, Home, Link, SearchEntry
from chronique.articles.related import relate_article, relate_neighbours
from chronique.articles.search import index_page
from tests.factories import NOON, make_article, make_section, paragraph, the_site

pytestmark = pytest.mark.usefixtures("publication")

TIDES = "The tidal barrage turns its turbines at every ebb; silt and lagoons follow."
BEES = "Beekeepers count hives after winter; pesticides and mites empty them."
RAIL = "Night trains need sleeping cars, paths across borders and patient ministers."


def article(title: str, text: str = "", **fields: Any) -> Article:
    """An article known to the search, of which nobody thought yet what it leads to."""
    made = make_article(
        title=title, standfirst="", body=[paragraph(f"<p>{text}</p>")], announced=False, **fields
    )
    index_page(made)
    return made


def related(source: Article, **options: Any) -> list[str]:
    relate_article(source, **options)
    return kept(source)


def kept(source: Article) -> list[str]:
    links = Link.objects.filter(source=source, kind=Link.Kind.RELATED).order_by("rank")
    return list(links.values_list("target__title", flat=True))


def fill(number: int = 8) -> None:
    """Articles about something else, so that words can be rare."""
    for n in range(number):
        article(f"Filler {n}", f"Nothing{n} to see{n} here{n}.", language="de")


def test_the_same_words_lead_to_each_other_without_tags_or_section() -> None:
    fill()
    first, second = article("Barrage", TIDES), article("Estuary", TIDES)
    article("Hives", BEES)
    assert related(first) == ["Estuary"]
    assert related(second) == ["Barrage"]


def test_words_are_compared_by_their_stems_also_in_french() -> None:
    fill()
    first = article(
        "Barrage", "Les éoliennes menacent les chauves-souris migratrices.", language="fr"
    )
    article("Vent", "Une éolienne, une chauve-souris migratrice, la menace.", language="fr")
    article("Ruches", "Les abeilles hivernent.", language="fr")
    assert related(first) == ["Vent"]


def test_a_rare_tag_outweighs_a_frequent_one() -> None:
    for n in range(6):
        article(f"Also frequent {n}", tags=["frequent"])
    article("Rare", tags=["rare"], first_published_at=NOON - timedelta(days=900))
    source = article("Source", tags=["rare", "frequent"])
    assert related(source)[0] == "Rare"
    assert len(kept(source)) == 4


def test_a_shared_tag_counts_more_than_the_section_and_that_more_than_a_word() -> None:
    fill()
    section = make_section()
    source = article("Source", TIDES, section=section, tags=["tides"])
    article("Word", "Lagoons, once.")
    article("Section", BEES, section=section)
    article("Tag", RAIL, tags=["tides"])
    assert related(source) == ["Tag", "Section", "Word"]


def test_an_article_of_the_same_language_is_preferred() -> None:
    source = article("Source", tags=["tides"], language="fr")
    article("Newer, English", tags=["tides"], language="en")
    article(
        "Older, French", tags=["tides"], language="fr", first_published_at=NOON - timedelta(days=9)
    )
    assert related(source) == ["Older, French", "Newer, English"]


def test_of_equal_articles_the_newer_come_first_and_no_more_than_asked_for() -> None:
    source = article("Source", tags=["tides"])
    for days in (3, 1, 2):
        article(f"{days}", tags=["tides"], first_published_at=NOON - timedelta(days=days))
    assert related(source) == ["1", "2", "3"]
    assert related(source, limit=2) == ["1", "2"]


def test_what_has_nothing_in_common_is_not_related() -> None:
    fill()
    article("Hives", BEES)
    assert related(article("Barrage", TIDES)) == []


def test_a_tag_or_word_of_all_articles_relates_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "NEAREST", 4)
    for n in range(9):
        article(f"Filler {n}", f"Something{n}.", tags=["everything"], language="de")
    assert related(article("Source", "Filler", tags=["everything"])) == []


def test_neither_drafts_restricted_articles_cards_translations_nor_itself_are_chosen() -> None:
    source = article("Source", TIDES, tags=["tides"])
    card = article("Card", TIDES, tags=["tides"])
    Link.objects.create(source=source, target=card, kind=Link.Kind.READ_ALSO)
    article("Draft", TIDES, tags=["tides"], live=False)
    restricted = article("Restricted", TIDES, tags=["tides"])
    PageViewRestriction.objects.create(page=restricted, restriction_type="password", password="x")
    article("Translation", TIDES, tags=["tides"], translation_of=source)
    article("Linked in the text", TIDES, tags=["tides"])
    assert related(source) == ["Linked in the text"]


def test_two_translations_of_one_article_are_not_related() -> None:
    original = article("Original", TIDES, tags=["tides"])
    one = article("One", TIDES, tags=["tides"], translation_of=original)
    article("Two", TIDES, tags=["tides"], translation_of=original)
    assert related(one) == []


def test_another_site_is_never_led_to() -> None:
    source = article("Source", TIDES, tags=["tides"])
    other = make_site(hostname="other.example", port=80, language="en")
    elsewhere = Home.objects.get(pk=other.site.root_page_id).folder.add_child(
        instance=Article(
            title="Elsewhere", language="en", body=source.body, first_published_at=NOON
        )
    )
    elsewhere.tags.add("tides")
    elsewhere.save()
    index_page(elsewhere)
    assert related(source) == related(elsewhere) == []


def test_relating_twice_changes_nothing_and_writes_nothing() -> None:
    source = article("Source", TIDES, tags=["tides"])
    article("Other", TIDES, tags=["tides"])
    relate_article(source)
    before = list(Link.objects.values())
    with CaptureQueriesContext(connection) as queries:
        relate_article(source)
    assert list(Link.objects.values()) == before != []
    assert not [q for q in queries if not q["sql"].strip().startswith(("SELECT", "WITH"))]


def test_a_new_choice_replaces_the_old_one() -> None:
    source = article("Source", tags=["tides"])
    other = article("Other", tags=["tides"])
    assert related(source) == ["Other"]
    article("Newer", tags=["tides"], first_published_at=NOON + timedelta(days=1))
    assert related(source) == ["Newer", "Other"]
    other.unpublish()
    assert related(source) == ["Newer"]


def test_what_is_not_public_leads_nowhere() -> None:
    source = article("Source", tags=["tides"])
    article("Other", tags=["tides"])
    assert related(source) == ["Other"]
    Article.objects.filter(pk=source.pk).update(live=False)
    assert related(source) == []


def test_the_neighbours_are_those_whose_lists_should_gain_or_lose_it() -> None:
    near = article("Near", tags=["tides"])
    holding = article("Holding", tags=["bees"])
    article("Far", tags=["rail"])
    source = article("Source", tags=["tides"])
    Link.objects.create(source=holding, target=source, kind=Link.Kind.RELATED)
    assert {found.pk for found in relate_neighbours(source)} == {near.pk, holding.pk}


def test_the_job_relates_articles_and_their_neighbours() -> None:
    first, second = article("First", tags=["tides"]), article("Second", tags=["tides"])
    relate_articles.call([second.pk])
    assert (kept(first), kept(second)) == (["Second"], ["First"])
    relate_articles.call([second.pk, 999_999])
    assert Link.objects.count() == 2


def test_after_an_import_all_articles_are_indexed_and_related_batch_by_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    made = [make_article(title=f"{n}", tags=["tides"], announced=False) for n in range(5)]
    make_article(title="Draft", tags=["tides"], live=False)
    index_and_relate_all.enqueue(the_site().pk)
    assert set(SearchEntry.objects.values_list("page", flat=True)) == {one.pk for one in made}
    assert all(len(kept(one)) == 4 for one in made)


def test_the_work_after_an_import_goes_on_where_it_was_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    made = [make_article(title=f"{n}", tags=["tides"], announced=False) for n in range(4)]
    index_and_relate_all.enqueue(the_site().pk, after=made[1].pk)
    indexed = SearchEntry.objects.order_by("pk").values_list("page", flat=True)
    assert list(indexed) == [made[2].pk, made[3].pk]


def test_relating_takes_as_many_queries_among_many_as_among_few() -> None:
    def count(source: Article) -> int:
        with CaptureQueriesContext(connection) as queries:
            relate_article(source)
        return len(queries)

    source = article("Source", TIDES, tags=["tides"], section=make_section())
    article("Other", TIDES, tags=["tides"], section=source.section)
    relate_article(source)
    few = count(source)
    for n in range(20):
        article(f"{n}", f"{TIDES} {n}", tags=["tides", f"{n}"], section=source.section)
    relate_article(source)
    assert count(source) <= few + 1 <= 13
