"""What stands often on a page is rendered once for each of its shapes."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from chronique.articles.stencil import Stencil
from chronique.text.html import safe

HEADING = "articles/blocks/heading.html"
LIKE = "comments/_like.html"


def test_it_shows_what_the_template_shows_each_time_anew():
    stencil = Stencil(LIKE)
    for name in ("Ada & <Bo>", safe("<b>Ada</b>"), "", "\ue0000 100 %s"):
        for is_liked in (True, False):
            for language in ("fr", "en"):
                values = {"address": "/a/", "count": "3", "name": name, "is_liked": is_liked}
                with translation.override(language):
                    assert stencil.filled(values) == render_to_string(LIKE, values)


def test_the_template_is_rendered_once_for_each_shape(monkeypatch):
    stencil = Stencil(HEADING)
    stencil.filled({"text": "One", "level": "2", "anchor": "one"})
    monkeypatch.setattr("chronique.articles.stencil.get_template", lambda name: pytest.fail(name))
    assert "Two" in stencil.filled({"text": "Two", "level": "3", "anchor": "two"})


def test_a_template_that_changes_a_text_is_refused():
    with pytest.raises(ValueError, match="changes a text"):
        Stencil("articles/blocks/pull_quote.html").filled({"text": "a", "attribution": ""})


def test_few_shapes_are_kept(monkeypatch):
    monkeypatch.setattr("chronique.articles.stencil._KEPT", 2)
    stencil = Stencil(LIKE)
    for count in ("", "1"):
        for is_liked in (True, False):
            stencil.filled({"address": "/", "count": count, "name": "", "is_liked": is_liked})
    assert len(stencil._known) == 2


def test_many_are_filled_in_one_after_the_other():
    stencil, rendered = Stencil(), []

    def render(given):
        rendered.append(given)
        return f"<b>{given['text']}</b>{'!' if given['is_loud'] else ''}"

    many = [{"text": text, "is_loud": is_loud} for text in ("a", "<") for is_loud in (True, False)]
    assert [*stencil.each(many, render)] == ["<b>a</b>!", "<b>a</b>", "<b>&lt;</b>!", "<b>&lt;</b>"]
    assert len(rendered) == 2
