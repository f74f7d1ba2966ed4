"""The writer says how many honest comments may be held; the filter keeps to it."""

from itertools import product

import pytest
from django.test import Client

from chronique.articles.models import Article
from chronique.comments.models import Comment, Discussion
from chronique.spam import model
from chronique.spam.opinion import opinion
from chronique.spam.submissions import Submission
from tests.factories import make_article, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

# All but certain, likely, and a little doubtful, as the model sees them.
PILLS = "Cheap pills, no prescription needed: https://best-pills-shop.top/buy?id=7 and casino bonus"


@pytest.fixture
def article() -> Article:
    return make_article(comments_mode="open")


def chosen(**choices: int) -> None:
    Discussion.objects.create(site=the_site(), mode="open", **choices)


def state_after(article: Article, body: str = PILLS) -> str:
    words = {"name": "Cy", "email": "cy@example.org", "body": body}
    assert Client().post(f"{article.address}comments/", words).status_code == 303
    return Comment.objects.latest("pk").state


def test_what_can_be_chosen_the_model_has_figures_for():
    known = {limit.honest for limit in model.shipped().limits}
    assert set(Discussion.Held.values) <= known
    assert set(Discussion.Lost.values) - {Discussion.Lost.NEVER} <= known


def test_who_chose_nothing_has_what_is_usual():
    usual = Discussion(site=the_site())
    assert (usual.honest_held, usual.honest_lost) == (5, 1)


@pytest.mark.parametrize(
    ("choices", "state"),
    [({}, "spam"), ({"honest_lost": 0}, "held"), ({"honest_held": 1, "honest_lost": 5}, "spam")],
)
def test_what_is_certain_goes_where_the_writer_said(
    article: Article, choices: dict[str, int], state: str
):
    chosen(**choices)
    assert state_after(article) == state


def doubtful(between: tuple[int, int]) -> str:
    """Return words that the model doubts so much: held where the second may be, not the first."""
    few, many = (model.shipped().limit(honest).probability for honest in between)
    for honest, spam in product(range(40), ("casino bonus", "cheap pills", "https://seo.example")):
        text = "Thanks, I was looking for these figures. " * honest + spam
        given = Submission(text, author_name="Cy", author_email="cy@example.org", language="en")
        if many <= opinion(given).probability < few:
            return text
    raise AssertionError("no such words")


@pytest.mark.parametrize(("held", "state"), [(5, "public"), (30, "held")])
def test_the_more_may_be_held_the_more_is(article: Article, held: int, state: str):
    chosen(honest_held=held)
    assert state_after(article, doubtful((5, 30))) == state


def test_an_edited_comment_is_judged_by_the_same_choice(article: Article):
    chosen(honest_held=5, honest_lost=0)
    browser, words = Client(), {"name": "Bo", "email": "bo@example.org", "body": "I agree."}
    browser.post(f"{article.address}comments/", words)
    comment = Comment.objects.get()
    browser.post(f"{comment.path}edit/", {"body": PILLS})
    comment.refresh_from_db()
    assert (comment.state, comment.text) == ("held", PILLS)
