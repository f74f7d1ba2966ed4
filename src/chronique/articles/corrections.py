"""Corrections as rows, so that all of a site's are found without opening its articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from wagtail.models import Site

from chronique.articles.body import PAGES, render_pieces
from chronique.articles.correcting import Correcting
from chronique.articles.models import Article, Correction
from chronique.articles.models.editions import CorrectionQuerySet, anchor_of
from chronique.articles.shelf import Shelf

# What a correction may say beside its text, in the order in which it is read.
WORDS = ("stood", "stands", "reason")
Raw = dict[str, Any]


@transaction.atomic
def list_corrections(article: Article) -> None:
    """Note anew what an article says was wrong in it."""
    wanted = {key_of(block): block["value"] for block in told(article.corrections.get_prep_value())}
    own = Correction.objects.filter(article=article)
    own.exclude(key__in=wanted).delete()
    rows = [
        Correction(
            article=article, key=key, kind=kind_of(value), day=day_of(value), value=value
        )
        for key, value in wanted.items()
    ]  # fmt: skip
    if rows:
        Correction.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["article", "key"],
            update_fields=["kind", "day", "value"],
        )  # fmt: skip


def told(raw: Iterable[Raw]) -> Iterator[Raw]:
    """Yield the blocks that have a day; half of a draft may have none."""
    yield from (block for block in raw if block.get("value") and _day(block["value"]))


def key_of(block: Raw) -> str:
    """Return what names a block among the corrections of its article."""
    return re.sub(r"[^\w-]", "", str(block.get("id") or ""))[:40] or str(day_of(block["value"]))


def kind_of(value: Raw) -> Correcting:
    """Return what kind it is; those that were written before there were kinds are corrections."""
    kind = value.get("kind")
    return Correcting(kind) if kind in Correcting.values else Correcting.CORRECTION


def day_of(value: Raw) -> date:
    return date.fromisoformat(_day(value))


def _day(value: Raw) -> str:
    found = re.match(r"\d{4}-\d\d-\d\d", str(value.get("date") or ""))
    return found[0] if found else ""


def as_blocks(raw: Iterable[Raw]) -> list[Raw]:
    """Return corrections as blocks that a body may hold: `body.py` shows each."""
    return [
        {
            "type": "correction",
            "value": {
                **dict.fromkeys(WORDS, ""), "text": "", **block["value"],
                "kind": kind_of(block["value"]), "day": day_of(block["value"]),
                "anchor": anchor_of(key_of(block)),
            },
        }
        for block in told(raw)
    ]  # fmt: skip


def render_corrections(
    blocks: Iterable[Raw], *, language: str, shelf: Shelf, folder: str = PAGES
) -> list[str]:
    """Return each of such blocks as HTML."""
    return [
        piece.html
        for piece in render_pieces(blocks, language=language, shelf=shelf, folder=folder)
    ]  # fmt: skip


def corrections_of(site: Site) -> CorrectionQuerySet:
    """Return those of a site's articles that readers may see, with them, the newest first."""
    articles = Article.objects.published().on(site).exclude(address="").values("pk")
    rows = Correction.objects.filter(article__in=articles).select_related("article")
    without = [f"article__{name}" for name in ("body", "corrections", "origin")]
    return rows.defer(*without).newest_first()
