"""The discussion beside a running program: comments that wait, decisions, letters that went out."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.flows.server import Server
from tests.flows.shell import Shell

MODELS = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from chronique.articles.models import Article, Publication
from chronique.comments.models import Alarm, Comment, Decision, Like, Report
from chronique.mail.models import Letter
from chronique.readers.models import Reader
ROWS = [Comment, Decision, Like, Report, Alarm, Letter, Reader]
now = timezone.now()
"""
MAKE = """
from chronique.text.markdown_light import render
article = Article.objects.live().order_by("pk").first()
for place, (name, text) in enumerate({comments!r}):
    Comment.objects.create(
        page_id=article.pk, author_name=name, author_email=name.lower() + "@marees.example",
        text=text, html=render(text), state="held", written_at=now - timedelta(minutes=place),
        verdict={{
            "decision": "hold", "score": 0.5, "reasons": [{{"name": "links", "detail": "4"}}]
        }},
    )
"""
# Of a reader with a confirmed address who is to be told of answers.
MAKE_PUBLIC = """
from chronique.comments.actions.following import follow, tell_of
from chronique.text.markdown_light import render
article = next(one for one in Article.objects.live() if one.address == {page!r})
parent = Comment.objects.filter(author_name={parent!r}).order_by("pk").last()
comment = Comment(
    page_id=article.pk, author_name={name!r}, author_email={name!r}.lower() + "@marees.example",
    text={text!r}, html=render({text!r}), written_at=now,
)
if parent:
    comment.hang_below(parent)
comment.make_public(now)
comment.save()
language = Publication.objects.get().language
follow(
    address=comment.author_email, comment=comment, now=now, language=language, is_proven=True
)
Reader.objects.filter(address=comment.author_email).update(confirmed_at=now)
tell_of(comment, now)
"""
STATES = """
for name, state in Comment.objects.filter(author_name__in={names!r}).order_by("pk").values_list(
    "author_name", "state"
):
    print(name, state)
"""
APPROVE = """
from chronique.comments.actions import moderating
comment = Comment.objects.filter(author_name={name!r}).latest("pk")
moderating.decide(
    comment=comment, action=Decision.Action.APPROVE, by=Decision.By.MODERATOR,
    user=User.objects.get(username={moderator!r}), now=now,
)
"""
# What the clock asks for, at once; with the pauses between two letters to moderators, and between
# a decision and its letter, behind it.
DELIVER = """
from chronique.comments import jobs
from chronique.comments.actions.notices import tell_moderators
from chronique.mail.jobs import send_due_letters
jobs.ask_readers()
jobs.tell_at_once()
for publication in Publication.objects.all():
    tell_moderators(publication=publication, now=now + timedelta(minutes=11))
letters = Letter.objects.waiting().filter(to={address!r})
# Not those that the worker is just sending: they are its own until its time for them is over.
letters.filter(state=Letter.State.DUE).update(next_offer=now)
while letters.exists():
    assert timezone.now() < now + timedelta(seconds=30), letters.values()
    send_due_letters()
"""
HIGHEST = """
import json
print(json.dumps([(model.objects.order_by("-pk").first() or model(pk=0)).pk for model in ROWS]))
"""
LEAVE = """
for model, highest in zip(ROWS, {highest!r}):
    model.objects.filter(pk__gt=highest).delete()
Comment.objects.filter(told_at__gt=now).update(told_at=now)
"""
SPEAK = """
Publication.objects.update(language={language!r})
User.objects.filter(username={moderator!r}).update(email={address!r})
"""
MODERATOR = "moderatrice@marees.example"
LINK = re.compile(r"http://localhost:\d+\S+")


@dataclass
class Talk:
    """Whoever uses it leaves the publication as it was, by `leave`."""

    server: Server
    shell: Shell
    highest: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.highest = json.loads(self._run(HIGHEST))

    @property
    def url(self) -> str:
        return self.server.url

    def make_waiting(self, *comments: tuple[str, str]) -> None:
        """Let comments wait, the first of them on top."""
        self._run(MAKE, comments=list(comments))

    def make_public(self, name: str, text: str, *, page: str, parent: str = "") -> None:
        """Let a known reader have written below an article, or answered somebody."""
        self._run(MAKE_PUBLIC, name=name, text=text, page=page, parent=parent)

    def states(self, *names: str) -> dict[str, str]:
        said = self._run(STATES, names=list(names))
        return dict(line.rsplit(" ", 1) for line in said.splitlines())

    def speak(self, language: str) -> None:
        """Let the publication speak a language, and its moderator have a mailbox."""
        self._run(SPEAK, language=language, moderator=self.server.name, address=MODERATOR)

    def approve(self, name: str) -> None:
        """Approve the latest comment of somebody."""
        self._run(APPROVE, name=name, moderator=self.server.name)

    def letters(self, address: str) -> list[EmailMessage]:
        """Return all letters to an address, what is to be told now included, oldest first."""
        self._run(DELIVER, address=address)
        files = sorted((self.server.home / "mail" / "new").iterdir(), key=_time_of)
        found = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
        return [letter for letter in found if letter["To"] == address]

    @property
    def models(self) -> str:
        """Return what code for the shell begins with."""
        return MODELS

    def leave(self) -> None:
        self._run(SPEAK, language="fr", moderator=self.server.name, address="")
        self._run(LEAVE, highest=self.highest)

    def _run(self, code: str, **values: object) -> str:
        return self.shell.run(MODELS + (code.format(**values) if values else code))


def _time_of(file: Path) -> int:
    return file.stat().st_mtime_ns


def links(letter: EmailMessage, part: str) -> Sequence[str]:
    """Return the links in a letter's plain words that hold `part`."""
    body = letter.get_body(("plain",))
    assert body
    return [link for link in LINK.findall(body.get_content()) if part in link]
