from typing import Any

from django.core.management.base import BaseCommand

from chronique.project import worker


class Command(BaseCommand):
    help = "Start a worker alone: later work, scheduled articles, housekeeping."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        worker.work(worker.stop_on_signals())
