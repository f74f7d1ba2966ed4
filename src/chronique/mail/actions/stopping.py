"""A server refuses everything, or no key signs: letters wait, and the writer is told."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from chronique.mail.actions.letters import queue_letter
from chronique.mail.actions.mailings import hold_mailing
from chronique.mail.models import Mailing

logger = logging.getLogger(__name__)

# Who may change how letters are sent, and is told when they are not.
KEEP = "mail.change_pacing"
# The letter that tells of it goes unsigned: better one that may be refused than none.
NO_KEY = "signing failed"


@transaction.atomic
def stop_refused(mailing: Mailing, *, answer: str, now: datetime) -> bool:
    """Hold a mailing that a server refuses, and write to those who keep the publication's mail.

    `answer`: the server's words. False when it is held already: then all are told.
    """
    found = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if found.is_held:
        return False
    with override(settings.LANGUAGE_CODE):
        hold_mailing(found, because=_because(answer))
    logger.error("mailing.refused id=%s", mailing.pk)
    for user in keepers():
        _tell_refused(user, found, answer, now)
    return True


@transaction.atomic
def tell_no_key(why: str, *, now: datetime) -> None:
    """Write to those who keep the publication's mail, once a day, that letters wait for a key.

    `why`: the sentence on its file.
    """
    for user in keepers():
        with override(_language_of(user)):
            lines = [
                _("No letter leaves, for the key that signs them cannot be read:"), why,
                _("They go by themselves as soon as it can. “chronique doctor” looks at it, too."),
            ]  # fmt: skip
            _tell(
                user, kind=NO_KEY, subject=_("Your letters wait"), lines=lines,
                key=f"{NO_KEY}:{now:%Y-%m-%d}:{user.pk}", now=now,
            )  # fmt: skip


def keepers() -> list[User]:
    backend = "django.contrib.auth.backends.ModelBackend"
    found = User.objects.with_perm(KEEP, backend=backend).exclude(email="")
    return list(found.filter(is_active=True).order_by("username"))


def _because(answer: str) -> str:
    sentence = _("The mail server refuses letter after letter: “%(answer)s”. The others wait here.")
    return sentence % {"answer": answer}


def _tell_refused(user: User, mailing: Mailing, answer: str, now: datetime) -> None:
    with override(_language_of(user)):
        lines = [
            _("“%(subject)s” is stopped.") % {"subject": mailing.subject},
            _because(answer),
            _(
                "Ask who runs the server, or look with “chronique doctor”. At the desk you send the"
                " rest when it is mended."
            ),
        ]
        _tell(
            user, kind="mailing refused", subject=_("Your letters are refused"), lines=lines,
            sender=mailing.sender, host=mailing.host, now=now,
        )  # fmt: skip


def _tell(user: User, *, lines: list[str], now: datetime, **letter: Any) -> None:
    """Write to somebody who has a desk, and name it at the end."""
    desk = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home")
    text = "\n\n".join([*lines, desk]) + "\n"
    queue_letter(to=user.email, text=text, language=_language_of(user), now=now, **letter)


def _language_of(user: User) -> str:
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
