"""What readers saw of an article is kept: a row each time that they see something else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chronique.articles import tags
from chronique.articles.correcting import Correcting
from chronique.articles.corrections import list_corrections
from chronique.articles.models import Article, Edition
from chronique.articles.pieces import pieces_of
from chronique.articles.values import items
from chronique.base.batches import batches
from chronique.base.errors import Refused
from chronique.store.actions import forget
from chronique.text.differences import compare, count_words

# First editions that are written in one transaction.
BATCH = 50
# As an editor's keys stand in JSON.
BLOCK_KEY = re.compile(r' data-block-key=\\"[^"]*\\"')
UNCHOSEN = [["kind", Correcting.CORRECTION.value]]


@transaction.atomic
def keep_edition(article: Article, *, now: datetime) -> Edition | None:
    """Keep what readers see of a live article if it is another text than before; else None."""
    # Of two who publish at one moment the second waits here.
    Article.objects.select_for_update(of=("self",), no_key=True).filter(pk=article.pk).values(
        "pk"
    ).first()
    last = Edition.objects.filter(article=article).order_by("-number").first()
    edition = edition_of(article, now=now)
    if last is None or last.digest != edition.digest:
        if last:
            _follow(edition, last, note=article.change_note, is_minor=article.change_is_minor)
        edition.save(force_insert=True)
        forget(tags.versions(article.pk))
        return edition
    return None


def edition_of(article: Article, *, now: datetime) -> Edition:
    """Return what readers see of an article as the first of its editions, not saved."""
    edition = Edition(
        article_id=article.pk, number=1, published_at=article.last_published_at or now,
        title=article.title, standfirst=article.standfirst, language=article.language,
        body=article.body.get_prep_value(), corrections=article.corrections.get_prep_value(),
        lead={
            "picture": article.lead_picture_id, "alt": article.lead_alt,
            "caption": article.lead_caption, "credit": article.lead_credit,
        },
    )  # fmt: skip
    edition.digest = _digest(edition)
    return edition


def _follow(edition: Edition, last: Edition, *, note: str, is_minor: bool) -> None:
    edition.number = last.number + 1
    # A clock may have been put back.
    edition.published_at = max(edition.published_at, last.published_at)
    edition.note, edition.is_minor = note, is_minor
    known = Edition.objects.before(edition)
    if known:
        passages = compare(pieces_of(known), pieces_of(edition))
        edition.words_new, edition.words_gone = count_words(passages)


def keep_first_editions(*, now: datetime) -> int:
    """Keep what stands of live articles of which nothing was kept, as after an import, and list
    what they say was wrong in them; return how many.
    """
    unknown = Article.objects.live().filter(editions=None).values_list("pk", flat=True)
    count = 0
    for some in batches(list(unknown), BATCH):
        with transaction.atomic():
            articles = Article.objects.live().filter(pk__in=some, editions=None)
            rows = [edition_of(article, now=now) for article in articles]
            Edition.objects.bulk_create(rows)
            for article in articles:
                if article.corrections.raw_data:
                    list_corrections(article)
            count += len(rows)
    return count


@transaction.atomic
def withdraw_editions(
    *, article: Article, numbers: Iterable[int], now: datetime, by: Any, because: str = ""
) -> int:
    """Take the words of editions away for good, as when they named somebody who must not be named;
    return how many. Refused for what the article says now.
    """
    rows = list(Edition.objects.readable().filter(article=article, number__in=set(numbers)))
    last = Edition.objects.filter(article=article).order_by("-number").first()
    if not rows:
        raise Refused(_("Choose the versions to withdraw."))
    if article.live and last in rows:
        raise Refused(
            _("The newest version is what the article says now: change or unpublish it first.")
        )
    for edition in rows:
        edition.withdraw(now=now, by=by, because=because.strip()[:300])
        edition.save()
    forget(tags.versions(article.pk), entirely=True)
    return len(rows)


def _digest(edition: Edition) -> str:
    seen = [
        edition.title, edition.standfirst, edition.language, edition.lead, edition.body,
        edition.corrections,
    ]  # fmt: skip
    told = json.dumps(_bare(seen), sort_keys=True, default=str)
    return sha256(BLOCK_KEY.sub("", told).encode()).hexdigest()


def _bare(value: Any) -> Any:
    """Return a raw value as readers see it: without the names that an editor gives its parts, what
    is empty, and what is so wherever nothing was chosen.
    """
    if isinstance(value, list):
        return [_bare(part) for part in items(value)]
    if not isinstance(value, dict):
        return value
    parts = {key: _bare(part) for key, part in value.items() if key != "id"}
    return {
        key: part
        for key, part in parts.items()
        if part not in ("", None, False, [], {}) and [key, part] not in UNCHOSEN
    }
