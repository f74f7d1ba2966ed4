import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from chronique.mail.dns import Level
from chronique.project.doctor import look

SIGNS = {Level.GOOD: "✓", Level.WARNING: "!", Level.BAD: "✗", Level.UNKNOWN: "?"}


class Command(BaseCommand):
    help = (
        "Look whether all is well: settings, database, disk, clock, mail and its records in the"
        " DNS. Each line says what to do. The exit code is 1 when something is wrong."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def handle(self, **options: Any) -> None:
        levels = set()
        for told in look(settings.CONF):
            self.stdout.write(f"{SIGNS[told.level]} {told.about:<9} {told.text}")
            levels.add(told.level)
        if Level.BAD in levels:
            sys.exit(1)
