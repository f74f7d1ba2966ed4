import json
import re
from argparse import ArgumentParser
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from bench.plain.management.commands.measure_publishing import copy_article
from bench.words import Writer
from chronique.articles.models import Article, SearchEntry
from chronique.dossiers.models import Event, Source
from chronique.dossiers.recalling import recall
from chronique.text.words import stems
from tests import factories

ROUNDS = 40
EVENTS, SOURCES = 2_000, 800
BEGINS = re.findall(
    r"\w+", "Bal Cor Dun Fer Gal Hol Jar Kel Lor Mon Nar Oss Pel Quin Ros Sab Tor Ulm Var Wes"
)
ENDS = re.findall(
    r"\w+", "ac bourg court dorf eval fort gate ham ier jean kirk lund mouth nay pont rive stad"
)


class Command(BaseCommand):
    help = "Recall among many articles; print how long that takes, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", type=int)

    def handle(self, *, articles: int, **options: Any) -> None:
        chance = Random(1)
        writer = Writer(chance, "en")
        with transaction.atomic():
            factories.make_article(language="en")
            first = Article.objects.get()
            copy_article(first, articles - 1)
            pks = list(Article.objects.order_by("pk").values_list("pk", flat=True))
            texts = {pk: _text(chance, writer) for pk in pks}
            SearchEntry.objects.all().delete()
            SearchEntry.objects.bulk_create(map(_entry, texts, texts.values()), batch_size=500)
            _add_things(chance)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        site = factories.the_site()
        times, found = [], 0
        for number in range(ROUNDS + 1):
            pk = chance.choice(pks)
            began = perf_counter()
            recalled = recall(_again(chance, texts[pk]), language="en", site=site)
            if number:
                times.append((perf_counter() - began) * 1000)
                found += bool(recalled.articles) and recalled.articles[0].pk == pk
        told = {"articles": len(pks), "usual": median(times), "worst": max(times)}
        self.stdout.write(json.dumps({**told, "rounds": ROUNDS, "found": found}))


def _name(chance: Random) -> str:
    return chance.choice(BEGINS) + chance.choice(ENDS)


def _text(chance: Random, writer: Writer) -> str:
    """Return about four hundred words that speak of three names, with figures and years."""
    names = [_name(chance) for _ in range(3)]
    said = []
    for _ in range(30):
        count, year = chance.randint(2, 900), chance.randint(1850, 2020)
        said.append(writer.sentence())
        said.append(f"The harbour of {chance.choice(names)} held {count} boats in {year}.")
    return " ".join(said)


def _again(chance: Random, text: str) -> str:
    """Return what somebody writes on the same subject: a third of its sentences, other figures."""
    sentences = text.split(". ")
    kept = chance.sample(sentences, len(sentences) // 3)
    return ". ".join(kept).replace(" held 1", " held 2")


def _entry(pk: int, text: str) -> SearchEntry:
    return SearchEntry(
        page_id=pk, title="", standfirst="", body=" ".join(stems(text, "en")), plain=text
    )


def _add_things(chance: Random) -> None:
    usual = {"site": factories.the_site(), "changed_at": factories.NOON}
    Event.objects.bulk_create(
        Event(
            title=f"The dam of {_name(chance)} opened", place=_name(chance), moment="1900", **usual
        )
        for _ in range(EVENTS)
    )
    Source.objects.bulk_create(
        Source(title=f"Annals of {_name(chance)}, volume {number}", **usual)
        for number in range(SOURCES)
    )
