"""The writer's screens of letters: who may publish may send, and sees what becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Article
from chronique.mail.models import Letter
from chronique.newsletter.actions.queueing import queue_some
from chronique.newsletter.models import Issue, LeftOut, Newsletter
from tests.comments.moderators import moderator
from tests.desk.given import desk_of, edit_address, shown, words, write, writer
from tests.factories import make_article, paragraph
from tests.newsletter.issues import arrive, letters_of, make_newsletter, plan, subscribe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

LETTERS = "/desk/letters/"
LONG = [paragraph(f"<p>{'The water rises until noon. ' * 12}</p>")]


@pytest.fixture
def newsletter() -> Newsletter:
    Newsletter.objects.all().delete()
    newsletter = make_newsletter(name="The tide")
    subscribe(newsletter, 2)
    return newsletter


@pytest.fixture
def article() -> Article:
    return make_article(title="High water", body=LONG)


@pytest.fixture
def desk() -> Client:
    return desk_of(writer(email="ada@example.org"))


def plan_address(article: Article) -> str:
    return f"{LETTERS}article/{article.pk}/"


def choices(newsletter: Newsletter, **changes: str) -> dict[str, str]:
    return {
        f"form-{newsletter.pk}": "full", "when": "now", "at": "", "subject": "High water",
        "preheader": "What it is about.", **changes,
    }  # fmt: skip


def read(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def checked(desk: Client, address: str, said: dict[str, str]) -> tuple[BeautifulSoup, str]:
    """Press "Check"; return the screen, and the proof that stands on it."""
    answer = desk.post(address, {**said, "action": "check"})
    assert answer.status_code == 200
    page = read(answer)
    return page, str(page.find("input", {"name": "checked"})["value"])


def planned(issue: Issue) -> Issue:
    """Let its first letters be queued."""
    while queue_some(issue, now=timezone.now() + timedelta(hours=1)) is not None:
        pass
    issue.refresh_from_db()
    return issue


def test_an_article_is_checked_and_sent(desk: Client, newsletter: Newsletter, article: Article):
    address, said = plan_address(article), choices(newsletter)
    first = shown(desk, address)
    assert "The tide" in first and "2 get each article" in first
    page, token = checked(desk, address, said)
    assert "The subject is 10 characters long." in page.get_text()
    assert not page.select(".letters-error, .letters-warning"), page.get_text()
    assert page.select_one("iframe").get("sandbox") is not None
    answer = desk.post(address, {**said, "action": "send", "checked": token})
    issue = Issue.objects.get()
    assert answer["Location"] == f"{LETTERS}{issue.pk}/"
    assert (issue.made_by.username, issue.form, issue.subject) == ("ada", "full", "High water")
    assert timedelta(minutes=4) < issue.send_at - timezone.now() <= timedelta(minutes=5)
    page_of_issue = shown(desk, f"{LETTERS}{issue.pk}/")
    assert "1 letter is planned." in page_of_issue and "Take it back" in page_of_issue
    assert "High water" in shown(desk, LETTERS)


def test_nothing_is_sent_that_was_not_checked_as_it_is(
    desk: Client, newsletter: Newsletter, article: Article
):
    address, said = plan_address(article), choices(newsletter)
    _page, token = checked(desk, address, said)
    for changes in ({"checked": ""}, {"checked": "forged"}, {"subject": "Other words"}):
        answer = desk.post(address, {**said, "checked": token, **changes, "action": "send"})
        assert "look once more" in read(answer).get_text()
    assert not Issue.objects.exists()


def test_warnings_ask_and_errors_block(desk: Client, newsletter: Newsletter):
    article = make_article(standfirst="", body=[paragraph("<p>Lorem ipsum, and more.</p>")])
    address, said = plan_address(article), choices(newsletter)
    page, token = checked(desk, address, said)
    warned = page.select_one(".letters-findings").get_text()
    assert "no standfirst" in warned and "Lorem ipsum" in warned and "very short" in warned
    send = {**said, "action": "send", "checked": token}
    assert "all the same" in read(desk.post(address, send)).get_text()
    assert not Issue.objects.exists()
    assert desk.post(address, {**send, "sure": "yes"}).status_code == 302
    assert Issue.objects.exists()
    # an article without words cannot be sent
    empty = make_article(body=[])
    page, _token = checked(desk, plan_address(empty), said)
    assert "has no text" in page.select_one(".letters-error").get_text()
    assert not page.select("button[value=send]")


def test_a_moment_a_draft_and_digests_are_chosen(desk: Client, newsletter: Newsletter):
    draft = make_article(live=False, body=LONG)
    draft.save_revision()
    address = plan_address(draft)
    tomorrow = timezone.localtime() + timedelta(days=1)
    assert "when it is published" in shown(desk, address)
    # a moment that is none, or over
    for at, why in (("", "Say on which day"), ("2020-01-01T08:00", "over")):
        answer = desk.post(address, choices(newsletter, when="at", at=at))
        assert answer.status_code == 422 and why in read(answer).get_text()
    said = choices(newsletter, when="at", at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    _page, token = checked(desk, address, said)
    desk.post(address, {**said, "action": "send", "checked": token, "sure": "yes"})
    assert Issue.objects.get().send_at == tomorrow.replace(second=0, microsecond=0)
    # nothing at once, and no digest either
    other = make_article(body=LONG)
    said = choices(newsletter, **{f"form-{newsletter.pk}": "not"})
    _page, token = checked(desk, plan_address(other), said)
    desk.post(plan_address(other), {**said, "action": "send", "checked": token})
    assert LeftOut.objects.get().article == other and Issue.objects.count() == 1


def test_a_test_letter_goes_to_oneself(desk: Client, newsletter: Newsletter, article: Article):
    said = {**choices(newsletter), "action": "test"}
    answer = desk.post(plan_address(article), said)
    assert "on its way to ada@example.org" in read(answer).get_text()
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == ("ada@example.org", "Test: High water")
    assert "High water" in letter.text and letter.html and "\ue000" not in letter.html
    # who has no address is told so
    nameless = desk_of(writer("bea"))
    assert "give your account an address" in shown(nameless, plan_address(article))
    refused = nameless.post(plan_address(article), said)
    assert "no e-mail address" in read(refused).get_text() and Letter.objects.count() == 1


@pytest.mark.parametrize("how", ["light", "dark", "text"])
def test_the_preview_can_do_nothing(
    desk: Client, newsletter: Newsletter, article: Article, how: str
):
    words = f"newsletter={newsletter.pk}&form=full&subject=A+tide&show={how}"
    answer = desk.get(f"{plan_address(article)}preview/?{words}")
    assert answer.status_code == 200 and "High water" in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "prefers-color-scheme: dark)" not in answer.content.decode()
    bad = f"{plan_address(article)}preview/?newsletter=x&form=full"
    assert desk.get(bad).status_code == 404


def test_an_issue_is_taken_back_stopped_and_let_go_on(
    desk: Client, newsletter: Newsletter, article: Article
):
    issue = plan(article, newsletter, now=timezone.now())
    screen, act = f"{LETTERS}{issue.pk}/", f"{LETTERS}{issue.pk}/act/"
    assert "for 4" in shown(desk, screen)
    planned(issue)
    assert "Letters settled: 0 of 2" in shown(desk, screen)
    # of what a process has in hand no button knows whether it leaves
    Letter.objects.filter(pk=letters_of(issue)[0].pk).update(state=Letter.State.TAKEN)
    desk.post(act, {"action": "stop"})
    page = shown(desk, screen)
    assert "The issue is stopped. 1 letter was on its way and may still arrive." in page
    assert "1 On their way" in page or "On their way 1" in page
    assert "Let it go on" in page
    Letter.objects.filter(pk=letters_of(issue)[0].pk).put_back()
    desk.post(act, {"action": "resume"})
    arrive(issue, 1)
    assert "Letters settled: 1 of 2" in shown(desk, f"{screen}progress/")
    desk.post(act, {"action": "take_back"})
    over = shown(desk, screen)
    assert "1 letter is not sent" in over and "Send it anew to the others" in over
    # too late, and nonsense
    desk.post(act, {"action": "stop"})
    assert "not being sent" in shown(desk, screen)
    assert desk.post(act, {"action": "burn"}).status_code == 404
    assert desk.get(act).status_code == 405


def test_what_servers_said_is_read_and_doubts_are_settled(
    desk: Client, newsletter: Newsletter, article: Article
):
    subscribe(newsletter, 2)
    issue = planned(plan(article, newsletter, now=timezone.now()))
    later, first, second, third = letters_of(issue)
    Letter.objects.filter(pk=later.pk).update(refusals=1, answer="450 Mailbox busy")
    doubtful = [first.pk, second.pk, third.pk]
    Letter.objects.filter(pk__in=doubtful).update(state=Letter.State.UNCERTAIN)
    screen = f"{LETTERS}{issue.pk}/"
    words = shown(desk, screen)
    assert "450 Mailbox busy" in words and "3 letters are uncertain" in words
    desk.post(f"{screen}act/", {"action": "again", "letter": str(first.pk)})
    desk.post(f"{screen}act/", {"action": "let_be", "letter": str(second.pk)})
    states = [letter.state for letter in letters_of(issue)]
    assert states == ["due", "due", "let_be", "uncertain"]
    # a letter of another issue is none of it
    other = plan(make_article(), newsletter, now=timezone.now())
    desk.post(f"{LETTERS}{other.pk}/act/", {"action": "let_be", "letter": str(third.pk)})
    assert letters_of(issue)[3].state == "uncertain"


def test_a_correction_is_written_checked_and_sent(
    desk: Client, newsletter: Newsletter, article: Article
):
    issue = planned(plan(article, newsletter, now=timezone.now()))
    arrive(issue, 1)
    desk.post(f"{LETTERS}{issue.pk}/act/", {"action": "take_back"})
    address = f"{LETTERS}{issue.pk}/correct/"
    assert "Correction: High water" in desk.get(address).content.decode()
    said = {"note": "It was Tuesday.", "form": "excerpt", "subject": "Mended", "preheader": "So."}
    page, token = checked(desk, address, said)
    assert page.select("iframe")
    answer = desk.post(address, {**said, "action": "send", "checked": token, "sure": "yes"})
    correction = Issue.objects.get(kind="correction")
    assert answer["Location"] == f"{LETTERS}{correction.pk}/"
    assert (correction.note, correction.corrects) == ("It was Tuesday.", issue)
    assert "of this letter" in shown(desk, f"{LETTERS}{correction.pk}/")


def test_after_publishing_the_desk_offers_to_send(desk: Client, newsletter: Newsletter):
    article = write(desk, body=[("paragraph", words("The water rises."))])
    page = shown(desk, "/desk/all-articles/")
    assert "2 subscribers wait for it." in page and "Send as a letter" in page
    assert plan_address(article) in desk.get(edit_address(article)).content.decode()
    # it stands on the list of letters until it is sent
    assert "Published, and not sent" in shown(desk, LETTERS)
    plan(article, newsletter, now=timezone.now())
    assert "Published, and not sent" not in shown(desk, LETTERS)


def test_who_may_not_publish_may_not_send(newsletter: Newsletter, article: Article):
    issue = plan(article, newsletter, now=timezone.now())
    addresses = [LETTERS, plan_address(article), f"{LETTERS}{issue.pk}/",
                 f"{LETTERS}{issue.pk}/progress/", f"{LETTERS}{issue.pk}/correct/",
                 f"{LETTERS}{issue.pk}/preview/"]  # fmt: skip
    for desk in (desk_of(writer("eve", group="Editors")), desk_of(moderator("max"))):
        for address in addresses:
            assert desk.get(address)["Location"] == "/desk/", address
        assert desk.post(f"{LETTERS}{issue.pk}/act/", {"action": "take_back"}).status_code == 302
        assert LETTERS not in desk.get("/desk/").content.decode()
    issue.refresh_from_db()
    assert issue.state == Issue.State.PLANNED
    assert desk_of(writer("mo", group="Moderators")).get(LETTERS).status_code == 200
