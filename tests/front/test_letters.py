"""The box, the page, and the pages that letters lead to, as browsers and programs meet them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronique.articles.models import Publication
from chronique.base.pace import Pace
from chronique.comments.trap import name_of
from chronique.front.letters import own
from chronique.mail.models import Letter
from chronique.newsletter import links
from chronique.newsletter.actions import proving
from chronique.newsletter.jobs import ask_subscribers
from chronique.newsletter.models import Asking, Newsletter, Subscription
from chronique.readers.links import DATA, SETTINGS, seal
from chronique.readers.models import Reader
from tests.factories import make_article
from tests.newsletter.given import BO, letters_to, make_newsletter, make_subscription

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication", "own_pace")]
ROOT = "http://localhost:8000"


@pytest.fixture
def own_pace(monkeypatch: pytest.MonkeyPatch):
    """Count for this test alone."""
    monkeypatch.setattr(own, "MOVES", Pace(5, span=own.MOVES.span))
    for name in ("NETWORK", "ALL"):
        old = getattr(proving, name)
        monkeypatch.setattr(proving, name, type(old)(100_000, span=old.span))


@pytest.fixture
def tides() -> Newsletter:
    Newsletter.objects.all().delete()
    return make_newsletter()


def subscribe(client: Client, *newsletters: Newsletter, address: str = BO, **more: Any) -> Any:
    numbers = [str(each.pk) for each in newsletters]
    return client.post("/letters/", {"address": address, "newsletter": numbers, **more})


def path_in(letter: Letter, word: str) -> str:
    found = re.search(rf"{ROOT}(/letters/{word}/[^/\s]+/)", letter.text)
    assert found, letter.text
    return found[1]


def settings_path(reader: Reader) -> str:
    return f"/letters/settings/{seal(reader, SETTINGS, now=timezone.now())}/"


def test_from_the_box_to_the_letter_to_the_choices(client: Client, tides: Newsletter):
    answer = subscribe(client, tides, page="/2026/tides/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/letters/asked/")
    ask_subscribers()
    confirm = path_in(letters_to()[0], "confirm")
    # opening it changes nothing, however often a scanner does
    for method in (client.get, client.head, client.get):
        assert method(confirm).status_code == 200
    assert not Subscription.objects.exists()
    done = client.post(confirm, follow=True)
    assert b"You are subscribed." in done.content
    row = Subscription.objects.get()
    assert (row.state, row.consent_page) == ("active", "/2026/tides/")
    assert "The tides, each article" in row.consent_text
    assert "A first letter asks you to confirm" in row.consent_text
    assert client.post(confirm).status_code == 410
    # no cookie is needed, nor set
    assert client.cookies == {}


def test_the_answer_is_the_same_for_each_address(client: Client, tides: Newsletter):
    known = make_subscription(newsletter=tides)
    blocked = make_subscription("cy@example.org", newsletter=tides, state="blocked")
    addresses = [known.reader.address, blocked.reader.address, "new@example.org"]
    answers = [subscribe(client, tides, address=address) for address in addresses]
    assert len({(one.status_code, one.content, str(one.headers)) for one in answers}) == 1


def test_the_database_does_the_same_for_each_address(
    client: Client, tides: Newsletter, django_assert_num_queries: Any
):
    known = make_subscription(newsletter=tides)
    subscribe(client, tides, address="first@example.org")
    for address in (known.reader.address, "new@example.org"):
        with django_assert_num_queries(5):
            subscribe(client, tides, address=address)


@pytest.mark.parametrize(
    "address",
    [
        "", "bo", "bo@", "bo@example", "b\u200bo@example.org", "Bo <bo@example.org>",
        "bo@example.org\r\nBcc: cy@example.org", "bo@example.org\nSubject: x",
        "bo@example.org, cy@example.org", f"{'b' * 400}@example.org", "\0bo@example.org",
        "bo@exam\u2028ple.org", '"bo"@example.org', "bo@[127.0.0.1]", "bo@example..org",
    ],
)  # fmt: skip
def test_what_is_no_address_gets_one_sentence(client: Client, tides: Newsletter, address: str):
    answer = subscribe(client, tides, address=address)
    assert answer.status_code == 422
    assert answer.content.count(b'role="alert"') == 1
    assert not Asking.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Bo@Example.org ", "bo@example.org"), ("bo@bücher.example", "bo@xn--bcher-kva.example"),
        ("o'neil+letters@example.org", "o'neil+letters@example.org"),
        ("bo@例え.test", "bo@xn--r8jz45g.test"), ("a@b.test", "a@b.test"),
        ("Léa@example.org", "léa@example.org"), ("用户@例子.example", "用户@xn--fsqu00a.example"),
    ],
)  # fmt: skip
def test_each_legal_address_is_asked_in_its_one_form(
    client: Client, tides: Newsletter, typed: str, kept: str
):
    assert subscribe(client, tides, address=typed).status_code == 303
    assert Asking.objects.get().address == kept


@settings(
    max_examples=15, deadline=None, suppress_health_check=[*HealthCheck],
)  # fmt: skip
@given(typed=st.text(max_size=40), page=st.text(max_size=40), took=st.text(max_size=12))
def test_nothing_that_is_typed_reaches_a_header_or_breaks_a_page(
    client: Client, typed: str, page: str, took: str
):
    newsletter = Newsletter.objects.first() or make_newsletter()
    fields = {"page": page, "took": took, f"rhythm-{newsletter.pk}": typed, typed[:20] or "x": page}
    answer = subscribe(client, newsletter, **fields)
    assert answer.status_code in (303, 422)
    ask_subscribers()
    for letter in letters_to():
        assert "\n" not in letter.subject and letter.headers == {}
    for asking in Asking.objects.all():
        assert asking.consent_page == "" or asking.consent_page.startswith("/")


def test_a_program_that_fills_in_everything_hears_the_same_and_nothing_happens(
    client: Client, tides: Newsletter
):
    answer = subscribe(client, tides, **{name_of(timezone.localdate()): "x"})
    assert answer.headers["Location"] == "/letters/asked/"
    assert not Asking.objects.exists()


def test_another_site_cannot_send_the_form(client: Client, tides: Newsletter):
    given_ = {"address": BO, "newsletter": str(tides.pk)}
    answer = client.post("/letters/", given_, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_one_newsletter_is_one_field_and_a_button(client: Client, tides: Newsletter):
    page = client.get(make_article().address).content.decode()
    box = page[page.index('class="letters"') :]
    box = box[: box.index("</section>")]
    assert box.count('type="email"') == 1
    assert "checkbox" not in box and "<script" not in box
    assert f'name="newsletter" value="{tides.pk}"' in box


def test_several_newsletters_are_chosen_from(client: Client, tides: Newsletter):
    wind = make_newsletter("The wind", sort_order=1)
    make_newsletter("Closed", is_open=False)
    for path in ("/", "/letters/"):
        page = client.get(path).content.decode()
        assert page.count('type="checkbox" name="newsletter"') == 2
        assert "Closed" not in page
    assert subscribe(client, address=BO).status_code == 422
    subscribe(client, wind, **{f"rhythm-{wind.pk}": "weekly"})
    assert Asking.objects.get().choices == f"{wind.pk}:weekly"


def test_where_nothing_is_offered_there_is_no_box_and_no_page(client: Client):
    Newsletter.objects.all().delete()
    assert b'class="letters"' not in client.get("/").content
    assert client.get("/letters/").status_code == 404
    assert client.post("/letters/", {"address": BO}).status_code == 422


def test_a_mail_program_leaves_by_itself(client: Client, tides: Newsletter):
    row = make_subscription(newsletter=tides)
    wind = make_newsletter("The wind", sort_order=1)
    other = make_subscription(reader=row.reader, newsletter=wind)
    path = links.leave_address(row, root="")
    assert client.get(path).status_code == 200
    row.refresh_from_db()
    assert row.state == "active"
    # RFC 8058: no cookie, no referrer, this body
    stranger = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    row.refresh_from_db()
    assert row.state == "left"
    # from what the letter belonged to, and from nothing else
    assert list(Subscription.objects.active()) == [other]


def test_a_link_to_leave_that_was_altered_ends_nothing(client: Client, tides: Newsletter):
    one = make_subscription(newsletter=tides)
    other = make_subscription("cy@example.org", newsletter=tides)
    token = links.leave_token(one, issue=7)
    mark = token.rpartition("-")[2]
    for forged in (
        f"{other.pk}-7-{mark}", f"{one.pk}-8-{mark}", f"{one.pk}-0-{mark}", token[:-1],
        f"{token}0", "9" * 18 + f"-7-{mark}", "x",
    ):  # fmt: skip
        assert client.post(f"/letters/leave/{forged}/").status_code == 404
    assert Subscription.objects.active().count() == 2


def test_a_mail_leaves_by_its_address_or_its_subject(tides: Newsletter):
    row = make_subscription(newsletter=tides)
    mailto = links.leave_mailbox(row, mailbox="letters@example.org")
    to, _, subject = mailto.removeprefix("mailto:").partition("?subject=")
    assert len(to.partition("@")[0]) <= 64
    assert links.left_by_mail(to.upper(), "") == (row, None)
    assert links.left_by_mail("letters@example.org", f"Re: {subject}") == (row, None)
    assert links.left_by_mail("letters@example.org", "unsubscribe") is None
    assert links.left_by_mail(to.replace("leave-", "leave-1")) is None


def test_choices_language_and_nothing_else_change_on_the_own_page(
    client: Client, tides: Newsletter
):
    wind = make_newsletter("The wind", sort_order=1)
    row = make_subscription(newsletter=tides)
    path = settings_path(row.reader)
    given_ = {"newsletter": [str(wind.pk)], f"rhythm-{wind.pk}": "daily", "language": "fr"}
    done = client.post(path, given_, follow=True)
    assert done.status_code == 200
    states = dict(Subscription.objects.values_list("newsletter", "state"))
    assert states == {tides.pk: "left", wind.pk: "active"}
    row.reader.refresh_from_db()
    assert row.reader.language == "fr"


def test_a_new_address_is_asked_first(client: Client, tides: Newsletter):
    row = make_subscription(newsletter=tides)
    path = settings_path(row.reader)
    assert client.post(path, {"move": "1", "address": "nonsense"}).status_code == 422
    assert client.post(path, {"move": "1", "address": BO}).status_code == 422
    client.post(path, {"move": "1", "address": "new@example.org"})
    ask_subscribers()
    (letter,) = letters_to("new@example.org")
    page = client.get(path_in(letter, "confirm"))
    assert b"new@example.org" in page.content and BO.encode() not in page.content
    client.post(path_in(letter, "confirm"))
    assert [one.reader.address for one in Subscription.objects.active()] == ["new@example.org"]


def test_a_reader_thinks_of_so_many_addresses_a_day(client: Client, tides: Newsletter):
    path = settings_path(make_subscription(newsletter=tides).reader)
    answers = [
        client.post(path, {"move": "1", "address": f"new{n}@example.org"}).status_code
        for n in range(6)
    ]
    assert answers == [302] * 5 + [422]


def test_the_way_to_all_that_is_kept_goes_to_the_address_alone(client: Client, tides: Newsletter):
    row = make_subscription(newsletter=tides)
    page = client.post(settings_path(row.reader), {"data": "1"}, follow=True)
    assert b"/reader/data/" not in page.content
    assert [letter.kind for letter in letters_to()] == ["data"]


def test_what_is_kept_is_shown_with_the_proof_of_consent(client: Client, tides: Newsletter):
    row = make_subscription(newsletter=tides, consent_text="What I saw.", consent_page="/letters/")
    path = f"/reader/data/{seal(row.reader, DATA, now=timezone.now())}/"
    page = client.get(path).content.decode()
    assert "What I saw." in page and "The tides" in page
    (shown,) = client.get(f"{path}data.json").json()["newsletters"]["subscriptions"]
    assert (shown["newsletter"], shown["state"]) == ("The tides", "active")
    assert shown["consent"]["text_shown"] == "What I saw."


def test_the_privacy_page_speaks_of_subscriptions(client: Client, publication: Publication):
    page = client.get("/privacy/").content.decode()
    assert "Which newsletters you get" in page
    assert "7 days" in page


def test_pages_that_letters_lead_to_are_nobodys_to_keep(client: Client, tides: Newsletter):
    row = make_subscription(newsletter=tides)
    for path in (settings_path(row.reader), links.leave_address(row, root="")):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]


def test_old_links_say_so(client: Client, tides: Newsletter):
    subscribe(client, tides)
    ask_subscribers()
    path = path_in(letters_to()[0], "confirm")
    Asking.objects.update(sent_at=timezone.now() - timedelta(days=8))
    answer = client.get(path)
    assert answer.status_code == 410
    assert b"seven days" in answer.content
