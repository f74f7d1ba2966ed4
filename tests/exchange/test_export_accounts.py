"""Who wrote something there is the same account when it goes back."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from chronique.articles.models import Article, Author, StaticPage
from chronique.comments.models import Comment
from chronique.exchange.actions import export_wordpress
from chronique.exchange.wxr.logins import login_of
from tests.exchange.wordpress import author, blog, bring, comment, page, post, the_article
from tests.factories import NOON, make_article, make_author, make_comment, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

NAMES = {
    "wp": "http://wordpress.org/export/1.2/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def left(folder: Path) -> ET.Element:
    export_wordpress(out := folder / "out.xml", site=the_site(), now=NOON)
    found = ET.parse(out).getroot().find("channel")
    assert found is not None
    return found


def text(element: ET.Element, name: str) -> str:
    return element.findtext(name, "", NAMES)


def accounts(channel: ET.Element) -> dict[str, str]:
    """Return logins by their numbers."""
    listed = channel.iterfind("wp:author", NAMES)
    return {text(one, "wp:author_id"): text(one, "wp:author_login") for one in listed}


def creators(channel: ET.Element) -> dict[str, str]:
    items = channel.iterfind("item")
    return {name: text(one, "dc:creator") for one in items if (name := text(one, "title"))}


def test_logins_and_numbers_are_those_that_came_in(tmp_path: Path):
    bring(blog(
        author("marie@example.org", "Marie", id="12"), author("jean.dupont", "Jean", id="7"),
        post(1, title="One", dc__creator="jean.dupont"),
        page(2, title="Two", dc__creator="marie@example.org"),
    ))  # fmt: skip
    make_article(title="Three", authors=[make_author("Ada", slug="ada")])
    channel = left(tmp_path)
    (ada,) = set(accounts(channel)) - {"7", "12"}
    assert accounts(channel) == {"7": "jean.dupont", "12": "marie@example.org", ada: "ada"}
    assert creators(channel) == {"One": "jean.dupont", "Two": "marie@example.org", "Three": "ada"}


def test_a_login_is_one_that_wordpress_takes_and_no_two_are_alike(tmp_path: Path):
    make_article(title="One", authors=[make_author("Ελλάδα", slug="ελλάδα")])
    make_article(title="Two", authors=[make_author("José", slug="josé")])
    make_article(title="Three", authors=[make_author("Jose", slug="Jose")])
    make_article(title="Four", authors=[make_author("Long", slug="l" * 90)])
    channel = left(tmp_path)
    logins = list(accounts(channel).values())
    assert all(login and login == login_of(login) and len(login) <= 60 for login in logins)
    assert len({login.lower() for login in logins}) == 4
    assert set(creators(channel).values()) == set(logins)


def test_authors_keep_their_addresses_whatever_their_logins(tmp_path: Path):
    greek, jean = make_author("Ελλάδα", slug="ελλάδα"), make_author("Jean", slug="jean")
    make_article(slug="one", authors=[greek, jean])
    bring(
        blog(
            author("marie@example.org", "Marie"),
            post(1, slug="two", dc__creator="marie@example.org"),
        )
    )
    Author.objects.filter(name="Marie").update(slug="marie")
    with transaction.atomic():
        export_wordpress(out := tmp_path / "out.xml", site=the_site(), now=NOON)
        transaction.set_rollback(True)
    Article.objects.all().delete()
    Author.objects.all().delete()
    bring(out)
    slugs = {a.slug: [str(b.author.slug) for b in a.authorships.all()] for a in authored()}
    assert slugs == {"one": ["ελλάδα", "jean"], "two": ["marie"]}


def authored() -> Any:
    return Article.objects.prefetch_related("authorships__author")


def test_comments_belong_to_the_accounts_that_wrote_them(tmp_path: Path):
    # given accounts 1 and 2 of two sites, and one that is not listed
    said = [comment(31, user_id="2"), comment(32, user_id="1"), comment(33, user_id="9")]
    bring(
        blog(author("ada", id="2"), author("bo", id="1"), post(1, said, meta={"_edit_last": "1"})),
        blog(author("cy", id="2"), post(1, [comment(31, "There.", user_id="2")], slug="there"),
             at="https://other.example.org"),
    )  # fmt: skip
    make_comment(make_article(), "From here.")
    channel = left(tmp_path)
    known = accounts(channel)
    told = {
        text(one, "wp:comment_id") + text(one, "wp:comment_content"): known.get(
            text(one, "wp:comment_user_id"), ""
        )
        for one in channel.iterfind("item/wp:comment", NAMES)
    }
    assert sorted(told.values()) == ["", "", "ada", "bo", "cy"]
    assert told["31There."] == "cy"
    (last,) = [
        text(meta, "wp:meta_value")
        for meta in channel.iterfind("item/wp:postmeta", NAMES)
        if text(meta, "wp:meta_key") == "_edit_last"
    ]
    assert known[last] == "bo"


def test_an_editor_whom_nobody_knows_is_not_named(tmp_path: Path):
    bring(blog(post(1, meta={"_edit_last": "x"})), blog(page(2, meta={"_edit_last": ""})))
    keys = [text(meta, "wp:meta_key") for meta in left(tmp_path).iter(f"{{{NAMES['wp']}}}postmeta")]
    assert "_edit_last" not in keys
    assert not Comment.objects.exists()
    assert StaticPage.objects.count() == 1


@pytest.mark.parametrize("spelled", [">ada", "Ada", "a<b></b>da", "áda", " ada "])
def test_a_creator_is_the_listed_account_that_wordpress_takes_it_for(spelled: str):
    bring(blog(author("ada", "Ada Verne"), post(1, dc__creator=spelled)))
    (authorship,) = the_article().authorships.all()
    assert authorship.author.name == "Ada Verne"
    assert Author.objects.count() == 1
