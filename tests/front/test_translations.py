"""The same article in several languages: what its page, its map and its form make of that."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from chronique.articles.models import Article, Publication
from tests.factories import make_article
from tests.front.given import count_queries, page, texts

pytestmark = pytest.mark.django_db

ROOT = "http://localhost:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


def translated(original: Article, language: str) -> Article:
    return make_article(language=language, translation_of=original)


def chain() -> list[Article]:
    english = make_article()
    french = translated(english, "fr")
    german = translated(french, "de")
    return [english, french, german, translated(german, "it")]


def star() -> list[Article]:
    english = make_article()
    return [english, *(translated(english, language) for language in ("fr", "de", "it"))]


def circle() -> list[Article]:
    made = chain()
    Article.objects.filter(pk=made[0].pk).update(translation_of=made[-1])
    return made


def circle_and_what_leads_to_it() -> list[Article]:
    english, french, german, italian = chain()
    french.translation_of, german.translation_of, english.translation_of = german, french, french
    for article in (english, french, german):
        article.save()
    return [english, french, german, italian]


def of_a_draft() -> list[Article]:
    english = make_article(live=False)
    french = translated(english, "fr")
    return [french, translated(french, "de")]


def twice_in_french() -> list[Article]:
    english = make_article()
    french = translated(english, "fr")
    return [english, french, translated(french, "de"), translated(english, "fr")]


def known_elsewhere() -> list[Article]:
    english = make_article(canonical_url="https://example.org/tides/")
    return [english, translated(english, "fr"), translated(english, "de")]


def versions_in_head(article: Article) -> list[tuple[str, str]]:
    links = page(article.address).select("head link[rel=alternate][hreflang]")
    return [(str(link["hreflang"]), str(link["href"])) for link in links]


def versions_on_map(article: Article) -> list[tuple[str, str]]:
    places = {
        place.findtext(f"{MAP}loc"): place
        for place in ElementTree.fromstring(Client().get("/sitemap.xml").content)
    }
    place = places.get(ROOT + article.address)
    links = place.findall(f"{XHTML}link") if place is not None else []
    return [(link.attrib["hreflang"], link.attrib["href"]) for link in links]


@pytest.mark.parametrize(
    ("family", "languages"),
    [
        (chain, ["en", "fr", "de", "it"]), (star, ["en", "fr", "de", "it"]),
        (circle, ["en", "fr", "de", "it"]), (of_a_draft, ["fr", "de"]),
        (circle_and_what_leads_to_it, ["en", "fr", "de", "it"]),
        (twice_in_french, ["en", "fr", "de"]), (known_elsewhere, ["fr", "de"]),
    ],
)  # fmt: skip
def test_the_page_and_the_map_name_the_same_versions(
    family: Callable[[], list[Article]], languages: list[str]
):
    made = family()
    make_article(language="es")
    heads = {article.pk: versions_in_head(article) for article in made}
    assert heads == {article.pk: versions_on_map(article) for article in made}
    # and each that is named names all, itself among them
    named = [head for head in heads.values() if head]
    assert [[language for language, _ in head] for head in named] == [languages] * len(languages)


def test_readers_are_led_to_every_translation_also_of_those_without_a_part_on_the_map():
    german = twice_in_french()[2]
    offered = sorted(texts(page(german.address), ".translations a"))
    assert offered == ["English", "Français", "Français"]


def test_many_translations_cost_the_queries_of_one():
    english = make_article()
    french = translated(english, "fr")
    few = count_queries(french.address)
    for language in ("de", "it", "es"):
        translated(french, language)
    assert count_queries(french.address) == few


def refused_or_cleaned(article: Article, chosen: Article | None) -> Article | None:
    """Return what the desk's form makes of a choice. Raises ValidationError."""
    form_class = Article.get_edit_handler().get_form_class()
    form = form_class(instance=article, parent_page=article.get_parent())
    form.cleaned_data = {"translation_of": chosen}
    cleaned: Article | None = form.clean_translation_of()
    return cleaned


def test_a_translation_of_a_translation_is_kept_as_one_of_the_original():
    english, french, german, _ = chain()
    new = make_article(live=False)
    assert refused_or_cleaned(new, german) == english
    assert refused_or_cleaned(new, english) == english
    assert refused_or_cleaned(new, None) is None
    # an older chain is made short when it is saved again
    assert refused_or_cleaned(german, french) == english


def test_no_article_is_a_translation_of_itself_or_of_its_own_translation():
    english, french, *_ = chain()
    for chosen in (english, french):
        with override("en"), pytest.raises(ValidationError, match="no translation of itself"):
            refused_or_cleaned(english, chosen)
