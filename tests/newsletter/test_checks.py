"""What is looked at before an issue is sent is told in a sentence."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect

from chronique.articles.models import Article
from chronique.base.errors import Unreachable
from chronique.base.http import OtherAnswer, look
from chronique.newsletter.checks.findings import Finding, Level
from chronique.newsletter.checks.letters import look_at
from chronique.newsletter.checks.links import ask, is_there, links_of, look_at_links
from chronique.newsletter.checks.words import (
    look_at_article,
    look_at_subject,
    look_for_placeholders,
)
from chronique.newsletter.letter import compose
from chronique.newsletter.models import Issue
from tests.factories import make_article, make_static_page, paragraph, the_site
from tests.live import live
from tests.newsletter.issues import make_newsletter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

PICTURE: dict[str, Any] = {"image": 1, "alt": "", "decorative": False, "caption": "", "credit": ""}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def draft(article: Article | None = None, **fields: Any) -> Issue:
    values = {"subject": "High water", "preheader": "At noon.", "form": "full", **fields}
    return Issue(
        newsletter=make_newsletter(), kind=Issue.Kind.ARTICLE, article=article,
        made_at=timezone.now(), **values,
    )  # fmt: skip


def said(found: Iterator[Finding] | list[Finding], *levels: Level) -> str:
    wanted = levels or (Level.ERROR, Level.WARNING)
    return " ".join(one.sentence + " ".join(one.of) for one in found if one.level in wanted)


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        ("", "no subject"), ("High water " * 9, "99 characters"), ("HIGH WATER", "in capitals"),
    ],
)  # fmt: skip
def test_a_subject_may_be_missing_long_or_loud(subject: str, sentence: str):
    assert sentence in said(look_at_subject(draft(subject=subject)))
    assert said(look_at_subject(draft())) == ""
    assert "no preview line" in said(look_at_subject(draft(preheader="")))


def test_an_article_may_lack_words():
    assert said(look_at_article(make_article(body=[paragraph("<p>Water.</p>" * 40)]))) == ""
    bare = make_article(standfirst="", body=[{"type": "picture", "value": PICTURE}])
    found = said(look_at_article(bare))
    assert "no text" in found and "no standfirst" in found and "alternative text: 1" in found
    decorative = {"type": "picture", "value": {**PICTURE, "decorative": True}}
    assert "alternative" not in said(look_at_article(make_article(body=[decorative])))


@pytest.mark.parametrize(
    "left", ["Lorem ipsum dolor", "xxx", "TK TK", "TO" + "DO: a source", "(à venir)"]
)
def test_what_was_left_to_be_written_is_found(left: str):
    article = make_article(body=[paragraph(f"<p>The water, {left}, rises.</p>")])
    assert "left to be written" in said(look_for_placeholders(draft(article), article))


@pytest.mark.parametrize("fine", ["El agua, todo el agua", "Louis XIV", "the tax of 1920", "TKO"])
def test_other_words_are_not(fine: str):
    article = make_article(body=[paragraph(f"<p>{fine}</p>")])
    assert said(look_for_placeholders(draft(article), article)) == ""


def test_of_our_own_pages_we_know_whether_they_are_there():
    site, article, page = the_site(), make_article(), make_static_page()
    assert is_there(site, article.address) and is_there(site, page.address)
    assert is_there(site, "/") and is_there(site, "/search/")
    assert not is_there(site, "/2020/01/01/nothing/")
    Redirect.objects.create(old_path="/2020/01/01/nothing", redirect_page=article)
    assert is_there(site, "/2020/01/01/nothing/")


def test_links_that_lead_nowhere_or_hide_where_are_named():
    html = """<a href="http://localhost:8000/nothing/">a</a> <a href="mailto:a@example.org">b</a>
        <a href="https://bit.ly/x">c</a> <a href="http://127.0.0.1/">d</a>
        <a href="http://localhost:8000/\ue000leave\ue001">e</a>"""
    assert len(links_of(html)) == 3
    found = said(look_at_links(html, the_site()))
    assert "hide where they lead" in found and "localhost:8000/nothing/" in found
    assert "http://127.0.0.1/ – its host lies in a private network" in found
    fine = list(look_at_links('<a href="http://localhost:8000/">a</a>', the_site()))
    assert said(fine) == "" and "answers" in said(fine, Level.FINE)


def test_an_address_is_looked_at_without_reading_it(publication: object):
    with live() as root:
        own = frozenset({"localhost"})
        look(f"{root}/", seconds=9, private_hosts=own)
        with pytest.raises(OtherAnswer) as nothing:
            look(f"{root}/nothing/", seconds=9, private_hosts=own)
        assert nothing.value.status == 404
        # no private network is asked for a letter
        assert "private" in ask([f"{root}/"])[f"{root}/"]
    with pytest.raises(Unreachable, match="does not answer"):
        look(f"{root}/", seconds=9, private_hosts=own)


def test_all_is_looked_at_the_gravest_first():
    article = make_article(body=[paragraph("<p>Water. xxx</p>")])
    issue = draft(article)
    found = look_at(issue, compose(issue), readers=0)
    levels = [one.level for one in found]
    assert levels == sorted(levels, key=list(Level).index)
    assert "Nobody would get it." in said(found, Level.ERROR)
    assert "KB large" in said(found, Level.FINE) and "No mail server" in said(found, Level.NOTE)
