from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from chronique.project import supervise, worker


class Command(BaseCommand):
    help = "Start a worker alone: later work, letters, scheduled articles, housekeeping."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        # A child that is forked must not speak through its parent's connection.
        connections.close_all()
        children = [
            supervise.Child("worker", lambda: worker.work(worker.stop_on_signals())),
            supervise.Child("sender", lambda: worker.send(worker.stop_on_signals())),
        ]
        supervise.keep_running(children, worker.stop_on_signals())
