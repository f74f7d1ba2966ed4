"""The search as readers meet it. The same on SQLite and PostgreSQL: CHRONIQUE_DATABASE chooses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from chronique.articles.actions import make_site
from chronique.articles.models import Article, Home, Publication, SearchEntry
from chronique.articles.search import Results, index_page, search
from tests.factories import NOON, make_article, make_author, paragraph, the_site

pytestmark = pytest.mark.usefixtures("publication")


def found(query: str, **options: Any) -> list[str]:
    return [hit.page.title for hit in search(query, site=the_site(), **options).hits]


def make_french_article(title: str, text: str = "", **fields: Any) -> Article:
    fields.setdefault("body", [paragraph(f"<p>{text}</p>")])
    return make_article(title=title, language="fr", standfirst="", **fields)


def marked(pieces: list[tuple[str, bool]]) -> list[str]:
    return [piece for piece, asked_for in pieces if asked_for]


@pytest.mark.parametrize(
    "query",
    [
        "ministère",
        "ministere",
        "MINISTÈRE",
        "ministères",
        "le ministère",
        "ministère !",
        "l'energie",
    ],
)
def test_an_article_is_found_whatever_the_accents_capitals_and_endings(query: str) -> None:
    make_french_article("Le ministère de l'Énergie", "Il change.")
    make_french_article("Autre chose", "Rien à voir.")
    assert found(query) == ["Le ministère de l'Énergie"]


def test_elections_find_election_in_both_languages() -> None:
    make_french_article("Après l'élection", "Compter.")
    make_article(title="After the election", body=[paragraph("<p>Counting.</p>")])
    assert set(found("élections")) == {"Après l'élection", "After the election"}


def test_an_english_quotation_in_a_french_article_is_stemmed_as_english() -> None:
    quotation = {
        "text": "<p>They were worried about cities.</p>",
        "source": "", "source_url": "", "language": "en",
    }  # fmt: skip
    make_french_article("Citer", body=[{"type": "quotation", "value": quotation}])
    assert found("city worries") == ["Citer"]


def test_every_word_must_be_there() -> None:
    make_french_article("Nucléaire et climat", "Le charbon aussi.")
    make_french_article("Nucléaire seul", "Rien d'autre.")
    assert found("nucléaire charbon") == ["Nucléaire et climat"]


def test_a_phrase_between_quotes_must_be_there_in_its_order() -> None:
    make_french_article("Dans l'ordre", "Le conseil des ministres se réunit.")
    make_french_article("En désordre", "Les ministres prennent conseil.")
    assert found('"conseil des ministres"') == ["Dans l'ordre"]
    assert found("« conseil des ministres »") == ["Dans l'ordre"]
    assert set(found("conseil ministres")) == {"Dans l'ordre", "En désordre"}


def test_a_hyphen_before_a_word_or_a_phrase_excludes_it() -> None:
    make_french_article("Une", "Le budget de la défense nationale.")
    make_french_article("Deux", "Le budget de la culture.")
    assert found("budget -défense") == ["Deux"]
    assert found('budget -"défense nationale"') == ["Deux"]
    assert set(found('budget -"nationale défense"')) == {"Une", "Deux"}
    assert found("-budget") == []


def test_a_hyphen_inside_a_word_does_not_exclude() -> None:
    make_french_article("Mer", "Un porte-avions appareille.")
    assert found("porte-avions") == found("avions") == ["Mer"]


def test_captions_notes_tables_and_corrections_are_read() -> None:
    table = {
        "columns": [{"type": "text", "heading": "Pays"}, {"type": "rich", "heading": ""}],
        "rows": [{"values": ["Islande", "<b>Geysers</b>"]}],
        "caption": "Sources chaudes",
    }
    picture = {"image": None, "address": "", "alt": "Un phare", "caption": "<p>La tempête</p>"}
    make_french_article(
        "Tout",
        body=[
            paragraph("<p>Texte[^1].</p>", ["<p>Voir le cadastre.</p>"]),
            {"type": "table", "value": table},
            {"type": "gallery", "value": {"pictures": [picture], "caption": "Promontoire"}},
        ],
        lead_caption="Une falaise",
        corrections=[
            {"type": "correction", "value": {"date": "2026-03-01", "text": "Un chiffre faux."}}
        ],
    )
    for word in (
        "cadastre",
        "islande",
        "geyser",
        "chaude",
        "phare",
        "tempête",
        "falaise",
        "chiffre",
    ):
        assert found(word) == ["Tout"], word


def test_numbers_and_addresses_of_blocks_are_not_words() -> None:
    embed = {
        "url": "https://video.example/secretplayer",
        "title": "Un film",
        "author": "",
        "text": "",
    }
    make_french_article("Film", body=[{"type": "embed", "value": embed, "id": "0123abcd"}])
    assert found("film") == ["Film"]
    assert found("secretplayer") == found("0123abcd") == []


def test_a_title_weighs_more_than_a_standfirst_and_that_more_than_the_body() -> None:
    for n in range(6):
        make_article(title=f"Other {n}")
    make_article(title="In the body", body=[paragraph("<p>A lighthouse, once.</p>")])
    make_article(title="In the standfirst", standfirst="A lighthouse, once.")
    make_article(title="A lighthouse")
    assert found("lighthouse") == ["A lighthouse", "In the standfirst", "In the body"]


def test_of_two_equal_articles_the_newer_comes_first() -> None:
    for years in (3, 0, 1):
        make_article(
            title="Tides",
            standfirst=f"{years}",
            first_published_at=NOON - timedelta(days=365 * years),
        )
    hits = search("tides", site=the_site()).hits
    assert [hit.page.standfirst for hit in hits] == ["0", "1", "3"]


def test_freshness_does_not_outweigh_what_an_article_is_about() -> None:
    for n in range(6):
        make_article(title=f"Other {n}")
    make_article(title="Tides", first_published_at=NOON - timedelta(days=3650))
    make_article(title="News", body=[paragraph("<p>The tides, in passing.</p>")])
    assert found("tides") == ["Tides", "News"]


def test_drafts_and_restricted_articles_are_not_found() -> None:
    make_article(title="Public whale")
    draft = make_article(title="Draft whale", live=False)
    restricted = make_article(title="Restricted whale")
    index_page(draft)
    # when a password is asked for after it was indexed
    PageViewRestriction.objects.create(page=restricted, restriction_type="password", password="x")
    assert found("whale") == ["Public whale"]


def test_another_site_is_not_searched() -> None:
    other: Publication = make_site(hostname="other.example", port=80, language="en")
    folder = Home.objects.get(pk=other.site.root_page_id).folder
    article = folder.add_child(instance=Article(title="Whales elsewhere", first_published_at=NOON))
    index_page(article)
    assert found("whales") == []
    hits = search("whales", site=other.site).hits
    assert [hit.page.title for hit in hits] == ["Whales elsewhere"]


def test_without_an_article_that_has_all_words_those_with_some_are_offered_apart() -> None:
    make_article(title="Whales")
    make_article(title="Dolphins")
    results = search("whales dolphins", site=the_site())
    assert results.loose
    assert (results.total, len(results.hits)) == (2, 2)
    assert not search("whales", site=the_site()).loose
    assert search("sharks rays", site=the_site()) == Results(0, [])


def test_what_is_excluded_stays_excluded_when_some_words_are_enough() -> None:
    make_article(title="Whales in the north")
    make_article(title="Dolphins")
    assert found("whales dolphins -north") == ["Dolphins"]


def test_results_come_in_pages_with_the_total() -> None:
    for n in range(5):
        make_article(title=f"Whale {n}", first_published_at=NOON - timedelta(days=n))
    first = search("whale", site=the_site(), limit=2)
    assert (first.total, len(first.hits)) == (5, 2)
    assert found("whale", limit=2, offset=4) == ["Whale 4"]
    beyond = search("whale", site=the_site(), limit=2, offset=20)
    assert (beyond.total, beyond.hits) == (5, [])


def test_the_words_asked_for_are_marked_in_title_and_passage() -> None:
    make_french_article(
        "Les élections", "Avant. " * 100 + "Une élection se gagne. " + "Après. " * 100
    )
    (hit,) = search("election", site=the_site()).hits
    assert hit.title_pieces == [("Les ", False), ("élections", True)]
    assert marked(hit.passage_pieces) == ["élection"]
    assert "gagne" in "".join(piece for piece, _ in hit.passage_pieces)


def test_in_a_long_article_the_passage_is_the_one_with_most_of_the_words() -> None:
    long = [paragraph(f"<p>{'Avant le port. ' * 40}</p>")] * 10
    there = paragraph("<p>Au port, une marée de vive-eau renverse le barrage.</p>")
    make_french_article("Estuaire", body=[*long, there, *long, paragraph("<p>Marées.</p>")])
    (hit,) = search("marées port barrages", site=the_site()).hits
    assert {"port", "marée", "barrage"} <= set(marked(hit.passage_pieces))


@pytest.mark.parametrize("query", ["", "   ", '""', '"', "-", "-- -", "*", "?!", "« »", '-""'])
def test_a_query_without_words_finds_nothing(query: str) -> None:
    make_article(title="Whales")
    assert search(query, site=the_site()) == Results(0, [])


def test_a_query_is_cut_at_200_characters_and_12_words() -> None:
    make_article(title="One two three four five six seven eight nine ten eleven twelve")
    words = "one two three four five six seven eight nine ten eleven twelve"
    assert search(f"{words} thirteen", site=the_site()).total == 1
    assert not search(f"{words} thirteen", site=the_site()).loose
    assert not search("one" + " " * 200 + "zebra", site=the_site()).loose
    assert search("one zebra", site=the_site()).loose
    assert found("x" * 100_000) == []


def test_a_search_takes_as_many_queries_for_one_hit_as_for_ten() -> None:
    def count(query: str) -> int:
        site = the_site()
        with CaptureQueriesContext(connection) as queries:
            search(query, site=site)
        return len(queries)

    make_article(title="Whale", authors=[make_author()])
    for n in range(10):
        make_article(title=f"Dolphin {n}", authors=[make_author(), make_author()])
    assert search("dolphin", site=the_site()).total == 10
    # the site's root, what was found, articles, their authorships, their authors
    assert count("whale") == count("dolphin") == 5
    # and once more with any of the words
    assert count("whale dolphin") == 6
    assert count("shark") == 2
    assert count("") == 0


TROUBLE = r"""
AND OR NOT NEAR( NEAR/2 ( ) " ' '' "" * ^ - -- : | & ! <-> <2> \ title: {title } + %s % ;
--x -"x" a"b
« » “ ” œuvre élan a 日本 नमस्ते שָׁלוֹם 🐋 x² 1e5 3.14
"""
OPERATORS = st.lists(st.sampled_from(["\x00", *TROUBLE.split()])).map(" ".join)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=250) | OPERATORS | OPERATORS.map(lambda text: text.replace(" ", "")))
@example(query='" OR rowid:* --')
@example(query="\ud800 \x00 x")
@example(query="-a " * 100)
def test_no_text_that_a_reader_types_raises(query: str) -> None:
    if not SearchEntry.objects.exists():
        make_article(
            title="An article", body=[paragraph("<p>A title, or not near 1e5 whales.</p>")]
        )
    results = search(query, site=the_site())
    assert results.total == len(results.hits) <= 1


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# Letters and digits: a fraction or a number in a circle is no word to PostgreSQL.
@given(word=st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12))
@example(word="नमस्ते")
@example(word="日本語")
@example(word="ﬁn")
def test_an_article_is_found_by_any_word_of_its_title(word: str) -> None:
    article = Article.objects.filter(title__startswith="Whale").first() or make_article(
        title="Whale"
    )
    article.title = f"Whale {word}"
    article.save()
    index_page(article)
    assert found(word), word
