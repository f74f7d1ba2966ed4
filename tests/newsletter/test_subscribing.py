"""A reader asks, confirms, chooses and leaves; each is what it says, and no more."""

from datetime import timedelta

import pytest

from chronique.articles.models import Publication
from chronique.mail.actions import queue_letter
from chronique.mail.models import Letter, Suppression
from chronique.newsletter.actions import subscribing
from chronique.newsletter.actions.asking import sweep
from chronique.newsletter.actions.confirming import confirm
from chronique.newsletter.actions.subscribing import NotAnAddress, State
from chronique.newsletter.links import UsedLink, leave_address
from chronique.newsletter.models import Asking, Subscription
from chronique.readers.links import BadLink, OldLink
from chronique.readers.models import Reader
from tests.factories import NOON, the_site
from tests.newsletter.given import (
    BO,
    ask,
    confirm_last,
    letters_to,
    make_newsletter,
    make_subscription,
    token_in,
    work,
)
from tests.readers.given import make_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def test_until_the_address_confirms_nobody_is_subscribed():
    ask(make_newsletter())
    assert work() == 1
    assert (Subscription.objects.count(), Reader.objects.count()) == (0, 0)


def test_whoever_confirms_has_what_they_asked_for_and_how_we_know_is_kept():
    tides, wind = make_newsletter(), make_newsletter("The wind")
    ask(tides, wind, rhythm="weekly")
    work()
    confirmed = confirm_last(now=NOON + DAY)
    assert confirmed.reader.confirmed_at == NOON + DAY
    assert [row.newsletter for row in confirmed.subscriptions] == [tides, wind]
    row = confirmed.subscriptions[0]
    assert (row.state, row.rhythm, row.since) == (State.ACTIVE, "weekly", NOON + DAY)
    assert (row.basis, row.consent_text, row.consent_page) == (
        "form",
        "We write to you.",
        "/letters/",
    )
    assert row.consent_at == NOON
    assert row.consent_how


def test_the_letter_names_what_comes_and_holds_nothing_that_was_typed():
    ask(make_newsletter(), address="bo+secret@example.org", rhythm="daily")
    work()
    (letter,) = letters_to("bo+secret@example.org")
    assert "The tides" in letter.text and "once a day" in letter.text
    assert "secret" not in letter.text + letter.html + letter.subject


def test_whoever_confirms_is_welcomed_if_the_writer_wrote_something():
    silent, warm = make_newsletter(), make_newsletter("The wind", welcome_text="Hello, *you*.")
    ask(silent, warm)
    work()
    confirm_last()
    (_asked, welcomed) = letters_to()
    assert (welcomed.kind, welcomed.subject) == ("welcome", "Welcome to The wind")
    assert "Hello" in welcomed.text
    row = Subscription.objects.get(newsletter=warm)
    way = leave_address(row, root="http://localhost:8000")
    assert welcomed.headers["List-Unsubscribe"].startswith(f"<{way}>")
    assert way in welcomed.text
    # whoever leaves at once is not written to
    subscribing.leave(row, now=NOON)
    welcomed.refresh_from_db()
    assert welcomed.state == "dropped"


def test_a_link_works_once():
    ask(make_newsletter())
    work()
    row = confirm_last().subscriptions[0]
    subscribing.leave(row, now=NOON)
    with pytest.raises(UsedLink):
        confirm_last()
    row.refresh_from_db()
    assert row.state == State.LEFT


def test_a_link_lives_seven_days():
    ask(make_newsletter())
    work()
    with pytest.raises(OldLink):
        confirm_last(now=NOON + WEEK + timedelta(seconds=1))
    assert confirm_last(now=NOON + WEEK).subscriptions


def test_an_altered_link_leads_nowhere():
    ask(make_newsletter())
    ask(make_newsletter(), address="cy@example.org")
    work()
    mine, other = token_in(letters_to()[0]), token_in(letters_to("cy@example.org")[0])
    number, _, mark = mine.partition("-")
    for token in (
        f"{other.partition('-')[0]}-{mark}", mine[:-1], mine.upper(), f"{mine}0",
        f"{number}-", "", "-", "9" * 30 + f"-{mark}", f"{mine}\n", mine.replace("-", "/"),
    ):  # fmt: skip
        with pytest.raises(BadLink):
            confirm(token=token, now=NOON)


def test_an_address_is_asked_once_a_day_however_often_it_is_given():
    tides = make_newsletter()
    for minutes in range(0, 24 * 60, 60):
        ask(tides, now=NOON + timedelta(minutes=minutes))
        work(NOON + timedelta(minutes=minutes))
    assert len(letters_to()) == 1
    ask(tides, now=NOON + DAY)
    work(NOON + DAY)
    assert len(letters_to()) == 2


def test_what_is_asked_before_the_worker_came_makes_one_letter_with_the_last_choice():
    tides, wind = make_newsletter(), make_newsletter("The wind")
    ask(tides)
    ask(wind)
    assert work() == 1
    assert [row.newsletter for row in confirm_last().subscriptions] == [wind]


def test_whoever_has_it_already_gets_the_way_to_their_choices_and_no_question():
    row = make_subscription()
    ask(row.newsletter)
    work()
    (letter,) = letters_to()
    assert letter.kind == "known"
    assert "/letters/settings/" in letter.text and "/confirm/" not in letter.text


