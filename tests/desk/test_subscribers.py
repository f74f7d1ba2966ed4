"""Subscribers at the desk: found, looked at, added with a reason, ended and blocked."""

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from chronique.articles.actions import make_site
from chronique.desk.subscribers import chart
from chronique.mail.models import Letter, Return, Suppression
from chronique.newsletter.growth import Period
from chronique.newsletter.models import Newsletter, Subscription
from chronique.readers.models import Erasure, Reader
from tests.desk.given import desk_of, faults, shown, writer
from tests.factories import NOON, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

LIST = "/desk/subscribers/"
OURS = ["", "growth/", "1/"]
KEPT = ["add/", "all.csv", "all.json", "change/1/"]


@pytest.fixture
def desk() -> Client:
    return desk_of(writer())


def letter_of(slug: str = "letter") -> Newsletter:
    return Newsletter.objects.on(the_site()).get(slug=slug)


def subscriber(address: str = "bo@example.org", **fields: Any) -> Subscription:
    reader, _ = Reader.objects.get_or_create(
        address=address, defaults={"name": fields.pop("name", ""), "made_at": NOON}
    )
    usual = {"newsletter": letter_of(), "state": "active", "basis": "form", "made_at": NOON}
    usual["since"] = None if fields.get("state") == "asked" else NOON
    if fields.get("state", "active") not in ("active", "asked"):
        usual["ended_at"] = NOON
    return Subscription.objects.create(reader=reader, **{**usual, **fields})


def allowed(*names: str) -> Client:
    user = writer("edith", group="Editors")
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return desk_of(user)


def test_the_list_is_searched_and_narrowed(desk: Client):
    tides = Newsletter.objects.create(site=the_site(), name="On tides", slug="tides")
    subscriber("bo@example.org", name="Bo Linde")
    subscriber("cy@example.org", state="left", rhythm="weekly")
    subscriber("bo@example.org", newsletter=tides, rhythm="daily")
    for query, found in (
        ("", ["bo@", "cy@"]), ("q=BO@Ex", ["bo@"]), ("q=linde", ["bo@"]), ("state=left", ["cy@"]),
        (f"newsletter={tides.pk}", ["bo@"]), ("rhythm=weekly", ["cy@"]), ("q=nobody", []),
        ("state=nonsense&newsletter=x&p=x", ["bo@", "cy@"]), ("p=900000", []),
    ):  # fmt: skip
        page = shown(desk, f"{LIST}?{query}")
        assert [one for one in ("bo@", "cy@") if f"{one}example.org" in page] == found, query


def test_long_lists_come_in_pages_with_few_questions(desk: Client, django_assert_num_queries: Any):
    readers = [Reader(address=f"bo{n}@example.org", made_at=NOON) for n in range(120)]
    Reader.objects.bulk_create(readers)
    Subscription.objects.bulk_create(
        Subscription(
            newsletter=letter_of(), reader=reader, state="active", since=NOON, made_at=NOON
        )
        for reader in Reader.objects.order_by("pk")
    )
    page = shown(desk, LIST)
    assert "120 subscriptions" in page and "bo119@" in page and "bo69@" not in page
    last = shown(desk, f"{LIST}?p=3")
    assert "bo0@" in last and "Page 3 of 3" in last and "Next page" not in last
    with django_assert_num_queries(20):
        desk.get(f"{LIST}?p=2")


def test_another_sites_subscribers_stand_elsewhere(desk: Client):
    other = make_site(hostname="other.example", port=443, language="en").site
    row = subscriber(newsletter=Newsletter.objects.on(other).get())
    assert "bo@example.org" not in shown(desk, LIST)
    assert desk.get(f"{LIST}{row.reader_id}/").status_code == 404
    assert desk.post(f"{LIST}change/{row.pk}/", {"action": "end"}).status_code == 404


def test_one_shows_the_proof_what_was_sent_and_what_came_back(desk: Client):
    row = subscriber(
        name="Bo", consent_text="I want\n\nletters.", consent_page="/2026/a/",
        consent_how="By the form on the site.", consent_at=NOON,
    )  # fmt: skip
    group = f"subscription:{row.pk}"
    common = {"created_at": NOON, "keep_until": NOON, "group": group, "to": "bo@example.org"}
    Letter.objects.create(
        kind="issue", subject="High water", message_id="<1@x>", state="sent", sent_at=NOON,
        answer="250 queued as 4F", **common,
    )  # fmt: skip
    letter = Letter.objects.create(
        kind="issue", subject="Low water", message_id="<2@x>", state="refused",
        answer="550 no such mailbox", **common,
    )  # fmt: skip
    Return.objects.create(
        kind="hard", address="bo@example.org", letter=letter, status="5.1.1", at=NOON,
        words="The mailbox is <gone>.", fingerprint="1",
    )  # fmt: skip
    Suppression.objects.create(
        address="bo@example.org", reason="hard", words="It came back.", since=NOON
    )
    page = shown(desk, f"{LIST}{row.reader_id}/")
    for words in (
        "I want letters.", "/2026/a/", "By the form on the site.", "250 queued as 4F", "Low water",
        "550 no such mailbox", "5.1.1", "The mailbox is <gone>.", "No letter goes to this address",
        "It came back.", "asked on the site and confirmed by mail",
    ):  # fmt: skip
        assert words in page, words


