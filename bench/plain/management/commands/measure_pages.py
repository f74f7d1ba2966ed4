import json
from random import Random
from statistics import median
from time import process_time
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.articles import ORDINARY, make_article, words
from bench.plain.models import DiscussedPage, PlainComment, PlainPage
from bench.words import NAMES, Writer
from chronique.project import prepare
from tests import factories

ROUNDS = 40
# Paragraphs of a long article.
LONG = 120
# Name, paragraphs, comments, comments of each thread.
ARTICLES = [
    ("bare", ORDINARY, 0, 5),
    ("few", ORDINARY, 50, 5),
    ("long", LONG, 50, 5),
    ("many", ORDINARY, 5000, 5),
    ("flat", ORDINARY, 5000, 1),
    ("deep", ORDINARY, 5000, 5000),
]


class Command(BaseCommand):
    help = (
        "Make articles and a plain page of Wagtail's, and print queries and time of each as JSON."
    )

    def handle(self, **options: Any) -> None:
        call_command("migrate", run_syncdb=True, verbosity=0)
        prepare.collect_static()
        with transaction.atomic():
            paths = {name: make_article(*shape) for name, *shape in ARTICLES}
            paths["plain"] = _plain_page()
            paths["discussed"] = _discussed_page()
            others = [make_article(ORDINARY, 50, chance=seed) for seed in range(10, 10 + ROUNDS)]
        measured = _measured(paths)
        measured["others"] = _once(others)
        self.stdout.write(json.dumps(measured))


def _plain_page() -> str:
    return _added(PlainPage(title="A plain page", slug="plain"))


def _discussed_page() -> str:
    """Add a plain page with the comments of the ordinary article: same words, same threads."""
    page = DiscussedPage(title="A plain page with comments", slug="discussed")
    path = _added(page)
    writer, parent = Writer(Random(2), "en"), None
    for number in range(50):
        parent = None if number % 5 == 0 else parent
        comment = PlainComment.objects.create(
            page=page, author=NAMES[number % len(NAMES)], text=writer.paragraph(), parent=parent,
            date=factories.NOON,
        )  # fmt: skip
        parent = comment if number % 2 == 0 else parent
    return path


def _added(page: PlainPage | DiscussedPage) -> str:
    page.body, page.live, page.first_published_at = words(ORDINARY), True, timezone.now()
    factories.the_home().add_child(instance=page)
    return urlsplit(page.full_url).path


def _measured(paths: dict[str, str]) -> dict[str, dict[str, float]]:
    """Return each page's queries, and the middle of its times, the way through Django included.

    Processor time, and the pages in turn: whatever else the machine does weighs on all alike.
    """
    client = Client(HTTP_HOST="localhost:8000")
    counts = {name: _queries(client, path) for name, path in paths.items()}
    times: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(ROUNDS):
        for name, path in paths.items():
            started = process_time()
            client.get(path)
            times[name].append((process_time() - started) * 1000)
    return {
        name: {"queries": count, "milliseconds": median(times[name])}
        for name, count in counts.items()
    }


def _once(paths: list[str]) -> dict[str, float]:
    """Return the same of pages that this process has never rendered, each of other words."""
    client = Client(HTTP_HOST="localhost:8000")
    counts, times = [], []
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            started = process_time()
            assert client.get(path).status_code == 200
            times.append((process_time() - started) * 1000)
        counts.append(len(queries))
    return {"queries": max(counts), "milliseconds": median(times)}


def _queries(client: Client, path: str) -> int:
    """Return how many queries the page takes once its process is warm."""
    for _ in range(3):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    # Counted here: the next request empties the log.
    return len(queries)
