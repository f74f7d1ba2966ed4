"""Addresses made of words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.text.slugs import LONGEST, slugify
from tests.text.properties import TRIED


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Été à l'œuvre", "ete-a-l-oeuvre"),
        ("  « Qu'est-ce » que… l’État ? ", "qu-est-ce-que-l-etat"),
        ("Straße_no 5 & C++", "strasse-no-5-c"),
        ("Привет, мир", "привет-мир"),
        ("東京タワー", "東京タワー"),
        ("mot " * 40, "-".join(["mot"] * 20)),
        ("a" * 100, "a" * 80),
        ("a" * 80, "a" * 80),
        ("a" * 79 + " bc", "a" * 79),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_text_without_words_has_the_fallback_as_its_slug() -> None:
    assert slugify("!?…", fallback="article") == "article"
    assert slugify("") == ""
    assert slugify("mot", fallback="article") == "mot"


@TRIED
@given(text=st.text())
def test_a_slug_is_one_to_django_and_to_itself(text: str) -> None:
    slug = slugify(text, "x")
    assert re.fullmatch(r"[-\w]+", slug)
    assert len(slug) <= LONGEST
    assert slugify(slug) == slug