def test_a_reader_without_a_subscription_is_none_here(desk: Client):
    reader = Reader.objects.create(address="bo@example.org", made_at=NOON)
    assert desk.get(f"{LIST}{reader.pk}/").status_code == 404
    assert desk.get(f"{LIST}99999/").status_code == 404


def test_ending_and_blocking_hold_at_once_and_drop_letters(desk: Client):
    row = subscriber()
    letter = Letter.objects.create(
        kind="issue", to="bo@example.org", subject="x", message_id="<1@x>", next_offer=NOON,
        group=f"subscription:{row.pk}", created_at=NOON, keep_until=NOON,
    )  # fmt: skip
    address = f"{LIST}change/{row.pk}/"
    assert desk.get(address).status_code == 405
    for action, state, words in (
        ("nonsense", "active", "Nothing was to do"), ("let_in", "active", "Nothing was to do"),
        ("end", "left", "gets “My publication” no more"), ("end", "left", "Nothing was to do"),
        ("block", "blocked", "is blocked"), ("let_in", "left", "may subscribe again"),
    ):  # fmt: skip
        said = desk.post(address, {"action": action}, follow=True).content.decode()
        row.refresh_from_db()
        assert (row.state, words in said) == (state, True), action
    letter.refresh_from_db()
    assert letter.state == "dropped"


FORM = {
    "address": "Bo@Example.org", "name": "Bo", "rhythm": "daily", "day": "2026-03-03",
    "how": "Signed the list at the lecture.", "where": "Port-Aubrain",
}  # fmt: skip


def test_somebody_is_added_with_the_basis_of_their_consent(desk: Client):
    form = FORM | {"newsletters": [letter_of().pk]}
    page = desk.post(f"{LIST}add/", form, follow=True).content.decode()
    assert "bo@example.org is added." in page and "Signed the list at the lecture." in page
    row = Subscription.objects.get()
    assert (row.state, row.basis, row.rhythm) == ("active", "writer", "daily")
    assert (row.consent_how, row.consent_page) == (FORM["how"], FORM["where"])
    assert row.consent_at and row.consent_at.date().isoformat() == "2026-03-03"
    assert row.reader.name == "Bo" and not Letter.objects.exists()
    again = desk.post(f"{LIST}add/", form)
    assert again.status_code == 422 and "has it already" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"address": "bo"}, "address"), ({"how": " "}, "how"), ({"day": "2126-01-01"}, "day"),
        ({"newsletters": []}, "newsletters"), ({"rhythm": "hourly"}, "rhythm"),
        ({"address": "bo@example.org\nBcc: cy@example.org"}, "address"),
    ],
)  # fmt: skip
def test_without_address_or_basis_nobody_is_added(desk: Client, changed: Any, field: str):
    answer = desk.post(f"{LIST}add/", {**FORM, "newsletters": [letter_of().pk], **changed})
    assert answer.status_code == 422 and field in faults(answer)
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("state", ["left", "bounced", "complained", "blocked"])
def test_who_left_is_not_added(desk: Client, state: str):
    subscriber(state=state)
    answer = desk.post(f"{LIST}add/", FORM | {"newsletters": [letter_of().pk]})
    assert answer.status_code == 422 and "Only they can come back" in answer.content.decode()
    assert Subscription.objects.get().state == state


def test_who_is_to_get_nothing_is_not_added(desk: Client):
    Suppression.objects.create(address="bo@example.org", reason="complaint", since=NOON)
    form = FORM | {"newsletters": [letter_of().pk]}
    assert "No letter goes" in desk.post(f"{LIST}add/", form).content.decode()
    Erasure.objects.create(address="bo@example.org", kind="erase", asked_at=NOON, due_at=NOON)
    assert "be erased" in desk.post(f"{LIST}add/", form).content.decode()
    assert not Reader.objects.exists()


