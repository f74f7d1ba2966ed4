"""What readers see of sources: numbered where they are cited, on a card each, and in programs."""

import json
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
import rispy
from django.test import Client

from chronique.articles.models import Article, Publication
from chronique.dossiers.models import Source
from chronique.publishing import announce
from tests.dossiers.factories import make_dossier, make_event, make_source
from tests.factories import NOON, make_article, make_author, make_static_page, paragraph
from tests.front.given import count_queries, graph, one, page, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


@pytest.fixture
def source() -> Source:
    return make_source(
        "Minutes of the board", author="Roth, Cy; Port of Brest", publisher="The Harbour",
        kind="official", url="https://www.example.org/minutes/3", published="1911-03~",
        reliability="B", credibility="2", words="The wall is paid.", seen_on=date(2026, 3, 1),
        remark="Told to me by Bo.",
    )  # fmt: skip


def cite(source: Source, text: str = "as the board says") -> str:
    return f'<a linktype="source" id="{source.pk}">{text}</a>'


def citing(*sources: Source, **fields: Any) -> Article:
    return make_article(body=[paragraph(f"<p>So, {cite(one)}.</p>") for one in sources], **fields)


def test_a_cited_source_is_a_number_and_a_note(source):
    article = citing(source, language="en")
    soup = page(article.address)
    assert words(one(soup, ".prose")) == "So, as the board says 1 ."
    assert one(soup, ".note-ref a")["href"] == "#note-1"
    assert texts(soup, ".notes h2") == ["Sources"]
    assert words(one(soup, "#note-1 .source")) == (
        "Cy Roth, Port of Brest, Minutes of the board , The Harbour, around March 1911."
        " Official publication, usually reliable, probably true (B2). example.org"
    )
    assert one(soup, "#note-1 cite a")["href"] == source.path
    assert "Told to me" not in str(soup)


def test_the_sheet_for_sources_comes_only_where_there_are_some(source):
    with_source, without = page(citing(source).address), page(make_article().address)
    assert len(with_source.select('link[href*="sources.css"]')) == 1
    assert without.select('link[href*="sources.css"]') == []


def test_notes_and_sources_stand_in_one_list(source):
    body = [paragraph(f"<p>One[^1], {cite(source)}.</p>", ["<p>I</p>"])]
    soup = page(make_article(body=body, language="en").address)
    assert texts(soup, ".notes h2") == ["Notes and sources"]
    assert [item["id"] for item in soup.select(".notes li")] == ["note-1", "note-2"]


def test_a_card_stays_when_its_source_is_gone(source):
    citing(source, title="Tides", language="en")
    Source.objects.filter(pk=source.pk).update(gone_since=NOON)
    soup = page(source.path)
    assert texts(soup, "h1") == ["Minutes of the board"]
    assert "nothing has been found since" in words(one(soup, ".source-gone"))
    assert not soup.select('a[href^="https://www.example.org"]')
    assert texts(soup, ".source-uses a") == ["Tides"]
    assert "The wall is paid." in words(one(soup, ".source-words"))
    assert "Told to me" not in str(soup)


def test_only_what_readers_may_see_rests_on_a_source(source):
    article = citing(source)
    assert Client().get(source.path).status_code == 200
    Article.objects.filter(pk=article.pk).update(live=False)
    assert Client().get(source.path).status_code == 404
    make_event(sources=[source], dossiers=[make_dossier(public=False)])
    assert Client().get(source.path).status_code == 404
    make_event("A storm", sources=[source], dossiers=[make_dossier()])
    assert texts(page(source.path), ".source-uses a") == ["A storm"]


def test_a_static_page_cites_too(source):
    about = make_static_page("About us")
    about.body = [paragraph(f"<p>So, {cite(source)}.</p>")]
    about.save_revision().publish()
    soup = page(about.address)
    assert texts(soup, ".notes h2") == ["Sources"]
    assert texts(page(source.path), ".source-uses a") == ["About us"]
    about.unpublish()
    assert Client().get(source.path).status_code == 404


def test_a_correction_leads_to_what_it_cites_wherever_it_stands(source):
    told = {"text": f"<p>So, {cite(source)}.</p>", "date": "2026-03-04", "kind": "correction"}
    article = make_article(corrections=[{"type": "correction", "id": "a", "value": told}])
    announce.went_public(article)
    for path in (article.address, "/corrections/"):
        link = one(page(path), ".correction a[title]")
        assert (link["href"], link["title"]) == (source.path, "Minutes of the board")
    assert source.path in str(Client().get("/corrections/feed/").content)
    assert Client().get(source.path).status_code == 200