def test_whoever_was_blocked_is_not_asked():
    row = make_subscription(state=State.BLOCKED)
    ask(row.newsletter)
    assert work() == 0
    assert Asking.objects.count() == 0


def test_whoever_left_may_come_back_by_a_letter():
    row = make_subscription(state=State.LEFT, ended_at=NOON)
    ask(row.newsletter)
    work()
    (back,) = confirm_last(now=NOON + DAY).subscriptions
    assert (back.pk, back.state, back.ended_at, back.since) == (row.pk, "active", None, NOON + DAY)


def test_an_address_from_which_letters_came_back_may_be_tried_again():
    Suppression.objects.create(address=BO, reason="hard", since=NOON)
    row = make_subscription(state=State.BOUNCED, ended_at=NOON)
    ask(row.newsletter, now=NOON + DAY)
    assert work(NOON + DAY) == 1
    assert confirm_last(now=NOON + DAY).subscriptions
    assert not Suppression.objects.exists()


def test_whoever_called_letters_spam_is_not_asked():
    Suppression.objects.create(address=BO, reason="complaint", since=NOON - WEEK)
    ask(make_newsletter())
    assert work() == 0


def test_leaving_is_at_once_also_for_letters_that_wait():
    row = make_subscription()
    for number in range(2):
        queue_letter(
            kind="article", to=BO, subject="Tides", text="…", key=f"issue:{number}:{row.reader_id}",
            group=subscribing.group_of(row), now=NOON,
        )  # fmt: skip
    assert subscribing.leave(row, now=NOON)
    assert (row.state, row.ended_at) == (State.LEFT, NOON)
    assert set(Letter.objects.values_list("state", flat=True)) == {"dropped"}
    assert not subscribing.leave(row, now=NOON + DAY)
    assert row.ended_at == NOON


@pytest.mark.parametrize("before", [State.LEFT, State.ACTIVE, State.BOUNCED])
@pytest.mark.parametrize("state", [State.BLOCKED, State.COMPLAINED])
def test_a_block_and_a_complaint_are_kept_whatever_came_before(before: str, state: str):
    row = make_subscription(state=before)
    assert subscribing.end(row, state, now=NOON + DAY)
    assert not subscribing.leave(row, now=NOON + DAY)
    assert row.state == state


def test_a_choice_is_all_of_what_was_shown_and_nothing_else():
    tides, wind, rain = (make_newsletter(name) for name in ("Tides", "Wind", "Rain"))
    bo = make_reader()
    mine = make_subscription(newsletter=tides, reader=bo)
    other = make_subscription(newsletter=rain, reader=bo)
    subscribing.choose(
        reader=bo, choices={wind.pk: "daily"}, offered=[tides, wind], text="Wind", page="/letters/",
        now=NOON + DAY,
    )  # fmt: skip
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == (State.LEFT, State.ACTIVE)
    new = Subscription.objects.get(newsletter=wind)
    assert (new.state, new.rhythm, new.consent_text) == (State.ACTIVE, "daily", "Wind")


@pytest.mark.parametrize("state", [State.BLOCKED, State.COMPLAINED])
def test_who_was_blocked_or_called_it_spam_does_not_choose_it(state: str):
    row = make_subscription(state=state)
    subscribing.choose(
        reader=row.reader, choices={row.newsletter_id: "each"}, offered=[row.newsletter],
        text="", page="/letters/", now=NOON,
    )  # fmt: skip
    row.refresh_from_db()
    assert row.state == state


def test_another_rhythm_leaves_the_proof_as_it_was():
    row = make_subscription(consent_text="What I saw.")
    subscribing.choose(
        reader=row.reader, choices={row.newsletter_id: "weekly"}, offered=[row.newsletter],
        text="Something else.", page="/letters/", now=NOON + DAY,
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.rhythm, row.consent_text, row.since) == ("weekly", "What I saw.", NOON)


def test_a_new_address_counts_once_it_confirms_and_the_old_one_is_told():
    row = make_subscription(rhythm="daily", consent_text="What I saw.")
    new = "bo@new.example"
    subscribing.change_address(reader=row.reader, address=new, site=the_site(), now=NOON)
    work()
    row.refresh_from_db()
    assert row.state == State.ACTIVE
    (moved,) = confirm_last(new, NOON + DAY).subscriptions
    row.refresh_from_db()
    assert (row.state, moved.state, moved.reader.address) == (State.LEFT, State.ACTIVE, new)
    assert (moved.rhythm, moved.consent_text, moved.basis) == ("daily", "What I saw.", "form")
    assert [letter.kind for letter in letters_to()] == ["moved"]
    assert new not in letters_to()[0].text


def test_what_is_no_address_is_refused():
    with pytest.raises(NotAnAddress):
        ask(make_newsletter(), address="bo@example.org\nBcc: cy@example.org")


def test_what_nobody_confirmed_is_forgotten_after_seven_days(publication: Publication):
    ask(make_newsletter())
    work()
    assert sweep(NOON + WEEK) == 0
    assert sweep(NOON + WEEK + timedelta(seconds=1)) == 1
