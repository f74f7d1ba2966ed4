"""A moderator sees how the filter did: two tables, a picture, and an honest word beside it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from chronique.articles.models import Publication
from chronique.comments.models import Decision
from chronique.comments.record import Bin
from chronique.desk.discussion.chart import BOTTOM, LARGEST, LEFT, RIGHT, TOP, plot
from tests.comments.moderators import moderator
from tests.desk.given import desk_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/comments/filter/"


@pytest.fixture
def desk(publication: Publication) -> Client:
    return desk_of(moderator("max"))


def decided(count: int, *, probability: float = 0.95, action: str = "spam") -> None:
    known = {"decision": "hold", "probability": probability}
    shared = {"decided_at": timezone.now(), "verdict": known, "after": "held"}
    for _ in range(count):
        number = Decision.objects.count() + 1
        Decision.objects.create(number=number, action="receive", by="filter", **shared)
        Decision.objects.create(number=number, action=action, by="moderator", **shared)


def shown(desk: Client) -> BeautifulSoup:
    answer = desk.get(PAGE)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_the_queue_leads_there(desk: Client):
    page = BeautifulSoup(desk.get("/desk/comments/").content, "html.parser")
    assert page.select_one(f'.talk-tabs a[href="{PAGE}"]')
    assert shown(desk).select_one(f'.talk-tabs a[href="{PAGE}"][aria-current="page"]')


def test_with_few_decisions_it_says_so(desk: Client):
    assert "So far there are 0 decisions; below 50 the picture says little." in shown(desk).text
    assert not shown(desk).select("svg.record-plot")
    decided(49)
    page = shown(desk)
    assert "So far there are 49 decisions; below 50 the picture says little." in page.text
    decided(1)
    assert "So far" not in shown(desk).text


def test_the_picture_has_a_name_words_and_its_numbers_in_a_table(desk: Client):
    decided(50)
    decided(10, probability=0.05, action="approve")
    page = shown(desk)
    svg = page.select_one("svg.record-plot")
    title, words = (svg.find(id=one) for one in svg["aria-labelledby"].split())
    assert title.get_text().startswith("How likely") and "Of 60 comments." in words.get_text()
    assert len(svg.select("circle")) == 2 and not svg.select("script")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select(".record-picture tbody tr")]
    assert rows[0] == "0–10 % 10 0 % 0–21 %"
    assert rows[1] == "10–20 % 0 – –"
    assert rows[9].startswith("90–100 % 50 100 %")


def points(client: Client) -> list[tuple[object, ...]]:
    drawn = shown(client).select("svg.record-plot circle")
    return [(one["cx"], one["cy"], one["r"]) for one in drawn]


def test_the_numbers_of_a_drawing_are_the_same_in_every_language(desk: Client):
    decided(3, probability=0.55)
    french = moderator("mia")
    UserProfile.objects.create(user=french, preferred_language="fr")
    assert "Ce qu’a fait le filtre" in shown(desk_of(french)).text
    assert points(desk_of(french)) == points(desk) == [("227", "30", "11")]


def test_points_lie_where_the_numbers_say():
    drawn = plot([Bin(0, 10, 100, 0), Bin(40, 50), Bin(90, 100, 25, 25)])
    low, high = drawn.points
    assert (low.x, low.y, low.radius) == (LEFT + (RIGHT - LEFT) // 20, BOTTOM, LARGEST)
    assert (high.y, high.upper, high.radius) == (TOP, TOP, round(LARGEST / 2))
    assert low.upper < low.lower == BOTTOM and high.lower > TOP
    assert plot([Bin(0, 10)]).points == plot([]).points == []
