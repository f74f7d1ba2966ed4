"""What providers tell by HTTP of the letters that they took: django-anymail reads it.

The address that a provider is given holds a secret of ours, which is worth more than the signatures
of some: so none has to be set up. Amazon's service wants to be answered first, at an address of its
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from anymail.exceptions import AnymailError
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.generic import View

from chronique.base.http import fetch
from chronique.base.post import PROVIDERS
from chronique.mail.models import Letter
from chronique.mail.returns import Kind, Returned
from chronique.mail.returns.signs import meaning, reply_in, status_in

UNREADABLE = (
    AnymailError, AttributeError, ImproperlyConfigured, KeyError, TypeError, ValueError,
)  # fmt: skip
BOUNCES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
# The provider does not even try any more.
GONE = {RejectReason.INVALID, RejectReason.BOUNCED}
TRACKING = re.compile(r"\w+(?:Tracking|Combined)WebhookView")
# Where Amazon asks to be told that somebody listens.
LISTENS = re.compile(r"https://sns\.[a-z0-9-]{1,40}\.amazonaws\.com(\.cn)?/\?[\w&=.:%-]{1,2000}")
PASSING = {RejectReason.TIMED_OUT, RejectReason.BLOCKED, RejectReason.OTHER}


def secret_of(provider: str) -> str:
    """Return what stands in the address that a provider tells us at."""
    return salted_hmac("chronique.mail.told", provider, algorithm="sha256").hexdigest()[:40]


def address_for(provider: str) -> str:
    """Return the address that the owner gives to a provider."""
    path = reverse("letters_told_by_provider", args=[provider, secret_of(provider)])
    return f"{settings.CONF.addresses[0].geturl()}{path}"


def is_known(provider: str, secret: str) -> bool:
    """Whether letters go by a provider, and the address is the one that we gave it."""
    used = {server.scheme for server in settings.CONF.mail_servers if server.is_provider}
    is_right = constant_time_compare(secret, secret_of(provider))
    return provider in used and is_right and _view(provider) is not None


def events_in(request: HttpRequest, provider: str) -> list[AnymailTrackingEvent]:
    """Return what a provider tells; empty when it is nothing that can be read.

    Raises Unreachable when a provider wants an answer and is not there.
    """
    view = _view(provider)
    try:
        return list(view.parse_events(request)) if view else []
    except UNREADABLE:
        return []


def _say_that_we_listen(view: View, message: dict[str, Any]) -> None:
    """Answer Amazon's service, which tells nothing before: the secret in our address proved it."""
    address = str(message.get("SubscribeURL", ""))
    if LISTENS.fullmatch(address):
        fetch(address, max_bytes=100_000, seconds=10.0)


def _view(provider: str) -> Any:
    """Return anymail's reader for a provider; None where it has none. It asks for no keys."""
    if provider not in PROVIDERS:
        return None
    try:
        module = import_module(f"anymail.webhooks.{PROVIDERS[provider].backend}")
    except ImportError:
        return None
    views = [found for name, found in vars(module).items() if TRACKING.fullmatch(name)]
    own = {
        "__init__": View.__init__, "track_initial_open_as_opened": False,
        "auto_confirm_sns_subscription": _say_that_we_listen,
    }  # fmt: skip
    return type("Reader", (views[0],), own)() if views else None


def returned(event: AnymailTrackingEvent) -> Returned:
    """Return what a provider tells as if it had come by mail."""
    words = _joined([event.mta_response, event.description])
    kind, report = Kind.NOTHING, ""
    if event.event_type == EventType.COMPLAINED:
        kind, report = Kind.COMPLAINT, "abuse"
    elif event.event_type == EventType.UNSUBSCRIBED:
        kind, report = Kind.COMPLAINT, "opt-out"
    elif event.event_type in BOUNCES:
        kind = _bounce(event, words)
    return Returned(
        kind=kind, report=report, words=words, status=status_in(words), reply=reply_in(words),
        recipients=(event.recipient,) if event.recipient else (),
        original_id=str(event.message_id or ""), own_id=_own_id(event),
    )  # fmt: skip


def _bounce(event: AnymailTrackingEvent, words: str) -> Kind:
    if event.reject_reason == RejectReason.UNSUBSCRIBED:
        return Kind.NOTHING
    if event.event_type == EventType.REJECTED and event.reject_reason in GONE:
        return Kind.HARD
    told = _joined([words, *_types(event.esp_event)])
    if re.search(r"\bsoft|\btransient|\bblock", told, re.I):
        return Kind.SOFT
    if event.event_type == EventType.FAILED or event.reject_reason in PASSING:
        return Kind.SOFT if not words else meaning("", words)
    return meaning("", words)


def _types(raw: Any) -> list[str]:
    """Return what a provider calls its kind of bounce, in the field that most have."""
    names = ("Type", "type", "bounce_class", "event", "reason", "severity")
    fields = raw if isinstance(raw, dict) else {}
    return [str(fields[name]) for name in names if isinstance(fields.get(name), str)]


def _joined(texts: Iterable[object]) -> str:
    return " ".join(" ".join(str(text).split()) for text in texts if text)[:1000]


def _own_id(event: AnymailTrackingEvent) -> str:
    """Return what is the same when a provider tells the same again."""
    return f"{event.event_type} {event.event_id or event.message_id} {event.timestamp}"


def letter_told(event: AnymailTrackingEvent) -> Letter | None:
    """Return the letter that a provider speaks of, or None.

    By the number that was handed on with it, by its Message-ID, or the last that went to the
    address: whoever knows the secret is believed.
    """
    number = str((event.metadata or {}).get("letter", ""))
    if number.isascii() and number.isdecimal():
        return Letter.objects.filter(pk=int(number[:18])).first()
    own = f"<{str(event.message_id or '').strip('<> ')}>"
    if found := Letter.objects.filter(message_id=own).first():
        return found
    return Letter.objects.last_sent_to(str(event.recipient or "").lower())
