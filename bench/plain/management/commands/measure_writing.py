import json
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.core.management.base import BaseCommand

from bench.readers import comment_of
from bench.words import NAMES, Writer
from bench.wsgi import WARM, milliseconds, post
from chronique.comments.models import Comment, Discussion, Like
from chronique.project.wsgi import application
from tests import factories

ROUNDS = 300
# So many that none gets twenty comments in a minute, which the filter would take for a flood.
ARTICLES = 40
FORM = "application/x-www-form-urlencoded"


class Command(BaseCommand):
    help = "Send comments and likes to the program, and print what each took as JSON."

    def handle(self, **options: Any) -> None:
        call_command("migrate", run_syncdb=True, verbosity=0)
        articles = [factories.make_article() for _ in range(ARTICLES)]
        writer = Writer(Random(1), "en")

        def send(number: int, body: str) -> None:
            words = {
                "name": NAMES[number % len(NAMES)], "email": f"reader{number}@example.org",
                "website": "", "body": body, "parent": "", "took": "25000", "subject": "",
            }  # fmt: skip
            _send(f"{articles[number % ARTICLES].address}comments/", words, number)

        def comment(number: int) -> None:
            send(number, comment_of(number))

        def senseless(number: int) -> None:
            send(number, f"{writer.paragraph()} {number}")

        def like(number: int) -> None:
            _send(f"{articles[0].address}like/", {"liked": "1"}, number)

        held = milliseconds(comment, rounds=ROUNDS)
        Discussion.objects.update_or_create(
            site=factories.the_site(), defaults={"mode": Discussion.Mode.OPEN}
        )
        public = milliseconds(lambda number: comment(number + 10_000), rounds=ROUNDS)
        # Of those that readers would write: how many the filter let pass.
        shown = Comment.objects.public().count() / (ROUNDS + WARM)
        doubted = milliseconds(lambda number: senseless(number + 20_000), rounds=ROUNDS)
        liked = milliseconds(like, rounds=ROUNDS)
        made = Comment.objects.count(), Comment.objects.public().count(), Like.objects.count()
        told = {
            "held": held, "public": public, "doubted": doubted, "like": liked, "made": made,
            "honest": shown,
        }  # fmt: skip
        self.stdout.write(json.dumps(told))


def _send(path: str, words: dict[str, str], number: int) -> None:
    body = urlencode(words).encode()
    status = post(application, path, body, content_type=FORM, network=number)
    assert status == 303, status
