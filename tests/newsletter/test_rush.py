"""Very many addresses at once: one letter a day each, and real readers still get in."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chronique.articles.models import Publication
from chronique.mail.models import Letter
from chronique.newsletter.actions import asking, proving
from chronique.newsletter.actions.asking import LASTS, MOST_WAITING, PATIENCE, RUSH
from chronique.newsletter.actions.proving import trust_in
from chronique.newsletter.models import Asking, Newsletter, Rush, Trust
from tests.comments.proofs import solution
from tests.factories import NOON, the_site
from tests.newsletter.given import ask, letters_to, make_newsletter, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication", "own_pace")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def own_pace(monkeypatch: pytest.MonkeyPatch):
    """Count for this test alone."""
    for name in ("NETWORK", "ALL"):
        old = getattr(proving, name)
        monkeypatch.setattr(proving, name, type(old)(old.most, span=old.span))


@pytest.fixture
def tides() -> Newsletter:
    return make_newsletter()


def storm(tides: Newsletter, count: int, *, trust: str = Trust.PLAIN, now=NOON) -> None:
    for n in range(count):
        ask(tides, address=f"victim{n}@example.org", trust=trust, now=now)


def test_a_rush_is_met_before_the_first_of_its_letters_goes(tides: Newsletter):
    User.objects.create_superuser("ada", "ada@example.org", "…")
    storm(tides, RUSH)
    assert work() == asking.SLOWLY
    assert Rush.objects.get().count == RUSH
    (alarm,) = letters_to("ada@example.org")
    assert str(RUSH) in alarm.text


def test_staff_hears_of_a_rush_once_an_hour(tides: Newsletter):
    User.objects.create_superuser("ada", "ada@example.org", "…")
    for minutes in (0, 1, 30, 59):
        storm(tides, RUSH, now=NOON + minutes * MINUTE)
        work(NOON + minutes * MINUTE)
    assert len(letters_to("ada@example.org")) == 1
    storm(tides, RUSH, now=NOON + LASTS)
    work(NOON + LASTS)
    assert len(letters_to("ada@example.org")) == 2


def test_during_a_rush_who_showed_that_they_are_a_person_gets_their_letter_at_once(
    tides: Newsletter,
):
    storm(tides, RUSH)
    ask(tides, trust=Trust.PROVEN)
    work()
    assert len(letters_to()) == 1


def test_who_waits_in_vain_is_forgotten_and_no_letter_follows_after_the_rush(tides: Newsletter):
    storm(tides, RUSH)
    work()
    # those who came late have still some patience when the rush is over
    for n in range(RUSH):
        ask(tides, address=f"late{n}@example.org", now=NOON + LASTS - MINUTE)
    work(NOON + LASTS - MINUTE)
    work(NOON + LASTS + MINUTE)
    assert Letter.objects.filter(kind="confirm").count() == 3 * asking.SLOWLY
    work(NOON + LASTS + PATIENCE)
    assert Asking.objects.waiting().count() == 0
    assert Letter.objects.filter(kind="confirm").count() == 3 * asking.SLOWLY


def test_of_those_who_wait_the_newest_are_kept(tides: Newsletter, monkeypatch: pytest.MonkeyPatch):
    assert MOST_WAITING == 20_000
    monkeypatch.setattr(asking, "MOST_WAITING", 5)
    for n in range(RUSH):
        ask(tides, address=f"victim{n}@example.org", now=NOON + timedelta(milliseconds=n))
    work(NOON + MINUTE)
    waiting = Asking.objects.waiting().order_by("-asked_at")
    assert 4 <= waiting.count() <= 5
    assert waiting[0].address in {f"victim{RUSH - 1}@example.org", f"victim{RUSH - 2}@example.org"}


def test_one_network_raises_doubts_where_another_does_not(tides: Newsletter):
    def trust(network: str) -> str:
        return trust_in(network=network, took=None, site=the_site(), now=NOON)

    assert {trust("192.0.2.1") for _ in range(10)} == {Trust.PLAIN}
    assert trust("192.0.2.1") == Trust.DOUBTED
    assert trust("192.0.2.2") == Trust.PLAIN


@pytest.mark.parametrize(("milliseconds", "trust"), [(20, Trust.DOUBTED), (1_500, Trust.PLAIN)])
def test_no_person_fills_in_a_form_in_no_time(milliseconds: int, trust: str):
    took = timedelta(milliseconds=milliseconds)
    assert trust_in(network="", took=took, site=the_site(), now=NOON) == trust


def test_from_many_networks_all_are_doubted_once_it_is_a_rush(tides: Newsletter):
    trusted = [
        trust_in(network=f"192.0.2.{n}", took=None, site=the_site(), now=NOON)
        for n in range(RUSH + 1)
    ]
    assert trusted[0] == Trust.PLAIN
    assert trusted[-1] == Trust.DOUBTED


def test_a_browser_ends_the_doubt_by_its_work(
    client: Client, tides: Newsletter, publication: Publication
):
    given = {"address": "bo@example.org", "newsletter": str(tides.pk), "took": "20"}
    answer = client.post("/letters/", given)
    where = answer.headers["Location"]
    assert where.startswith("/letters/asked/") and "bo" not in where
    page = client.get(where)
    assert b"data-proof" in page.content
    proof = where.replace("asked", "proof")
    puzzle = client.get(proof).json()
    assert client.post(proof, {"altcha": "nonsense"}).status_code == 422
    told = client.post(proof, {"altcha": solution(puzzle)}).json()
    assert told["state"] == "proven"
    assert Asking.objects.get().trust == Trust.PROVEN
    # nothing is left to show
    assert client.get(proof).status_code == 409
    assert b"data-proof" not in client.get(where).content


def test_the_page_is_the_same_where_nobody_waits(client: Client, publication: Publication):
    for token in ("", "1", "1-" + "a" * 32, "1-abc", "é-" + "a" * 32):
        assert client.get(f"/letters/proof/{token}/").status_code in (404, 409)
