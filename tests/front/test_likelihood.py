"""Words of likelihood on readers' pages: the range that is meant, and the page of the scale."""

import pytest
from django.test import Client
from django.utils.translation import override

from chronique.articles.models import Publication
from chronique.dossiers.marked import doubts_about
from chronique.dossiers.models import Conventions
from tests.dossiers.factories import make_dossier, make_event
from tests.factories import NOON, make_article, paragraph, the_site
from tests.front.given import one, page, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

MARKED = '<p>A win is <a linktype="likelihood" id="{}">very likely</a>.</p>'


def test_the_range_stands_behind_the_words():
    article = make_article(body=[paragraph(MARKED.format("icd203-very-likely"))])
    prose = one(page(article.address), ".prose")
    assert words(prose) == "A win is very likely (80–95%) ."
    link = one(prose, "a")
    assert link["href"] == "/likelihood/#icd203-very-likely"
    # and there it is
    assert one(page("/likelihood/"), "#icd203-very-likely")


def test_the_range_stands_in_the_short_texts_of_an_analysis_too():
    said = MARKED.format("icd203-very-likely")
    dossier = make_dossier(standing=said, state="closed", answer=said, closed_on=NOON.date())
    event = make_event(text=said, dossiers=[dossier])
    shown = page(dossier.path)
    assert texts(shown, ".dossier-words small") == ["(80–95%)"] * 2
    assert texts(page(event.path), ".event-text small") == ["(80–95%)"]
    assert b"(80\xe2\x80\x9395%)" in Client().get(f"{dossier.path}feed/").content


def test_in_french_the_sign_stands_apart():
    body = [paragraph(MARKED.format("french-very-likely"))]
    article = make_article(language="fr", body=body)
    assert one(page(article.address), ".prose small").text == "(90–100\N{NARROW NO-BREAK SPACE}%)"


def test_of_a_term_that_is_none_only_the_words_are_shown():
    article = make_article(body=[paragraph(MARKED.format("icd203-gone"))])
    assert words(one(page(article.address), ".prose")) == "A win is very likely."


def test_the_scale_of_the_publication_stands_first():
    Conventions.objects.create(site=the_site(), scale="phia")
    scales = page("/likelihood/").select("table.scale")
    assert len(scales) == 3
    assert texts(scales[0], "tbody th")[0] == "remote chance"
    assert texts(scales[0], ".scale-range")[:2] == ["0–5%", "10–20%"]


def test_words_in_another_language_are_told_to_be_ours(publication: Publication):
    assert texts(page("/likelihood/"), ".scale-about")[0].endswith("within a wider one.")
    publication.language = "fr"
    publication.save()
    Conventions.objects.create(site=the_site(), scale="icd203")
    assert "notre traduction" in words(page("/likelihood/").select(".scale-about")[0])


def test_what_disagrees_in_a_text_is_a_sentence_each():
    Conventions.objects.create(site=the_site(), scale="icd203")
    body = [
        paragraph(MARKED.format("icd203-very-likely").replace("</a>.", "</a> (30 %).")),
        paragraph("<p>A loss is likely (130 %), or a realistic possibility.</p>"),
        paragraph('<p>It is <a linktype="likelihood" id="icd203-likely">unlikely</a>.</p>'),
    ]
    with_doubts = make_article(body=body)
    with override("en"):
        assert doubts_about(with_doubts) == [
            "“very likely” means 80–95%, but the text says 30\N{NO-BREAK SPACE}%.",
            "130\N{NO-BREAK SPACE}%, beside “likely”, is no probability.",
            "“unlikely” is marked as “likely” (55–80%).",
            "“realistic possibility” is a word of another scale:"
            " Yardstick of the PHIA (United Kingdom).",
        ]
        assert doubts_about(make_article()) == []
        assert len(doubts_about(make_article(standfirst="A win is very likely (30 %)."))) == 1