def test_sources_of_a_dossier_are_those_that_it_and_all_in_it_rest_on(source):
    article = citing(source)
    dossier = make_dossier("Who pays?", articles=[article])
    make_source("A letter", dossiers=[dossier])
    make_event(sources=[make_source("The log")], dossiers=[dossier])
    make_source("Of others", dossiers=[make_dossier()])
    soup = page(f"{dossier.path}sources/")
    assert texts(soup, ".source-list cite") == ["A letter", "Minutes of the board", "The log"]
    assert "3 sources" in words(one(soup, ".list-head .standfirst"))


def test_many_sources_of_a_dossier_take_pages_and_no_more_queries():
    dossier = make_dossier()
    make_source(dossiers=[dossier])
    few = count_queries(f"{dossier.path}sources/")
    for number in range(120):
        make_source(f"Source {number:03}", dossiers=[dossier])
    assert count_queries(f"{dossier.path}sources/") == few
    assert len(page(f"{dossier.path}sources/").select(".source-list li")) == 100
    last = page(f"{dossier.path}sources/page/2/")
    assert (len(last.select(".source-list li")), one(last, ".source-list")["start"]) == (21, "101")
    page(f"{dossier.path}sources/page/3/", status=404)


def test_more_sources_in_an_article_take_no_more_queries():
    few = citing(make_source())
    many = citing(*(make_source() for _ in range(9)))
    assert count_queries(many.address) == count_queries(few.address)


@pytest.mark.parametrize("form", ["json", "bib", "ris"])
def test_sources_are_taken_along_by_article_dossier_and_one_by_one(source, form):
    article = citing(source)
    dossier = make_dossier(articles=[article])
    for base in (article.address, dossier.path, source.path):
        answer = Client().get(f"{base}sources.{form}")
        assert answer.status_code == 200
        assert b"Minutes of the board" in answer.content
        assert b"Told to me" not in answer.content
    assert Client().get(f"{make_article().address}sources.{form}").status_code == 404
    assert Client().get(f"/nowhere/sources.{form}").status_code == 404


def test_an_articles_sources_come_in_the_order_in_which_it_cites_them(source):
    article = citing(make_source("Zeppelin"), source)
    found = rispy.loads(Client().get(f"{article.address}sources.ris").text)
    assert [entry["title"] for entry in found] == ["Zeppelin", "Minutes of the board"]
    assert found[1]["notes"] == ["“The wall is paid.” usually reliable, probably true (B2)"]


def test_an_article_behind_a_password_gives_no_sources(source):
    article = citing(source)
    article.view_restrictions.create(restriction_type="password", password="sesame")
    assert Client().get(f"{article.address}sources.bib").status_code == 404
    assert Client().get(source.path).status_code == 404


def test_zotero_finds_the_article_and_then_what_it_cites(source):
    article = citing(source, title="Tides", language="en", authors=[make_author("Ada Verne")])
    soup = page(article.address)
    told = {meta["name"]: meta["content"] for meta in soup.select('meta[name^="citation_"]')}
    assert told == {
        "citation_title": "Tides", "citation_author": "Ada Verne",
        "citation_publication_date": "2026/03/14", "citation_language": "en",
        "citation_publisher": told["citation_publisher"],
        "citation_public_url": f"http://localhost:8000{article.address}",
    }  # fmt: skip
    spans = [parse_qs(str(span["title"])) for span in soup.select(".Z3988")]
    assert [span["rft.title"] for span in spans] == [["Tides"], ["Minutes of the board"]]
    assert spans[1]["rft.au"] == ["Roth, Cy", "Port of Brest"]


def test_the_graph_names_what_an_article_cites(source):
    things = graph(page(citing(source).address))
    [piece] = [thing for thing in things if thing["@type"] == "Article"]
    assert piece["citation"] == [
        {
            "@type": "Report", "@id": f"http://localhost:8000{source.path}#source",
            "name": "Minutes of the board", "url": "https://www.example.org/minutes/3",
            "inLanguage": "en", "datePublished": "1911-03",
            "author": [{"@type": "Person", "name": "Cy Roth"}, "Port of Brest"],
            "publisher": {"@type": "Organization", "name": "The Harbour"},
        }
    ]  # fmt: skip


def test_a_feed_keeps_it_as_a_numbered_note(source):
    article = citing(source, language="en")
    [item] = json.loads(Client().get("/feed/json/").content)["items"]
    html = item["content_html"]
    assert f'href="http://localhost:8000{article.address}#note-1"' in html
    assert '<li id="note-1"><span class="source">' in html
    assert f'href="http://localhost:8000{source.path}"' in html


def test_what_the_judgements_mean_is_explained_in_words():
    soup = page("/reliability/")
    assert len(soup.select(".source-scale dt")) == 12
    assert "Usually reliable" in words(one(soup, "main"))


def test_a_source_that_is_no_more_there_leaves_its_words(source):
    article = citing(source)
    source.references.all().delete()
    source.delete()
    announce.went_public(article)
    assert words(one(page(article.address), ".prose")) == "So, as the board says."
