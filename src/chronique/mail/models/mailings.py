"""One text that goes to many, each with a row of its own."""

from __future__ import annotations

from django.db import models


class Mailing(models.Model):
    """What all letters of one kind share. Where they differ, `slots.slot(name)` stands.

    It is written once and never changed: what a letter says is the same for all who get it.
    """

    kind = models.CharField(max_length=40)
    sender = models.CharField(max_length=255, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=20, blank=True)
    # The publication's name on the net.
    host = models.CharField(max_length=255)
    # Nothing of it is offered; why, when it was the program that stopped it.
    is_held = models.BooleanField(default=False)
    held_because = models.TextField(blank=True)
    # How many letters ended how, of those whose rows are gone: `{"sent": n, …}`.
    gone = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.subject}"
