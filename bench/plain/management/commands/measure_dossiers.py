import io
import json
import resource
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

import brotli
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from bench.plain.management.commands.measure_publishing import copy_article
from bench.words import Writer
from chronique.articles.actions import add_picture
from chronique.articles.models import Article, Picture
from chronique.dossiers.actions.books import order_book
from chronique.dossiers.models import Dossier, Event, EventSource, Inclusion, Listing, Part, Source
from chronique.dossiers.moments.reading import read
from chronique.exchange.books.making import make_book
from chronique.project import prepare
from tests import factories

ROUNDS = 15
# Articles, events, sources: a large one, and one of a tenth.
SIZES = [(500, 2_000, 800), (50, 200, 80)]
BOOK = 200


class Command(BaseCommand):
    help = "Fill two dossiers and a year; print what their pages and a book cost, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("scale", type=float)

    def handle(self, *, scale: float, **options: Any) -> None:
        prepare.collect_static()
        writer = Writer(Random(1), "en")
        # First: copies take numbers that the database has not given out.
        told: dict[str, Any] = {"pages": [], "book": _book(writer, int(BOOK * scale))}
        with transaction.atomic():
            first = factories.make_article(language="en", standfirst=writer.paragraph())
            copy_article(first, SIZES[0][0] - 1)
            dossiers = [_dossier(writer, *size) for size in SIZES]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for dossier, size in zip(dossiers, SIZES, strict=True):
            told["pages"].append({"size": size, **_page(dossier.path)})
        self.stdout.write(json.dumps(told))


def _dossier(writer: Writer, articles: int, events: int, sources: int) -> Dossier:
    site, now = factories.the_site(), factories.NOON
    dossier = Dossier.objects.create(
        site=site, title=f"Of {articles} parts", slug=f"of-{articles}", language="en",
        opened_on=now.date(), changed_at=now, published_at=now,
    )  # fmt: skip
    pks = Article.objects.order_by("pk").values_list("pk", flat=True)[:articles]
    Part.objects.bulk_create(
        Part(dossier=dossier, article_id=pk, sort_order=place) for place, pk in enumerate(pks)
    )
    made = Source.objects.bulk_create(
        Source(site=site, title=writer.sentence()[:200], author="Ada Bo", changed_at=now)
        for _ in range(sources)
    )
    Listing.objects.bulk_create(Listing(dossier=dossier, source=source) for source in made)
    happened = Event.objects.bulk_create(_event(writer, number, now) for number in range(events))
    Inclusion.objects.bulk_create(Inclusion(dossier=dossier, event=event) for event in happened)
    EventSource.objects.bulk_create(
        EventSource(event=event, source=made[place % sources])
        for place, event in enumerate(happened)
    )
    return dossier


def _event(writer: Writer, number: int, now: datetime) -> Event:
    day = (now + timedelta(days=number * 9 - 9000)).date()
    moment = read(day.isoformat())
    return Event(
        site=factories.the_site(), title=writer.sentence()[:200], text=writer.sentence(),
        language="en", moment=moment.text, begins=moment.first, ends=moment.last, changed_at=now,
    )  # fmt: skip


def _page(path: str) -> dict[str, Any]:
    """Return what building it anew costs, the way through Django included; `cpu` in ms."""
    client, times = Client(headers={"host": "localhost:8000"}), []
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        html = answer.content
    count = len(queries)
    for _ in range(ROUNDS):
        began = process_time()
        client.get(path)
        times.append((process_time() - began) * 1000)
    if answer.status_code != 200 or b"dossier-parts" not in html:
        raise CommandError(f"{path} is not there: {answer.status_code}")
    return {
        "queries": count,
        "cpu": median(times),
        "bytes": len(brotli.compress(html, quality=5)),
    }


def _picture(number: int) -> Picture:
    """Return one that no other is like, of a photograph's size."""
    small = Image.effect_noise((32, 20), 40 + number).convert("RGB")
    data = io.BytesIO()
    small.resize((1600, 1000)).save(data, "JPEG", quality=80)
    file = ContentFile(data.getvalue(), name=f"pattern-{number}.jpg")
    return add_picture(file=file, title=f"Pattern {number}", description="A pattern")


def _book(writer: Writer, articles: int) -> dict[str, Any]:
    """Make a year of articles with a picture each; return seconds and the most memory, in MB."""
    site, start = factories.the_site(), datetime(2024, 1, 1, 12, tzinfo=UTC)
    for number in range(articles):
        body = [factories.paragraph(f"<p>{writer.paragraph()}</p>") for _ in range(12)]
        factories.make_article(
            language="en", body=body, lead_picture=_picture(number), lead_alt="A pattern",
            first_published_at=start + timedelta(days=number),
        )  # fmt: skip
    book = order_book(
        site=site, kind="year", number=2024, form="epub", language="en", user=None,
        now=timezone.now(),
    )  # fmt: skip
    began = perf_counter()
    make_book(book, now=timezone.now())
    seconds = perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"articles": articles, "seconds": seconds, "memory": most}
