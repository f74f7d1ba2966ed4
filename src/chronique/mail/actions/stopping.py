"""A server refuses everything: the mailing is stopped, and the writer is told."""

import logging
from datetime import datetime

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
        _tell(user, found, answer, now)
    return True


def keepers() -> list[User]:
    backend = "django.contrib.auth.backends.ModelBackend"
    found = User.objects.with_perm(KEEP, backend=backend).exclude(email="")
    return list(found.filter(is_active=True).order_by("username"))


def _because(answer: str) -> str:
    sentence = _("The mail server refuses letter after letter: “%(answer)s”. The others wait here.")
    return sentence % {"answer": answer}


def _tell(user: User, mailing: Mailing, answer: str, now: datetime) -> None:
    profile = getattr(user, "wagtail_userprofile", None)
    language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
    with override(language):
        desk = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home")
        lines = [
            _("“%(subject)s” is stopped.") % {"subject": mailing.subject},
            _because(answer),
            _(
                "Ask who runs the server, or look with “chronique doctor”. At the desk you send the"
                " rest when it is mended."
            ),
            desk,
        ]
        queue_letter(
            kind="mailing refused", to=user.email, subject=_("Your letters are refused"),
            text="\n\n".join(lines) + "\n", sender=mailing.sender, host=mailing.host,
            language=language, now=now,
        )  # fmt: skip