def test_what_the_list_shows_is_handed_out_with_proof(desk: Client):
    subscriber("bo@example.org", name="=cmd()", consent_text="I want letters.")
    subscriber("cy@example.org", state="left")
    table = b"".join(desk.get(f"{LIST}all.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["address"], row["name"], row["consent_text"]) for row in rows] == [
        ("bo@example.org", "'=cmd()", "I want letters."), ("cy@example.org", "", ""),
    ]  # fmt: skip
    one = json.loads(b"".join(desk.get(f"{LIST}all.json?state=left")))
    assert [row["address"] for row in one] == ["cy@example.org"]


# -- Growth


def test_growth_is_told_in_a_drawing_and_in_numbers(desk: Client):
    assert "Nobody subscribes yet" in shown(desk, f"{LIST}growth/")
    now = timezone.now()
    for n in range(4):
        subscriber(f"bo{n}@example.org", since=now - timedelta(days=30))
    subscriber("cy@example.org", state="left", since=now - timedelta(days=29), ended_at=now)
    subscriber("da@example.org", state="bounced", since=now - timedelta(days=29), ended_at=now)
    subscriber("ed@example.org", state="asked")
    answer = desk.get(f"{LIST}growth/")
    periods = answer.context["growth"].periods
    assert (sum(one.joined for one in periods), periods[-1].left, periods[-1].lost) == (6, 1, 1)
    assert periods[-1].in_all == 4
    page = answer.content.decode()
    assert "<polyline" in page and "4</strong> subscriptions today" in page


def test_growth_of_years_is_told_by_the_month(desk: Client):
    subscriber("bo@example.org", since=NOON - timedelta(days=3000))
    subscriber("cy@example.org", since=NOON - timedelta(days=100))
    growth = desk.get(f"{LIST}growth/").context["growth"]
    assert not growth.is_weekly and len(growth.periods) == 36
    assert (growth.periods[0].in_all, growth.periods[-1].in_all) == (1, 2)


# -- Rights


@pytest.mark.parametrize("path", [*OURS, *KEPT])
def test_who_may_not_see_subscribers_sees_nothing_of_them(path: str):
    Subscription.objects.filter(pk=subscriber().pk).update(id=1)
    client = allowed()
    answer = client.post(LIST + path) if "change" in path else client.get(LIST + path)
    assert answer["Location"] == "/desk/"
    assert "/desk/subscribers/" not in client.get("/desk/").content.decode()


def test_who_may_only_look_changes_nothing():
    row = subscriber()
    client = allowed("view_subscription")
    assert client.get(LIST).status_code == 200
    page = client.get(f"{LIST}{row.reader_id}/").content.decode()
    assert "bo@example.org" in page and 'value="block"' not in page
    for path in ("add/", "all.csv", "all.json"):
        assert client.get(LIST + path)["Location"] == "/desk/"
    assert client.post(f"{LIST}change/{row.pk}/", {"action": "end"})["Location"] == "/desk/"
    assert Subscription.objects.get().state == "active"
    assert "/desk/subscribers/" in client.get("/desk/").content.decode()


def test_rights_are_given_to_groups_at_the_desk(desk: Client):
    page = desk.get("/desk/groups/new/").content.decode()
    assert "subscription" in page


# -- Newsletters

NEWSLETTER = {
    "name": "On tides", "description": "Each spring tide.", "is_open": "on", "sort_order": "2",
    "section": "", "content_language": "", "form": "excerpt", "sender": "The Gauge",
    "reply_to": "ed@example.org", "language": "en", "footer": "Port-Aubrain",
    "welcome_subject": "Welcome", "welcome_text": "Good to have you.", "slug": "tides",
}  # fmt: skip


def test_a_newsletter_is_made_and_changed(desk: Client):
    form = NEWSLETTER | {"site": str(the_site().pk)}
    assert desk.post(f"{LIST}newsletters/new/", form).status_code == 302
    tides = letter_of("tides")
    assert (tides.form, tides.reply_to, tides.welcome_subject) == (
        "excerpt", "ed@example.org", "Welcome",
    )  # fmt: skip
    subscriber(newsletter=tides)
    assert re.search(r"On tides .*Delete 1 English", shown(desk, f"{LIST}newsletters/"))
    edit = f"{LIST}newsletters/edit/{tides.pk}/"
    wrong = desk.post(edit, form | {"welcome_subject": ""})
    assert "A letter needs a subject" in str(faults(wrong))
    assert desk.post(edit, form | {"is_open": ""}).status_code == 302
    assert not letter_of("tides").is_open
    assert "proofs of consent" in shown(desk, f"{LIST}newsletters/delete/{tides.pk}/")


def test_who_may_edit_newsletters_only_is_led_there():
    client = allowed("change_newsletter")
    assert "/desk/subscribers/newsletters/" in client.get("/desk/").content.decode()
    assert client.get(f"{LIST}newsletters/").status_code == 200
    assert client.get(LIST)["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (1, 1), (4, 1), (5, 2), (9, 5), (41, 20), (2088, 1000)]
)  # fmt: skip
def test_the_lines_across_a_drawing_stand_at_round_numbers(most: int, step: int):
    assert chart.step_of(most) == step
    periods = [Period(date(2026, n, 1), 0, 0, 0, n * most // 3) for n in (1, 2, 3)]
    drawing = chart.draw(periods)
    assert {tick.number % step for tick in drawing.ticks} == {0} and len(drawing.ticks) <= 5
    assert all(chart.TOP <= point.y <= chart.BOTTOM for point in drawing.points)
    assert [mark.anchor for mark in drawing.marks] == ["start", "end"]
