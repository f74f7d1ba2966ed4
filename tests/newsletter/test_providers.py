"""Providers tell at a secret address what became of the letters that they took."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from chronique.base.errors import Unreachable
from chronique.base.post import PROVIDERS
from chronique.mail import told
from chronique.mail.actions import is_suppressed
from chronique.mail.models import Return
from chronique.newsletter.models import Subscription
from tests.newsletter.returned import sent_letter, subscriber

pytestmark = pytest.mark.django_db
KEYS = {
    "mailgun": "key@example.org", "mailjet": "a:b", "ses": "@eu-west-3", "scaleway": "key@project"
}  # fmt: skip


@pytest.fixture(autouse=True)
def providers(settings: Settings) -> None:
    mail = " ".join(f"{name}://{KEYS.get(name, 'key')}" for name in PROVIDERS)
    settings.CONF = replace(settings.CONF, mail=mail)


def address(provider: str, secret: str = "") -> str:
    if not secret:
        return told.address_for(provider).removeprefix("http://localhost:8000")
    return reverse("letters_told_by_provider", args=[provider, secret])


def tell(client: Client, provider: str, event: Any) -> int:
    raw = json.dumps(event)
    return client.post(address(provider), raw, content_type="application/json").status_code


def state(subscription: Subscription) -> str:
    subscription.refresh_from_db()
    return subscription.state


def postmark(**fields: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce", "Type": "HardBounce", "ID": 42, "MessageID": "883953f4",
        "Email": "bo@example.net", "Details": "smtp;550 5.1.1 user unknown",
        "BouncedAt": "2026-03-14T12:00:00Z", **fields,
    }  # fmt: skip


def test_a_hard_bounce_ends_subscriptions(client: Client):
    subscription = subscriber()
    letter = sent_letter()
    assert tell(client, "postmark", postmark()) == 200
    assert state(subscription) == "bounced"
    [row] = Return.objects.all()
    assert (row.letter, row.kind, row.status) == (letter, "hard", "5.1.1")


def test_told_twice_it_counts_once(client: Client):
    sent_letter()
    soft = postmark(Type="SoftBounce", Details="Mailbox full")
    for _ in range(3):
        tell(client, "postmark", soft)
    assert [row.kind for row in Return.objects.all()] == ["soft"]


def test_the_number_that_was_handed_on_says_which_letter(client: Client):
    first = sent_letter()
    sent_letter()
    tell(client, "postmark", postmark(Metadata={"letter": str(first.pk)}))
    assert Return.objects.get().letter == first


def test_a_complaint_stops_and_blocks(client: Client):
    subscription = subscriber()
    sent_letter()
    tell(client, "postmark", postmark(RecordType="SpamComplaint", Type="SpamComplaint"))
    assert state(subscription) == "complained"
    assert is_suppressed("bo@example.net", even_if_bounced=True)


def test_who_leaves_at_the_provider_has_left(client: Client):
    subscription = subscriber()
    sent_letter(group=f"subscription:{subscription.pk}")
    gone = [{"event": "unsubscribe", "email": "bo@example.net", "timestamp": 1773489600}]
    assert tell(client, "sendgrid", gone) == 200
    assert state(subscription) == "left"
    assert not is_suppressed("bo@example.net")


EVENTS: dict[str, Any] = {
    "brevo": {"event": "hard_bounce", "email": "bo@example.net", "reason": "550 user unknown",
              "message-id": "<x@y>", "ts_epoch": 1773489600000},
    "mailgun": {"signature": {}, "event-data": {
        "event": "failed", "severity": "permanent", "id": "1", "recipient": "bo@example.net",
        "timestamp": 1773489600,
        "delivery-status": {"code": 550, "message": "5.1.1 unknown user"}}},
    "mailjet": [{"event": "bounce", "email": "bo@example.net", "hard_bounce": True,
                 "time": 17734896, "MessageID": 7, "error": "user unknown",
                 "error_related_to": "recipient"}],
    "sendgrid": [{"event": "bounce", "type": "bounce", "email": "bo@example.net",
                  "timestamp": 1773489600, "reason": "550 5.1.1 user unknown", "status": "5.1.1"}],
    "sparkpost": [{"msys": {"message_event": {
        "type": "bounce", "bounce_class": "10", "raw_rcpt_to": "bo@example.net", "event_id": "1",
        "timestamp": "1773489600", "raw_reason": "550 5.1.1 user unknown"}}}],
    "resend": {"type": "email.bounced", "created_at": "2026-03-14T12:00:00Z", "data": {
        "email_id": "1", "to": ["bo@example.net"],
        "bounce": {"message": "550 5.1.1 user unknown"}}},
}  # fmt: skip


@pytest.mark.parametrize("provider", EVENTS)
def test_bounces_of_many_providers_are_understood(provider: str, client: Client):
    subscription = subscriber()
    sent_letter()
    assert tell(client, provider, EVENTS[provider]) == 200
    assert state(subscription) == "bounced"


def amazon(message: Any, kind: str = "Notification", **fields: str) -> dict[str, Any]:
    said = message if isinstance(message, str) else json.dumps(message)
    return {"Type": kind, "MessageId": "1", "Message": said, **fields}


def bounce_of_amazon(kind: str, letter: int) -> dict[str, Any]:
    return {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": kind, "bounceSubType": "General", "timestamp": "2026-03-14T12:00:00Z",
            "feedbackId": "f", "bouncedRecipients": [
                {"emailAddress": "bo@example.net", "diagnosticCode": "smtp; 550 5.1.1 unknown"}
            ],
        },
        "mail": {
            "timestamp": "2026-03-14T12:00:00Z", "messageId": "m",
            "destination": ["bo@example.net"],
            "headers": [{"name": "X-Metadata", "value": json.dumps({"letter": str(letter)})}],
        },
    }  # fmt: skip


@pytest.mark.parametrize(("kind", "after"), [("Permanent", "bounced"), ("Transient", "active")])
def test_amazon_tells_of_bounces(kind: str, after: str, client: Client):
    subscription, letter = subscriber(), sent_letter()
    sent_letter()
    assert tell(client, "ses", amazon(bounce_of_amazon(kind, letter.pk))) == 200
    assert state(subscription) == after
    assert Return.objects.get().letter == letter


def test_amazon_is_told_that_we_listen_and_nobody_else_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    monkeypatch.setattr(told, "fetch", lambda url, **how: asked.append(url))
    good = "https://sns.eu-west-3.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:1"
    for address in (
        good, good.replace("https", "http"), good.replace("sns.", "sns.evil.example/"),
        "https://sns.eu-west-3.amazonaws.com.evil.example/?a", "https://127.0.0.1/?a", "",
    ):  # fmt: skip
        event = amazon("You have chosen", "SubscriptionConfirmation", SubscribeURL=address)
        assert tell(client, "ses", event) == 200
    assert asked == [good]


def test_amazon_asks_again_when_it_could_not_be_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    def away(url: str, **how: Any) -> None:
        raise Unreachable("there is nobody")

    monkeypatch.setattr(told, "fetch", away)
    address = "https://sns.nowhere-9.amazonaws.com/?Action=ConfirmSubscription"
    event = amazon("You have chosen", "SubscriptionConfirmation", SubscribeURL=address)
    assert tell(client, "ses", event) == 503


def test_what_is_no_bounce_leads_to_nothing(client: Client):
    subscription = subscriber()
    sent_letter()
    for kind in ("Delivery", "Open", "Click"):
        assert tell(client, "postmark", postmark(RecordType=kind)) == 200
    assert tell(client, "postmark", postmark(Type="Transient")) == 200
    assert state(subscription) == "active"
    assert not Return.objects.exists()


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", "7", '{"RecordType": []}', "\ud800"])
def test_what_cannot_be_read_leads_to_nothing(raw: str, client: Client):
    body = raw.encode("utf-8", "surrogatepass")
    for provider in PROVIDERS:
        answer = client.post(address(provider), body, content_type="application/json")
        assert answer.status_code in (200, 404)


def test_a_wrong_address_is_none(client: Client, settings: Settings):
    secret = told.secret_of("postmark")
    assert client.head(address("postmark")).status_code == 200
    assert client.get(address("postmark")).status_code == 405
    for wrong in (address("postmark", "a" * 40), address("brevo", secret), address("none", secret)):
        assert client.post(wrong, "{}", content_type="application/json").status_code == 404
    settings.CONF = replace(settings.CONF, mail="")
    assert client.head(address("postmark")).status_code == 404
