"""Four addresses that answer as Akismet does. Nothing of what is sent is kept, or logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from chronique.base.origin import address_of, network_of
from chronique.base.pace import Pace
from chronique.spam.akismet import actions
from chronique.spam.akismet.protocol import THANKS, Asked, asked, is_empty, is_same_site
from chronique.spam.akismet.reading import NotRead, fields_of
from chronique.spam.models import Client

Fields = Mapping[str, str]
# How many questions a key may ask stands with the key; a network may try so many wrong ones.
QUESTIONS = Pace(60, span=timedelta(minutes=1))
WRONG_KEYS = Pace(20, span=timedelta(minutes=10))


class WrongKey(Exception):
    """Whoever asks may not; its text says why."""


class TooManyWrong(Exception):
    """A network tried so many wrong keys that the next is not looked at."""


@csrf_exempt
def answer(request: HttpRequest, what: str) -> HttpResponse:
    """Answer one question, or take one correction. Without a key in use there is nothing here."""
    if what not in ANSWERS or not Client.objects.on().exists():
        raise Http404
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    now = timezone.now()
    try:
        fields = fields_of(request)
        client = _admitted(request, fields, now)
        if not QUESTIONS.take(str(client.pk), now, most=client.per_minute):
            return _later(429, QUESTIONS.span, "This key asked too often within a minute.")
        return ANSWERS[what](client, fields, now)
    except NotRead as error:
        return _said(str(error), status=error.status, help=str(error))
    except WrongKey as error:
        return _said("invalid", help=str(error))
    except TooManyWrong as error:
        return _later(429, WRONG_KEYS.span, str(error))
    except (OperationalError, InterfaceError):
        return _later(503, timedelta(seconds=30), "The database is busy.")


def _admitted(request: HttpRequest, fields: Fields, now: datetime) -> Client:
    """Return who asks. Raises NotRead, WrongKey or TooManyWrong."""
    network = network_of(address_of(request.META, trusted_proxies=settings.CONF.trusted_proxies))
    if WRONG_KEYS.is_spent(network, now):
        raise TooManyWrong("Too many wrong keys came from this network.")
    blog = fields.get("blog", "")
    if not blog:
        raise NotRead(400, "The field “blog” is missing: the web address of the site that asks.")
    client = actions.client_with(fields.get("api_key") or fields.get("key") or "")
    if client is None:
        WRONG_KEYS.take(network, now)
        raise WrongKey("This key is not known, or is switched off.")
    if client.blog and not is_same_site(blog, client.blog):
        raise WrongKey("This key is for another site.")
    return client


def _verify(client: Client, fields: Fields, now: datetime) -> HttpResponse:
    return _said("valid")


def _check(client: Client, fields: Fields, now: datetime) -> HttpResponse:
    found = actions.check(client, _read(fields), now=now)
    response = _said("true" if found.is_spam else "false")
    if found.is_certain:
        response.headers["X-akismet-pro-tip"] = "discard"
    return response


def _spam(client: Client, fields: Fields, now: datetime) -> HttpResponse:
    actions.correct(client, _read(fields), is_spam=True, now=now)
    return _said(THANKS)


def _ham(client: Client, fields: Fields, now: datetime) -> HttpResponse:
    actions.correct(client, _read(fields), is_spam=False, now=now)
    return _said(THANKS)


ANSWERS: dict[str, Callable[[Client, Fields, datetime], HttpResponse]] = {
    "verify-key": _verify, "comment-check": _check, "submit-spam": _spam, "submit-ham": _ham,
}  # fmt: skip


def _read(fields: Fields) -> Asked:
    found = asked(fields)
    if is_empty(found.submission):
        raise NotRead(400, "Nothing was sent to look at: neither a text nor who wrote it.")
    return found


def _said(words: str, *, status: int = 200, help: str = "") -> HttpResponse:
    """Say it in plain text, as clients compare it. `help` says to people what is wrong."""
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-akismet-guid"] = uuid4().hex
    if help:
        response.headers["X-akismet-debug-help"] = help.replace("“", '"').replace("”", '"')
    return response


def _later(status: int, wait: timedelta, sentence: str) -> HttpResponse:
    response = _said(sentence, status=status, help=sentence)
    response.headers["Retry-After"] = str(int(wait.total_seconds()))
    return response
