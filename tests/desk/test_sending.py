"""Where letters go, how fast, and the letters that lie here while there is no mail server."""

from dataclasses import replace
from datetime import time, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from chronique.mail import folder
from chronique.mail.models import Pacing
from chronique.newsletter.actions.queueing import queue_some
from tests.desk.given import desk_of, shown, writer
from tests.factories import make_article
from tests.newsletter.issues import make_newsletter, plan, subscribe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

SENDING = "/desk/mail/"
KEPT = "/desk/mail/kept/"
UNSENT = "No mail server is set"
FORM = {
    "quiet_from": "22:00", "quiet_until": "07:00", "warm_up_from": "2026-07-05", "first_day": "200",
    "growth": "2", "enough": "10000", "rates": "example.org 20",
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path


def keep(subject: str = "An answer", html: str = "<p>Été</p><script>alert(1)</script>") -> str:
    message = EmailMessage()
    message["From"], message["To"] = "Marées <letters@example.org>", "bo@example.org"
    if subject:
        message["Subject"] = subject
    message.set_content("Été & more\n")
    if html:
        message.add_alternative(html, subtype="html")
    return folder.keep(message.as_bytes())


def with_mail(settings: Settings, mail: str) -> None:
    settings.CONF = replace(settings.CONF, mail=mail)


def test_without_a_server_the_desk_says_so_and_shows_the_letters():
    names = [keep(f"Letter {number}") for number in range(32)]
    desk = desk_of(writer())
    assert SENDING in desk.get("/desk/").content.decode()
    assert UNSENT in shown(desk, SENDING)
    first = shown(desk, KEPT)
    assert UNSENT in first and "bo@example.org" in first
    # the newest first, thirty a page
    assert first.index("Letter 31") < first.index("Letter 30") < first.index("Letter 2 ")
    assert "Letter 1 " not in first
    assert f"{KEPT}?p=2" in desk.get(KEPT).content.decode()
    assert "Letter 1 " in shown(desk, f"{KEPT}?p=2")
    assert "An answer" not in shown(desk, f"{KEPT}{names[0]}/")


def test_a_letter_is_read_as_text_and_shut_in_as_a_page():
    name = keep()
    desk = desk_of(writer())
    page = shown(desk, f"{KEPT}{name}/")
    assert "Été & more" in page and "An answer" in page and "bo@example.org" in page
    html = desk.get(f"{KEPT}{name}/").content.decode()
    assert "<script>alert(1)" not in html
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in html
    frame = desk.get(f"{KEPT}{name}/page/")
    policy = frame.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups ") and "default-src 'none'" in policy
    assert "allow-scripts" not in policy and "allow-same-origin" not in policy
    assert frame.content.decode().startswith('<base target="_blank"><p>Été</p>')
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_what_lies_there_may_be_anything():
    name = keep(subject="", html="")
    for raw in (b"", b"\xff\0\xfe", b"Subject: =?x?q?=E9?=\nDate: never\n\n\xe9"):
        folder.keep(raw)
    desk = desk_of(writer())
    assert "Without a subject" in shown(desk, KEPT)
    assert "As a page" not in shown(desk, f"{KEPT}{name}/")
    for kept in folder.newest(start=0, most=9):
        assert desk.get(f"{KEPT}{kept.name}/").status_code == 200


@pytest.mark.parametrize("name", ["none", "..%2f..%2fsecret_key", "%2e%2e", "a%00b"])
def test_no_name_leads_elsewhere(name: str, home: Path):
    (home / "secret_key").write_text("key")
    assert desk_of(writer()).get(f"{KEPT}{name}/").status_code == 404


def test_an_empty_folder_is_said():
    assert "No letter lies here." in shown(desk_of(writer()), KEPT)


def test_servers_and_their_limits_are_shown_without_secrets(settings: Settings):
    with_mail(
        settings,
        "smtp://ada:s3cret@mail.example.org?per_hour=5000&weight=3 postmark://s3cret"
        " pipe://bounces@example.org",
    )
    page = shown(desk_of(writer()), SENDING)
    assert UNSENT not in page and "s3cret" not in page
    assert "mail.example.org:587" in page and "at most 5,000 letters an hour" in page
    assert "postmark" in page and "bounces@example.org" in page


def test_a_provider_is_told_where_to_tell_of_bounces(settings: Settings):
    with_mail(settings, "postmark://t0ken")
    page = shown(desk_of(writer()), SENDING)
    assert "/_util/letters/postmark/" in page and "t0ken" not in page
    assert "nobody notices them" not in page


def test_the_pace_is_chosen_at_the_desk():
    desk = desk_of(writer())
    assert desk.post(SENDING, FORM).status_code == 302
    plan = Pacing.current().plan()
    assert (plan.first_day, plan.growth, plan.rates) == (200, 2, {"example.org": 20})
    assert plan.quiet_from.hour == 22
    # a second choice changes the same row
    assert desk.post(SENDING, {**FORM, "first_day": "300"}).status_code == 302
    assert Pacing.objects.get().first_day == 300


def test_what_cannot_be_is_told_beside_its_field():
    refused = desk_of(writer()).post(SENDING, {**FORM, "rates": "everybody"})
    assert refused.status_code == 422
    assert "“everybody” is not a domain and a number" in refused.content.decode()


def test_the_sender_is_checked(settings: Settings):
    settings.CONF = replace(settings.CONF, mail_from="letters@localhost")
    page = shown(desk_of(writer()), f"{SENDING}check/")
    assert "“localhost” is no domain that others know" in page


def test_an_issue_that_waits_says_what_for():
    newsletter = make_newsletter(name="The tide")
    subscribe(newsletter, 1)
    issue = plan(make_article(title="High water"), newsletter, now=timezone.now())
    later = timezone.now() + timedelta(hours=1)
    while queue_some(issue, now=later) is not None:
        pass
    address, desk = f"/desk/letters/{issue.pk}/", desk_of(writer())
    assert "Quiet hours" not in shown(desk, address)
    Pacing.objects.create(pk=1, quiet_from=time(0), quiet_until=time(23, 59, 59))
    assert "Quiet hours: it goes on at 23:59." in shown(desk, address)


@pytest.mark.parametrize(
    "path", [SENDING, KEPT, f"{KEPT}x/", f"{KEPT}x/page/", "/desk/mail/check/"]
)
def test_who_only_writes_sees_none_of_it(path: str):
    desk = desk_of(writer("bo", group="Editors"))
    assert desk.get(path).status_code in (302, 403)
    assert 'href="/desk/mail/"' not in desk.get("/desk/").content.decode()
