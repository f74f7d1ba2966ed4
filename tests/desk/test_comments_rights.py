"""Who moderates sees the queue, the log, people and words, and nothing else of the desk."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from chronique.articles.models import Publication
from chronique.comments.actions.moderating import decide
from chronique.comments.models import Block, Comment, Decision, WordList
from tests.comments.moderators import held, moderator, verdict
from tests.desk.given import desk_of, shown, writer
from tests.factories import NOON, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OURS = [
    "/desk/comments/", "/desk/comments/filter/", "/desk/comments/log/",
    "/desk/comments/log.csv", "/desk/comments/log.json",
    "/desk/comments/people/", "/desk/comments/people/new/", "/desk/comments/words/",
    "/desk/comments/words/new/",
]  # fmt: skip
THEIRS = [
    "/desk/all-articles/", "/desk/images/", "/desk/documents/", "/desk/users/", "/desk/groups/",
    "/desk/snippets/articles/section/", "/desk/settings/articles/publication/",
    "/desk/settings/comments/discussion/", "/desk/redirects/", "/desk/sites/",
]  # fmt: skip


@pytest.fixture
def max_(publication: Publication) -> User:
    return moderator("max")


@pytest.fixture
def desk(max_: User) -> Client:
    return desk_of(max_)


def is_refused(client: Client, address: str) -> bool:
    answer = client.get(address, follow=True)
    return answer.redirect_chain == [("/desk/", 302)]


@pytest.mark.parametrize("address", OURS)
def test_a_moderator_finds_what_moderation_needs(desk: Client, address: str):
    assert desk.get(address).status_code == 200


@pytest.mark.parametrize("address", THEIRS)
def test_a_moderator_finds_nothing_else(desk: Client, address: str):
    assert is_refused(desk, address)


def test_a_moderator_is_led_nowhere_else(desk: Client):
    page = desk.get("/desk/").content.decode()
    assert "/desk/comments/" in page
    assert "/desk/all-articles/" not in page


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
@pytest.mark.parametrize("address", OURS)
def test_who_may_not_moderate_sees_nothing_of_it(
    publication: Publication, group: str, address: str
):
    """Wagtail's own "Moderators" look after articles."""
    client = desk_of(writer("edith", group=group))
    assert is_refused(client, address)
    assert "/desk/comments/" not in client.get("/desk/").content.decode()


def test_an_editor_who_is_given_the_permission_moderates(publication: Publication):
    edith = writer("edith", group="Editors")
    edith.user_permissions.add(Permission.objects.get(codename="moderate_comments"))
    comment = held(make_article())
    desk_of(edith).post(f"/desk/comments/{comment.pk}/", {"action": "approve"})
    assert Comment.objects.get().is_public


@pytest.mark.parametrize("path", ["1/", "decide/", "undo/"])
def test_who_may_not_moderate_decides_nothing(publication: Publication, path: str):
    held(make_article(), pk=1)
    client = desk_of(writer("edith", group="Editors"))
    answer = client.post(f"/desk/comments/{path}", {"action": "approve", "comment": "1"})
    assert answer["Location"] == "/desk/"
    assert not Comment.objects.get().is_public
    assert Client().post(f"/desk/comments/{path}")["Location"].startswith("/desk/login/")


def test_the_menu_says_how_many_wait(desk: Client):
    page = desk.get("/desk/").content.decode()
    assert "Comments (" not in page and '"/desk/comments/"' in page.replace("&quot;", '"')
    held(make_article())
    assert "Comments (1)" in desk.get("/desk/").content.decode()


@pytest.fixture
def decisions(max_: User) -> list[Decision]:
    article = make_article(title="=HIGH()")
    rows = []
    for action in (Decision.Action.APPROVE, Decision.Action.SPAM):
        comment = held(article, "Some secret words.", verdict=verdict(links="4"))
        rows.append(
            decide(
                comment=comment, action=action, by=Decision.By.MODERATOR, user=max_, now=NOON,
                note="=cmd()",
            )
        )  # fmt: skip
    return rows


def test_the_log_says_who_decided_what_and_why(desk: Client, decisions: list[Decision]):
    said = shown(desk, "/desk/comments/log/")
    for part in ("approved", "marked as spam", "max", "It holds 4 links.", "=HIGH()"):
        assert part in said
    narrow = shown(desk, "/desk/comments/log/?action=spam&since=2026-03-14&until=2026-03-14")
    rows = narrow.partition("What the filter said")[2]
    assert "marked as spam" in rows and "approved" not in rows
    assert "Nothing was decided" in shown(desk, "/desk/comments/log/?until=2026-03-13")
    assert "marked as spam" in shown(desk, "/desk/comments/log/?comment=x&by=nobody")


def test_the_log_is_handed_out_for_programs(desk: Client, decisions: list[Decision]):
    table = b"".join(desk.get("/desk/comments/log.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["decision"] for row in rows] == ["spam", "approve"]
    # nothing of it is a formula
    assert {(row["article"], row["note"]) for row in rows} == {("'=HIGH()", "'=cmd()")}
    records = json.loads(b"".join(desk.get("/desk/comments/log.json")))
    assert [one["decision"] for one in records] == ["spam", "approve"]
    assert records[0]["verdict_reasons"] == ["links"]
    one = json.loads(b"".join(desk.get("/desk/comments/log.json?action=approve")))
    assert len(one) == 1
    assert json.loads(b"".join(desk.get("/desk/comments/log.json?action=pin"))) == []


def test_neither_words_nor_addresses_of_readers_are_in_the_log(
    desk: Client, decisions: list[Decision]
):
    for kind in ("csv", "json"):
        text = b"".join(desk.get(f"/desk/comments/log.{kind}")).decode()
        assert "bo@example.org" not in text and "secret" not in text


def test_a_place_is_kept_in_one_form(desk: Client):
    form = {"kind": "address", "value": " Bo+Shop@Example.org ", "effect": "refuse", "reason": "",
            "until": ""}  # fmt: skip
    assert desk.post("/desk/comments/people/new/", form).status_code == 302
    block = Block.objects.get()
    assert (block.value, block.user.username) == ("bo@example.org", "max")
    # the same in other letters is there already
    again = desk.post("/desk/comments/people/new/", form | {"value": "BO@example.org"})
    assert again.status_code == 200
    assert Block.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "value"), [("address", "bo"), ("domain", "no domain"), ("network", "10.0.0.0/2")]
)
def test_what_is_no_such_place_is_refused_with_a_sentence(desk: Client, kind: str, value: str):
    form = {"kind": kind, "value": value, "effect": "hold", "reason": "", "until": ""}
    answer = desk.post("/desk/comments/people/new/", form)
    assert f"“{value}” is not a" in answer.content.decode()
    assert not Block.objects.exists()


def test_lines_that_find_nothing_are_named(desk: Client):
    form = {"name": "Shops", "language": "", "effect": "hold", "words": "casino*\n!!!\n"}
    answer = desk.post("/desk/comments/words/new/", form)
    assert "These lines find nothing: “!!!”." in answer.content.decode()
    desk.post("/desk/comments/words/new/", form | {"words": "casino*\n# bets\npari"})
    assert WordList.objects.get().name == "Shops"


def test_a_day_ends_when_it_ends_at_the_wall(desk: Client, decisions: list[Decision]):
    Decision.objects.update(decided_at=NOON.replace(hour=23) + timedelta(minutes=30))
    # half past midnight in Paris
    assert "marked as spam" in shown(desk, "/desk/comments/log/?since=2026-03-15")
    assert "Nothing was decided" in shown(desk, "/desk/comments/log/?until=2026-03-14")
