"""The queue at the desk: what a moderator sees of each comment, and what each button does."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from chronique.articles.models import Article, Publication
from chronique.comments.models import Alarm, Appeal, Block, Comment, Decision
from tests.comments.moderators import confirmed, held, moderator, report, verdict
from tests.desk.given import desk_of
from tests.factories import NOON, make_article, make_comment, the_site

pytestmark = pytest.mark.django_db
QUEUE = "/desk/comments/"
State = Comment.State


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="High water")


@pytest.fixture
def max_(publication: Publication) -> User:
    return moderator("max", first_name="Max", last_name="Mole")


@pytest.fixture
def desk(max_: User) -> Client:
    return desk_of(max_)


def entries(client: Client, address: str = QUEUE) -> list[Tag]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(BeautifulSoup(answer.content, "html.parser").select("[data-entry]"))


def names(client: Client, query: str = "") -> list[str]:
    return [entry.select_one(".talk-name").get_text() for entry in entries(client, QUEUE + query)]


def words(tag: Tag | None) -> str:
    assert tag
    return " ".join(tag.get_text(" ").split())


def press(client: Client, comment: Comment, action: str, *, json: bool = False, **more: Any) -> Any:
    """Press a button of a comment, as the browser or as the script does."""
    form = {"action": action, "seen": comment.stamp, "list": QUEUE, **more}
    headers = {"accept": "application/json"} if json else {"accept": "text/html"}
    return client.post(f"{QUEUE}{comment.pk}/", form, headers=headers)


def state_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def test_each_comment_stands_with_what_one_needs_to_decide(article: Article, desk: Client):
    # given a reader with a past, who answers somebody
    first = NOON - timedelta(days=40)
    make_comment(article, "Long ago.", written_at=first)
    held(article, "Pills.", state=State.SPAM)
    parent = make_comment(article, "Is it late?", author_name="Cy", author_email="cy@example.org")
    comment = held(
        article, "It <em>is</em>.", parent=parent, author_url="https://bo.example",
        verdict=verdict(score=0.87, links="4"), written_at=NOON + timedelta(hours=1),
    )  # fmt: skip
    report(comment, words="He shouts.")
    # then all of it is there, as sentences
    [entry] = entries(desk)
    said = words(entry)
    for part in (
        "Bo", "bo@example.org", "https://bo.example", "1 public, 1 held, 1 spam",
        "first seen on Feb. 2, 2026", "On High water", "In reply to Cy", "Is it late?",
        "It holds 4 links.", "87 %", "1 report", "It insults or threatens somebody", "He shouts.",
    ):  # fmt: skip
        assert part in said, part
    assert entry.select_one(".talk-text em").get_text() == "is"
    assert entry["data-entry"] == str(comment.pk)


def test_the_address_of_a_reader_is_in_no_address_of_a_page(article: Article, desk: Client):
    """Servers log those."""
    comment = held(article)
    [entry] = entries(desk)
    assert not [link for link in entry.select("a[href]") if "example.org" in str(link["href"])]
    held(article, author_name="Cy", author_email="cy@example.org")
    assert names(desk, f"?state=all&beside={comment.pk}") == ["Bo"]


def test_appeals_come_first_then_the_newest_or_what_is_most_doubtful(
    article: Article, desk: Client
):
    old = held(article, author_name="Old", verdict=verdict(score=0.9))
    held(
        article, author_name="New", verdict=verdict(score=0.2), written_at=NOON + timedelta(days=1)
    )
    appealed = held(article, author_name="Appeal", state=State.REJECTED)
    Appeal.objects.create(comment=appealed, words="Why?", made_at=NOON)
    held(article, author_name="Gone", state=State.REJECTED)
    assert names(desk) == ["Appeal", "New", "Old"]
    assert names(desk, "?order=doubtful") == ["Appeal", "Old", "New"]
    assert old.pk


def test_comments_are_found_by_state_words_article_reports_and_day(article: Article, desk: Client):
    other = make_article()
    held(article, "The tide.", author_name="Ada")
    held(other, author_name="Bea", author_email="bea@elsewhere.example")
    report(make_comment(article, author_name="Cyd"))
    held(other, author_name="Dee", written_at=NOON - timedelta(days=3))
    assert sorted(names(desk)) == ["Ada", "Bea", "Dee"]
    for query, found in {
        "?q=tide": ["Ada"], "?q=elsewhere": ["Bea"], "?q=ADA": ["Ada"],
        f"?article={article.pk}": ["Ada"], "?state=public": ["Cyd"],
        "?state=all&reported=on": ["Cyd"], "?until=2026-03-12": ["Dee"],
        "?since=2026-03-14&article=" + str(other.pk): ["Bea"],
        "?state=invented&since=yesterday&article=x&p=-1": ["Bea", "Ada", "Dee"],
    }.items():  # fmt: skip
        assert names(desk, query) == found, query


def test_the_number_of_queries_does_not_grow_with_the_queue(
    article: Article, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for number in range(20):
        parent = make_comment(article)
        report(held(article, parent=parent, author_email=f"bo{number}@example.org"))
    with django_assert_max_num_queries(30):
        assert len(entries(desk)) == 20


def test_a_long_queue_has_pages(article: Article, desk: Client):
    for _ in range(30):
        held(article)
    assert (len(entries(desk)), len(entries(desk, f"{QUEUE}?p=2"))) == (25, 5)


@pytest.mark.parametrize(
    ("action", "state"),
    [("approve", "public"), ("reject", "rejected"), ("spam", "spam")],
)
def test_a_button_decides_and_leads_back_to_the_same_list(
    article: Article, desk: Client, action: str, state: str
):
    comment = held(article)
    answer = press(desk, comment, action, list=f"{QUEUE}?order=doubtful")
    assert (answer.status_code, answer["Location"]) == (302, f"{QUEUE}?order=doubtful")
    assert state_of(comment) == state
    assert Decision.objects.get().user.username == "max"


def test_nobody_is_led_elsewhere(article: Article, desk: Client):
    answer = press(desk, held(article), "approve", list="https://evil.example/desk/comments/")
    assert answer["Location"] == QUEUE


def test_the_last_decision_can_be_undone_without_a_script(article: Article, desk: Client):
    comment = held(article)
    press(desk, comment, "spam")
    page = BeautifulSoup(desk.get(QUEUE).content, "html.parser")
    form = page.select_one("[data-undo]")
    assert "Bo – marked as spam" in words(form)
    fields = {one["name"]: one["value"] for one in form.select("input[name]")}
    desk.post(str(form["action"]), fields)
    assert state_of(comment) == "held"
    assert not BeautifulSoup(desk.get(QUEUE).content, "html.parser").select_one("[data-undo]")


def test_a_script_is_told_what_stands_on_the_list_now(article: Article, desk: Client):
    comment = held(article)
    gone = press(desk, comment, "approve", json=True).json()
    assert (gone["sentence"], gone["entries"]) == ("Bo: approved.", {str(comment.pk): None})
    decision = Decision.objects.get()
    assert f'value="{decision.pk}"' in gone["last"]
    back = desk.post(
        f"{QUEUE}undo/", {"decision": decision.pk, "list": QUEUE},
        headers={"accept": "application/json"},
    ).json()  # fmt: skip
    assert f'data-entry="{comment.pk}"' in back["entries"][str(comment.pk)]
    assert back["last"].strip() == ""


def test_the_second_moderator_is_told_and_shown_what_is_true_now(article: Article, desk: Client):
    comment = held(article)
    press(desk_of(moderator("mia", first_name="Mia")), comment, "approve")
    answer = press(desk, comment, "spam", json=True)
    assert answer.status_code == 409
    assert answer.json()["sentence"] == "Mia was faster: this comment is public."
    assert state_of(comment) == "public"
    page = desk.post(f"{QUEUE}{comment.pk}/", {"action": "spam", "seen": "held-00-"}, follow=True)
    assert "Mia was faster" in page.content.decode()


def test_an_edit_takes_a_note_and_stays_on_the_list(article: Article, desk: Client):
    comment = held(article)
    answer = press(desk, comment, "edit", json=True, text="I *agree*.", note="Spelling.").json()
    assert "<em>agree</em>" in answer["entries"][str(comment.pk)]
    assert Decision.objects.get().note == "Spelling."


def test_an_answer_approves_what_it_answers(article: Article, desk: Client):
    comment = held(article)
    press(desk, comment, "answer", text="Thank you.")
    assert state_of(comment) == "public"
    assert comment.replies.get().text == "Thank you."


def test_what_is_empty_is_refused_with_a_sentence(article: Article, desk: Client):
    answer = press(desk, held(article), "answer", json=True, text=" ")
    assert (answer.status_code, answer.json()["sentence"]) == (409, "Please write something.")


def test_several_are_decided_at_once_and_undone_at_once(article: Article, desk: Client):
    comments = [held(article) for _ in range(3)]
    numbers = [comment.pk for comment in comments[:2]]
    desk.post(f"{QUEUE}decide/", {"action": "spam", "comment": numbers, "list": QUEUE})
    assert [state_of(comment) for comment in comments] == ["spam", "spam", "held"]
    page = BeautifulSoup(desk.get(QUEUE).content, "html.parser")
    decisions = [one["value"] for one in page.select("[data-undo] [name=decision]")]
    assert len(decisions) == 2
    desk.post(f"{QUEUE}undo/", {"decision": decisions})
    assert [state_of(comment) for comment in comments] == ["held"] * 3


def test_a_reason_says_whether_anybody_will_read_it(article: Article, desk: Client):
    held(article, author_email="cy@example.org")
    assert "nothing is sent" in words(entries(desk)[0])
    confirmed("cy@example.org")
    assert "It is sent to whoever wrote the comment" in words(entries(desk)[0])


@pytest.mark.parametrize(
    ("kind", "lasts", "value", "days"),
    [("address", "day", "bo@example.org", 1), ("domain", "ever", "example.org", None)],
)
def test_a_writer_is_blocked_from_the_queue(
    article: Article, desk: Client, kind: str, lasts: str, value: str, days: int | None
):
    press(desk, held(article), "block", kind=kind, lasts=lasts)
    block = Block.objects.get()
    assert (block.kind, block.value, block.effect, block.user.username) == (
        kind, value, "refuse", "max",
    )  # fmt: skip
    assert (block.until is None) == (days is None)


def test_a_block_has_a_reason_and_a_last_day(article: Article, desk: Client):
    # given a comment, and the fields that stand at it
    comment = held(article)
    [form] = [form for form in entries(desk)[0].select("form") if form.select("[name=kind]")]
    assert {one["name"] for one in form.select("input:not([type=hidden]), select")} == {
        "kind", "lasts", "last_day", "reason",
    }  # fmt: skip
    # when its writer is blocked up to a day
    day = timezone.localdate() + timedelta(days=3)
    press(
        desk, comment, "block", kind="address", lasts="month", last_day=str(day),
        reason="Threatens others.",
    )  # fmt: skip
    # then it ends with that day, and the list of people says why
    block = Block.objects.get()
    assert block.until == timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    assert "Threatens others." in desk.get(reverse("people:index")).content.decode()
    # and who blocks once more without a word leaves the reason
    press(desk, comment, "block", kind="address", lasts="ever")
    assert Block.objects.filter(until=None, reason="Threatens others.").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"last_day": "2020-01-01"}, "That day is over"),
        ({"last_day": "soon"}, "This is not a day"),
        ({"reason": "a" * 501}, "longer than 500"),
    ],
)
def test_a_block_that_cannot_be_is_refused(
    article: Article, desk: Client, fields: dict[str, Any], sentence: str
):
    said: dict[str, Any] = {"kind": "address", "lasts": "ever", **fields}
    answer = press(desk, held(article), "block", json=True, **said)
    assert (answer.status_code, Block.objects.count()) == (409, 0)
    assert sentence in answer.json()["sentence"]


def test_a_domain_that_other_readers_write_from_is_spared(article: Article, desk: Client):
    make_comment(article, author_email="ada@example.org")
    answer = press(desk, held(article), "block", json=True, kind="domain", lasts="ever")
    assert (answer.status_code, Block.objects.count()) == (409, 0)
    assert "Block the address instead" in answer.json()["sentence"]


@pytest.mark.parametrize("action", ["", "purge", "receive", "undo"])
def test_what_no_button_does_is_not_done(article: Article, desk: Client, action: str):
    assert press(desk, held(article), action).status_code == 404


def test_a_forged_form_is_refused(article: Article, max_: User):
    client = Client(enforce_csrf_checks=True)
    client.force_login(max_)
    comment = held(article)
    assert press(client, comment, "approve").status_code == 403
    assert state_of(comment) == "held"


def test_markup_in_what_strangers_typed_is_text(article: Article, desk: Client):
    evil = "<img src=x onerror=alert(1)>"
    comment = held(article, author_name=evil, author_url=f"https://a.example/{evil}")
    report(comment, words=evil)
    Appeal.objects.create(comment=comment, words=evil, made_at=NOON)
    assert not entries(desk)[0].select("img")


def test_a_network_is_blocked_by_its_mark_until_midnight(desk: Client, article: Article):
    # given a comment that came from a network today
    def write(network: str, body: str) -> int:
        words = {"name": "Cy", "email": "cy@example.org", "body": body}
        return Client(REMOTE_ADDR=network).post(f"{article.address}comments/", words).status_code

    assert write("192.0.2.7", "Buy.") == 303
    # when it is blocked from the queue
    press(desk, Comment.objects.get(), "block", kind="mark", lasts="ever")
    # then nothing is taken from there today, and from elsewhere all is
    assert (write("192.0.2.7", "More."), write("192.0.2.8", "Else.")) == (422, 303)
    block = Block.objects.get()
    assert "192.0.2" not in str(list(Block.objects.values()))
    assert timezone.localtime(block.until).time() == time()
    assert block.until - timezone.now() <= timedelta(days=1)
    # and the list of places says so, without the mark
    listed = desk.get(reverse("people:index")).content.decode()
    assert "network of a comment, for a day" in listed and block.value not in listed
    with override("en"):
        day = date_format(timezone.localtime(), "SHORT_DATE_FORMAT")
        assert day in listed and f"{day} " not in listed
    assert desk.get(reverse("people:edit", args=[block.pk])).status_code == 200


def test_yesterday_s_mark_blocks_nobody(desk: Client, article: Article):
    old = held(article, network="f" * 32)
    answer = press(desk, old, "block", json=True, kind="mark", lasts="day")
    assert answer.status_code == 409
    assert "Nobody knows any more" in answer.json()["sentence"]
    assert not Block.objects.exists()


def test_slow_mode_is_switched_on_and_off_from_the_queue(desk: Client, article: Article):
    place = reverse("comments_slow")
    Alarm.objects.create(site=the_site(), kind="likes", count=612, raised_at=timezone.now())
    page = desk.get(QUEUE).content.decode()
    assert "612 likes came within five minutes." in page
    assert "For one hour" in page and "End it now" not in page
    page = desk.post(place, {"lasts": "hour"}, follow=True).content.decode()
    assert "Max Mole began slow mode." in page
    assert "Slow mode is on until" in page and "For one hour" not in page
    page = desk.post(place, {"lasts": "end"}, follow=True).content.decode()
    assert "Slow mode is off." in page and "For one hour" in page
    assert desk.post(place, {"lasts": "century"}).status_code == 404
    assert not Alarm.objects.slow(the_site().pk, timezone.now()).exists()


@pytest.mark.parametrize("state", ["held", "public", "spam", "rejected", "removed"])
def test_in_every_state_a_comment_is_found_by_text_name_and_address(
    article: Article, desk: Client, state: str
):
    held(
        article, "The tide.", state=state, author_name="Ada", author_email="ada@elsewhere.example",
        author_url="https://ada.example",
    )  # fmt: skip
    for words in ("TIDE", "ada", "elsewhere", "https://ada"):
        for among in (state, "all"):
            assert names(desk, f"?state={among}&q={words}") == ["Ada"], (words, among)


def test_a_search_leads_to_the_same_among_all(article: Article, desk: Client):
    held(article, "The tide.", state=State.SPAM)
    page = BeautifulSoup(desk.get(f"{QUEUE}?q=tide&p=2").content, "html.parser")
    [link] = [a for a in page.select("a") if "the spam too" in a.get_text()]
    assert link["href"] == f"{QUEUE}?q=tide&state=all"
    assert names(desk, str(link["href"]).removeprefix(QUEUE)) == ["Bo"]
    for query in ("", "?state=all&q=tide", "?q="):
        assert "the spam too" not in desk.get(f"{QUEUE}{query}").content.decode()
