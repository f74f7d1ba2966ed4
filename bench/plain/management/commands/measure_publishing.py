import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from wagtail.models import Page

from bench.articles import ORDINARY, make_article
from chronique.articles.models import Article
from chronique.store.actions import forget, pages
from chronique.store.page import Head, packed, written
from chronique.store.page import Page as KeptPage
from tests.factories import the_home

ROUNDS = 9
# Kept pages beside each article: pages of its comments, lists, feeds.
LISTS = 50
# Tables with a row for each article, and the column that names it.
BESIDE = [("articles_authorship", "article_id"), ("articles_tagging", "content_object_id")]


class Command(BaseCommand):
    help = "Publish among many articles and kept pages; print what forgetting adds, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", type=int)
        parser.add_argument("pages", type=int)

    def handle(self, *, articles: int, pages: int, **options: Any) -> None:
        with transaction.atomic():
            make_article(ORDINARY, 0)
            first = Article.objects.get()
            copy_article(first, articles - 1)
        heads = _keep(pages, list(Article.objects.values_list("pk", flat=True)))
        times: dict[str, list[float]] = {"with": [], "without": []}
        _publish(first)
        stamp = _stamp()
        _publish(first, title="Another title than before")
        forgotten = _forgotten(heads, stamp)
        for number in range(ROUNDS):
            times["with"].append(_publish(first, title=f"With, {number}"))
            with _forgetting_nothing():
                times["without"].append(_publish(first, title=f"Without, {number}"))
        began = perf_counter()
        forget(f"site:{first.get_site().pk}")
        everything = (perf_counter() - began) * 1000
        told = {
            "articles": Article.objects.count(), "pages": len(heads),
            "without": median(times["without"]),
            "added": median(times["with"]) - median(times["without"]),
            "forgotten": forgotten, "expected": _expected(heads, first.pk),
            "everything": everything,
        }  # fmt: skip
        self.stdout.write(json.dumps(told))


def copy_article(article: Article, count: int) -> None:
    """Add copies of an article, row by row: as many as nobody has the time to write."""
    parent = article.get_parent()
    for table, column in [
        ("wagtailcore_page", "id"), ("articles_article", "page_ptr_id"), *BESIDE,
    ]:  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [article.pk])
            names = [field[0] for field in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            known = sum(len(_numbered(table, row, article, 1)) > 0 for row in rows)
            if not known:
                continue
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})",
                [
                    [{**row, **_numbered(table, row, article, number)}[name] for name in names]
                    for row in rows
                    for number in range(1, count + 1)
                ],
            )
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)


def _numbered(table: str, row: dict[str, Any], article: Article, number: int) -> dict[str, Any]:
    """Return what is another in the row of a copy."""
    pk, slug = article.pk + number, f"copy-{number}"
    if table == "wagtailcore_page":
        place = Page._int2str(int(article.path[-Page.steplen :], 36) + number)
        path = article.path[: -Page.steplen] + place.rjust(Page.steplen, "0")
        return {
            "id": pk, "path": path, "slug": slug, "title": f"Copy {number}",
            "url_path": f"{article.url_path[: -len(article.slug) - 1]}{slug}/",
            "translation_key": f"{number:032x}", "latest_revision_id": None,
            "live_revision_id": None,
        }  # fmt: skip
    if table == "articles_article":
        return {"page_ptr_id": pk, "address": f"/2026/01/01/{slug}/"}
    column = dict(BESIDE)[table]
    return {"id": row["id"] + number * 10, column: pk}


def _keep(count: int, articles: list[int]) -> list[Head]:
    """Write so many small kept pages: of articles in turn, and of lists that show ten of them."""
    kept, folder = pages(), the_home().get_site()
    record, chance, heads = kept.record, Random(1), []
    for number in range(count):
        pk = articles[number % len(articles)]
        names = [f"site:{folder.pk}", f"article:{pk}", f"around:{pk}", f"comments:{pk}"]
        if number % LISTS == 0:
            names = [f"site:{folder.pk}", *(f"card:{one}" for one in chance.sample(articles, 10))]
        head = Head(
            address=f"localhost:8000/{number}/", status="200 OK", headers=[], tags=names,
            record=record.name, stamp=record.tick, etag="", changed=0,
        )  # fmt: skip
        path = kept.file_of(head.address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(KeptPage(head, packed(b"A small page."))))
        heads.append(head)
    return heads


def _stamp() -> int:
    return pages().record.tick


def _forgotten(heads: list[Head], stamp: int) -> int:
    """Return how many pages were right at a tick and are not any more."""
    record = pages().record
    return sum(not record.is_right(replace(head, stamp=stamp)) for head in heads)


def _expected(heads: list[Head], number: int) -> int:
    """Return how many show an article whose title changed, by what they say of themselves."""
    names = {f"article:{number}", f"card:{number}"}
    return sum(not names.isdisjoint(head.tags) for head in heads)


def _publish(article: Article, title: str = "") -> float:
    """Publish a correction as the desk does; return how many milliseconds it took."""
    article.title = title or article.title
    began = perf_counter()
    article.save_revision().publish()
    return (perf_counter() - began) * 1000


@contextmanager
def _forgetting_nothing() -> Iterator[None]:
    with patch("chronique.publishing.announce.forget_page"):
        yield
