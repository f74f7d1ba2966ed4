"""An issue is planned, taken back, stopped and let go on; its letters are rows of the mail room."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.mail.actions import hold_mailing
from chronique.mail.models import Letter
from chronique.newsletter.actions import issues
from chronique.newsletter.actions.following import follow
from chronique.newsletter.actions.moving import move
from chronique.newsletter.actions.queueing import queue_some
from chronique.newsletter.models import Issue, LeftOut, Newsletter
from chronique.newsletter.numbers import numbers_of
from chronique.publishing import announce
from tests.factories import NOON, make_article, make_section, paragraph
from tests.newsletter.issues import (
    THEN,
    also_subscribe,
    arrive,
    letters_of,
    make_newsletter,
    plan,
    queue,
    subscribe,
)
from tests.readers.given import make_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def newsletter() -> Newsletter:
    return make_newsletter()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def article() -> Article:
    return make_article(title="High water")


def test_an_issue_waits_some_minutes_then_each_who_wants_it_has_a_letter(
    newsletter: Newsletter, article: Article
):
    wanted = subscribe(newsletter, 3)
    # who wants digests, left, or came later, does not get it
    for fields in ({"rhythm": "daily"}, {"state": "left"}, {"since": THEN + timedelta(hours=1)}):
        subscribe(newsletter, **fields)
    issue = plan(article, newsletter, subject="  High\nwater ")
    assert (issue.subject, issue.send_at, issue.state) == ("High water", THEN, "planned")
    # in the first minutes there is nothing
    assert queue_some(issue, now=THEN - timedelta(seconds=1)) is None
    assert not Letter.objects.exists()
    queue(issue)
    letters = letters_of(issue)
    assert [letter.to for letter in letters] == [one.reader.address for one in wanted]
    assert letters[0].key == f"issue:{issue.pk}:{wanted[0].reader_id}"
    assert letters[0].group == f"subscription:{wanted[0].pk}"
    assert {letter.state for letter in letters} == {Letter.State.DUE}
    assert issue.state == Issue.State.SENDING and issue.queued_at == THEN
    # asked again, nothing comes twice
    assert queue_some(issue, now=THEN) is None and len(letters_of(issue)) == 3


def test_an_issue_waits_for_its_article_to_appear(newsletter: Newsletter):
    subscribe(newsletter)
    article = make_article(live=False)
    issue = plan(article, newsletter, when=None)
    assert issue.send_at is None
    assert queue_some(issue, now=THEN + timedelta(days=9)) is None
    article.live, article.first_published_at = True, NOON
    article.save()
    # told twice, as every step of publishing may be
    announce.went_public(article)
    first = Issue.objects.get().send_at
    announce.went_public(article)
    assert first and Issue.objects.get().send_at == first
    queue(issue, now=first)
    assert len(letters_of(issue)) == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"subject": " "}, "needs a subject"),
        ({"newsletter": {"content_language": "fr"}}, "does not bring"),
        ({"article": {"live": False}}, "not published yet"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_sentence(changes: dict[str, Any], why: str):
    newsletter = make_newsletter(**changes.pop("newsletter", {}))
    article = make_article(**changes.pop("article", {}))
    with pytest.raises(Refused, match=why):
        plan(article, newsletter, **changes)
    assert not Issue.objects.exists()


def test_an_article_with_a_password_is_not_sent_nor_one_that_is_withdrawn_meanwhile(
    newsletter: Newsletter, article: Article
):
    subscribe(newsletter)
    issue = plan(article, newsletter)
    closed = PageViewRestriction.objects.create(
        page=article, restriction_type="password", password="a word"
    )
    with pytest.raises(Refused, match="password"):
        plan(article, make_newsletter())
    queue(issue)
    assert (issue.state, issue.mailing) == (Issue.State.STOPPED, None)
    assert "cannot see the article" in issue.why_stopped
    # once it may be read, the issue can go on
    closed.delete()
    issues.resume(issue)
    queue(issue)
    assert len(letters_of(issue)) == 1 and issue.why_stopped == ""


def test_an_article_goes_out_once_in_a_newsletter(newsletter: Newsletter, article: Article):
    plan(article, newsletter)
    with pytest.raises(Refused, match="already"):
        plan(article, newsletter)
    plan(article, make_newsletter())


def test_who_has_two_newsletters_gets_an_article_once(newsletter: Newsletter):
    section = make_section()
    article, other = make_article(section=section), make_newsletter(section=section)
    both, one = subscribe(newsletter, 2)
    also_subscribe(both.reader, other)
    subscribe(other)
    first, second = plan(article, newsletter), plan(article, other)
    # whichever is queued first
    queue(second)
    queue(first)
    assert len(letters_of(second)) == 2
    assert [letter.to for letter in letters_of(first)] == [one.reader.address]


def test_who_has_two_newsletters_gets_the_other_letter_when_one_is_taken_back(
    newsletter: Newsletter,
):
    both, first_alone = subscribe(newsletter, 2)
    other = make_newsletter()
    also_subscribe(both.reader, other)
    (other_alone,) = subscribe(other)
    article = make_article()
    first, second = queue(plan(article, newsletter)), queue(plan(article, other))
    assert [one.to for one in letters_of(second)] == [other_alone.reader.address]
    arrive(second, 1)
    assert follow(second, now=THEN)
    # one of the first arrives, the other is taken back
    arrived, _waiting = letters_of(first)
    (of_whom,) = [one for one in (both, first_alone) if one.reader.address == arrived.to]
    arrive(first, 1)
    assert issues.take_back(first) == 1
    queue(second)
    # nobody gets two, and nobody who wants it none
    had = [one.to for one in [*letters_of(first), *letters_of(second)] if one.to]
    wanted = {both.reader.address, other_alone.reader.address, of_whom.reader.address}
    assert sorted(had) == sorted(wanted)
    arrive(second, 2)
    assert follow(second, now=THEN)


@pytest.mark.parametrize("is_stopped", [False, True])
def test_who_waits_for_the_one_that_is_taken_back_waits_for_the_other_then(
    newsletter: Newsletter, is_stopped: bool
):
    (both,) = subscribe(newsletter)
    other = make_newsletter()
    also_subscribe(both.reader, other)
    subscribe(other)
    article = make_article()
    first, second = queue(plan(article, newsletter)), queue(plan(article, other))
    assert both.reader.address not in [one.to for one in letters_of(second)]
    if is_stopped:
        issues.stop(second)
    issues.take_back(first)
    queue(second)
    assert second.is_stopped == is_stopped
    if is_stopped:
        issues.resume(second)
        queue(second)
    assert [one.to for one in letters_of(second)].count(both.reader.address) == 1
    assert len(letters_of(second)) == 2


def test_who_takes_another_address_gets_there_what_waited(newsletter: Newsletter, article: Article):
    had, waits, to_come = subscribe(newsletter, 3)
    issue = plan(article, newsletter)
    queue(issue)
    # two of them have letters, and one of these has arrived; the third is not queued yet
    arrive(issue, 1)
    Letter.objects.filter(key__endswith=f":{to_come.reader_id}").delete()
    Issue.objects.filter(pk=issue.pk).update(
        queued_at=None, queued_up_to=waits.reader_id, state=Issue.State.QUEUEING
    )
    new = [make_reader(f"new{n}@example.org") for n in range(3)]
    for row, reader in zip((had, waits, to_come), new, strict=True):
        (moved,) = move(row.reader, reader, now=THEN + timedelta(minutes=1))
        assert moved.reader == reader
    issue.refresh_from_db()
    queue(issue)
    found = [letter.to for letter in letters_of(issue) if letter.to]
    assert found == [had.reader.address, new[1].address, new[2].address]


def test_in_the_first_minutes_an_issue_is_taken_back_without_a_trace(
    newsletter: Newsletter, article: Article
):
    subscribe(newsletter)
    issue = plan(article, newsletter)
    assert issues.take_back(issue) == 0
    queue(issue)
    assert issue.state == Issue.State.UNDONE and not Letter.objects.exists()
    with pytest.raises(Refused, match="over"):
        issues.take_back(issue)
    # and may be sent again
    assert len(letters_of(queue(plan(article, newsletter)))) == 1


def test_what_is_taken_back_in_the_middle_goes_anew_to_all_others(
    newsletter: Newsletter, article: Article
):
    wanted = subscribe(newsletter, 4)
    issue = queue(plan(article, newsletter))
    arrive(issue, 1)
    on_its_way = letters_of(issue)[1]
    Letter.objects.filter(pk=on_its_way.pk).update(state=Letter.State.TAKEN)
    assert issues.take_back(issue) == 2
    issue.refresh_from_db()
    assert issue.numbers == {"sent": 1, "taken": 1, "dropped": 2}
    # nobody gets two, also who was on the way just then
    again = queue(plan(article, newsletter, subject="High water, corrected"))
    assert [one.to for one in letters_of(again)] == [one.reader.address for one in wanted[2:]]
    # what did not arrive of it goes no further
    Letter.objects.filter(pk=on_its_way.pk).update(state=Letter.State.HELD)
    follow(issue, now=THEN)
    assert numbers_of(issue) == {"sent": 1, "dropped": 3}


def test_who_was_on_the_way_when_it_was_taken_back_and_got_nothing_gets_it_anew(
    newsletter: Newsletter, article: Article
):
    wanted = subscribe(newsletter, 3)
    issue = queue(plan(article, newsletter))
    arrive(issue, 1)
    numbers = [letter.pk for letter in letters_of(issue)[1:]]
    on_their_way = Letter.objects.filter(pk__in=numbers)
    on_their_way.update(state=Letter.State.TAKEN, holder="x")
    assert issues.take_back(issue) == 0
    on_their_way.held_by("x").put_back()
    again = queue(plan(article, newsletter))
    assert [one.to for one in letters_of(again)] == [one.reader.address for one in wanted[1:]]


def test_an_issue_is_stopped_and_goes_on_where_it_was(newsletter: Newsletter, article: Article):
    subscribe(newsletter, 2)
    issue = queue(plan(article, newsletter))
    issues.stop(issue)
    issue.refresh_from_db()
    assert issue.is_stopped and {one.state for one in letters_of(issue)} == {Letter.State.HELD}
    with pytest.raises(Refused, match="not being sent"):
        issues.stop(issue)
    issues.resume(issue)
    issue.refresh_from_db()
    assert issue.state == Issue.State.SENDING
    assert {one.state for one in letters_of(issue)} == {Letter.State.DUE}
    with pytest.raises(Refused, match="not stopped"):
        issues.resume(issue)


def test_what_the_program_stopped_says_why_and_can_be_let_go_on(
    newsletter: Newsletter, article: Article
):
    subscribe(newsletter, 2)
    issue = queue(plan(article, newsletter))
    assert issue.mailing
    hold_mailing(issue.mailing, "The server refuses everything.")
    held = Issue.objects.get()
    assert held.is_stopped and held.why_stopped == "The server refuses everything."
    issues.resume(issue)
    goes_on = Issue.objects.get()
    assert not goes_on.is_stopped and goes_on.why_stopped == ""


def test_what_is_stopped_while_it_is_queued_is_queued_to_its_end_later(
    newsletter: Newsletter, article: Article, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("chronique.newsletter.actions.queueing.CHUNK", 2)
    subscribe(newsletter, 5)
    issue = plan(article, newsletter)
    assert queue_some(issue, now=THEN) == 2
    issues.stop(issue)
    assert queue_some(issue, now=THEN) is None
    issues.resume(issue)
    assert len(letters_of(queue(issue))) == 5


def test_an_issue_is_done_when_nothing_of_it_waits(newsletter: Newsletter, article: Article):
    subscribe(newsletter, 2)
    issue = queue(plan(article, newsletter))
    arrive(issue, 1)
    assert not follow(issue, now=THEN)
    arrive(issue, 2)
    assert follow(issue, now=THEN)
    issue.refresh_from_db()
    assert (issue.state, issue.done_at, issue.numbers) == ("done", THEN, {"sent": 2})
    assert not follow(issue, now=THEN + timedelta(hours=1))


def test_planning_an_article_lets_it_stand_in_digests_again(
    newsletter: Newsletter, article: Article
):
    issues.leave_out(article=article, newsletter=newsletter)
    issues.leave_out(article=article, newsletter=newsletter)
    assert LeftOut.objects.count() == 1
    plan(article, newsletter)
    assert not LeftOut.objects.exists()


def test_the_text_is_what_stands_there_when_the_minutes_are_over(newsletter: Newsletter):
    subscribe(newsletter)
    article = make_article(title="Hihg water", body=[paragraph()])
    issue = plan(article, newsletter)
    article.title = "High water"
    article.save()
    queue(issue)
    assert "High water" in issue.mailing.text and "Hihg" not in issue.mailing.text
