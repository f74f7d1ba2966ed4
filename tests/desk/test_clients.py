"""Keys for sites that ask the filter are made at the desk, shown once, and withdrawn."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from chronique.articles.models import Publication
from chronique.comments.models import Discussion
from chronique.spam.models import Client, Learned
from tests.comments.moderators import moderator
from tests.desk.given import desk_of, faults, shown, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

SITES = "/desk/comments/sites/"
FORM = {"name": "My old blog", "blog": "https://blog.example", "is_on": "on", "per_minute": "60"}


@pytest.fixture
def desk() -> Browser:
    return desk_of(writer())


def key_in(answer: Any) -> str:
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    (key,) = re.findall(r"<code>([0-9a-f]{32})</code>", answer.content.decode())
    return str(key)


def verify(key: str) -> bytes:
    fields = {"key": key, "blog": "https://blog.example"}
    return Browser().post("/akismet/1.1/verify-key", fields).content


def test_a_key_is_made_shown_once_and_works(desk: Browser):
    answer = desk.post(f"{SITES}new/", FORM)
    key = key_in(answer)
    assert "http://localhost:8000/akismet/1.1/" in answer.content.decode()
    assert verify(key) == b"valid"
    edit = f"{SITES}edit/{Client.objects.get().pk}/"
    for address in (SITES, edit):
        assert key not in desk.get(address).content.decode()
    assert "My old blog" in shown(desk, SITES)
    # sent again by a slip, it makes no second one
    again = desk.post(f"{SITES}new/", FORM)
    assert "already exists" in faults(again)["name"][0]


def test_one_that_is_not_switched_on_says_so(desk: Browser):
    answer = desk.post(f"{SITES}new/", FORM | {"is_on": ""})
    assert "not switched on yet" in answer.content.decode()
    assert verify(key_in(answer)) != b"valid"


def test_a_new_key_takes_the_place_of_the_old_one(desk: Browser):
    old = key_in(desk.post(f"{SITES}new/", FORM))
    client = Client.objects.get()
    assert "Make a new key" in shown(desk, f"{SITES}edit/{client.pk}/")
    new = key_in(desk.post(f"{SITES}{client.pk}/new-key/"))
    assert (verify(old), verify(new)) == (b"invalid", b"valid")
    assert desk.get(f"{SITES}{client.pk}/new-key/").status_code == 405


def test_it_is_changed_and_withdrawn(desk: Browser):
    key = key_in(desk.post(f"{SITES}new/", FORM))
    client = Client.objects.get()
    desk.post(f"{SITES}edit/{client.pk}/", FORM | {"is_on": "", "per_minute": "0"})
    assert Client.objects.get().is_on
    desk.post(f"{SITES}edit/{client.pk}/", FORM | {"per_minute": "5"})
    assert Client.objects.get().per_minute == 5 and verify(key) == b"valid"
    Learned.objects.create(owner=client.owner, key=b"x")
    assert "forgotten" in shown(desk, f"{SITES}delete/{client.pk}/")
    said = desk.post(f"{SITES}delete/{client.pk}/", follow=True).content.decode()
    assert "The key of My old blog is withdrawn" in said
    assert not Client.objects.exists() and not Learned.objects.exists()


@pytest.mark.parametrize("path", ["", "new/", "edit/1/", "delete/1/", "1/new-key/"])
def test_who_may_not_change_the_discussion_sees_nothing_of_it(publication: Publication, path: str):
    desk_of(writer()).post(f"{SITES}new/", FORM)
    Client.objects.update(id=1)
    max_ = desk_of(moderator("max"))
    answer = max_.post(SITES + path) if "new" in path else max_.get(SITES + path)
    assert answer["Location"] == "/desk/"
    assert "Sites that ask" not in max_.get("/desk/comments/").content.decode()
    assert Client.objects.count() == 1


def test_who_may_change_the_discussion_may_make_keys(publication: Publication):
    max_ = moderator("max")
    max_.user_permissions.add(Permission.objects.get(codename="change_discussion"))
    desk = desk_of(max_)
    assert "Sites that ask" in shown(desk, "/desk/comments/")
    assert verify(key_in(desk.post(f"{SITES}new/", FORM))) == b"valid"


# -- A service that is asked in turn

DISCUSSION = {
    "mode": "open", "close_after_days": "", "house_rules": "", "reports_to_hide": "3",
    "notices": "never", "digests": "never", "honest_held": "5", "honest_lost": "1", "contact": "",
    "service_url": "https://filter.example/akismet", "service_key": "a key", "asks_service": "on",
}  # fmt: skip


def test_what_would_be_sent_is_shown_before_it_is_switched_on(desk: Browser):
    page = desk.get("/desk/settings/comments/discussion/", follow=True)
    words = " ".join(page.content.decode().split())
    for line in ("POST https://service.example/1.1/comment-check", "comment_author=Bo", "blog="):
        assert line in words
    for never in ("203.0.113.9", "mail.example", "user_ip", "comment_author_email"):
        assert never not in words
    address = page.redirect_chain[-1][0]
    assert desk.post(address, DISCUSSION).status_code == 302
    shown_then = desk.get(address).content.decode()
    assert "POST https://filter.example/akismet/1.1/comment-check" in shown_then
    assert Discussion.objects.get().asks_service


@pytest.mark.parametrize("missing", ["service_url", "service_key"])
def test_it_is_not_switched_on_by_halves(desk: Browser, missing: str):
    page = desk.get("/desk/settings/comments/discussion/", follow=True)
    answer = desk.post(page.redirect_chain[-1][0], DISCUSSION | {missing: ""})
    assert "Give the address of the service" in faults(answer)["asks_service"][0]
    assert not Discussion.objects.filter(asks_service=True).exists()
