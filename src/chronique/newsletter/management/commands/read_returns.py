import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from chronique.mail.returns.mime import BEGINNING
from chronique.newsletter.actions.returns import take_mail

logger = logging.getLogger(__name__)

# sysexits.h: try again later. A mail server keeps the mail, and comes back with it.
LATER = 75


class Command(BaseCommand):
    help = (
        "Read one mail on standard input that came back: a bounce or a complaint. A mail server"
        " calls it for the address that CHRONIQUE_MAIL names with pipe://. It ends with 75 when it"
        " must be called again, as when the database is away."
    )
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        raw = sys.stdin.buffer.read(BEGINNING)
        # To the end: a server that cannot write takes us for broken.
        while sys.stdin.buffer.read(BEGINNING):
            pass
        try:
            take_mail(raw, now=timezone.now())
        except Exception:
            # Whatever it is: a mail server that hears of anything else throws the mail away.
            logger.exception("mail.comes_again")
            sys.exit(LATER)
