"""Keeping dossiers: their words, their parts, where they stand, whether readers may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chronique.articles import tags as pages
from chronique.articles.actions import follow_address
from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.dossiers import tags
from chronique.dossiers.actions import citing
from chronique.dossiers.actions.changes import facts, remember
from chronique.dossiers.actions.parts import tell_of_part
from chronique.dossiers.models import Dossier, Standing
from chronique.store.actions import forget
from chronique.text.html import plain

# What is noted when it changes.
FACTS = ("title", "question", "standfirst", "language", "state", "answer")
# What pages of other things say of a dossier, and what decides what is at its address.
NAMED = ("title", "path", "language", "is_public")
THERE = ("path", "is_public")


@dataclass
class _Was:
    """A dossier as the tables have it; nothing of one that is new."""

    facts: dict[str, Any] = field(default_factory=dict)
    named: tuple[Any, ...] = ()
    there: tuple[Any, ...] = ()
    path: str = ""
    is_public: bool = False
    # Numbers of its articles, in order.
    parts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, number: int | None) -> _Was:
        dossier = Dossier.objects.filter(pk=number).first() if number else None
        if dossier is None:
            return cls()
        named, there = (tuple(getattr(dossier, name) for name in names) for names in (NAMED, THERE))
        parts = list(dossier.parts.order_by("sort_order", "pk").values_list("article", flat=True))
        said = facts(dossier, *FACTS)
        return cls(said, named, there, dossier.path, dossier.is_public, parts)


def refuse_unfinished(*, state: str, answer: str, opened_on: date, closed_on: date | None) -> None:
    """Refused when a dossier is closed without an answer, or before it was opened."""
    if state == Dossier.State.CLOSED and not plain(answer).strip():
        raise Refused(_("A dossier is closed with its answer: write it, in a sentence or two."))
    if closed_on and closed_on < opened_on:
        raise Refused(_("The dossier would be closed before it was opened."))


@transaction.atomic
def keep_dossier(
    *, dossier: Dossier, now: datetime, by: Any = None, is_public: bool | None = None
) -> Dossier:
    """Write down a dossier with the parts that it has in hand; `is_public`: whether readers may see
    it from now on, None for as before.

    Refused when it is not fit to be closed.
    """
    was = _Was.of(dossier.pk)
    _settle_end(dossier, timezone.localtime(now).date())
    refuse_unfinished(
        state=dossier.state, answer=dossier.answer, opened_on=dossier.opened_on,
        closed_on=dossier.closed_on,
    )  # fmt: skip
    if is_public is not None and is_public != dossier.is_public:
        dossier.published_at = now if is_public else None
    dossier.changed_at = now
    dossier.save()
    remember(
        thing=dossier, kind="dossier", site=dossier.site, now=now, by=by, dossier=dossier,
        before=was.facts, after=facts(dossier, *FACTS),
    )  # fmt: skip
    _follow_parts(dossier, was, now=now, by=by)
    if was.path not in ("", dossier.path):
        follow_address(dossier, was_at=was.path)
    _forget(dossier, was)
    return dossier


def _settle_end(dossier: Dossier, today: date) -> None:
    if dossier.state == Dossier.State.CLOSED:
        dossier.closed_on = dossier.closed_on or today
    else:
        dossier.closed_on = None


def _follow_parts(dossier: Dossier, was: _Was, *, now: datetime, by: Any) -> None:
    """Note which parts came, which went, and whether the others stand in another order."""
    parts = _Was.of(dossier.pk).parts
    read = Article.objects.published().filter(pk__in={*was.parts, *parts})
    for article in read.only("title"):
        if article.pk not in was.parts:
            tell_of_part(dossier, article, now=now, by=by)
        elif article.pk not in parts:
            remember(
                thing=article, kind="part", site=dossier.site, now=now, by=by, dossier=dossier,
                before={"title": article.title},
            )  # fmt: skip
    stayed = [pk for pk in was.parts if pk in parts]
    if stayed != (order := [pk for pk in parts if pk in stayed]):
        remember(
            thing=dossier, kind="dossier", site=dossier.site, now=now, by=by, dossier=dossier,
            before={"parts": _in_a_row(stayed)}, after={"parts": _in_a_row(order)},
        )  # fmt: skip


def _in_a_row(numbers: list[int]) -> str:
    return " ".join(map(str, numbers))


def _forget(dossier: Dossier, was: _Was) -> None:
    """Forget what shows it; readers see nothing of a draft."""
    now = _Was.of(dossier.pk)
    if not (now.is_public or was.is_public):
        return
    names = {tags.dossier(dossier.pk), tags.dossiers(dossier.site_id)}
    if now.named != was.named:
        names |= {tags.called(dossier.pk), tags.catalogue(dossier.site_id)}
    if now.there != was.there:
        names.add(pages.addresses(dossier.site_id))
    if now.facts.get("question") != was.facts.get("question"):
        names.add(tags.asks(dossier.pk))
    if set(now.parts) != set(was.parts):
        names.add(tags.sourced(dossier.pk))
    if now.named != was.named or now.parts != was.parts:
        names |= {tags.place_in(pk) for pk in {*now.parts, *was.parts}}
    forget(*sorted(names))
    if was.is_public and not now.is_public:
        _forget_all_of(dossier)


def _forget_all_of(dossier: Dossier) -> None:
    """What was shown is to be seen no more."""
    own = dossier.pk
    forget(
        tags.dossier(own), tags.timeline(own), tags.matrix(own), tags.called(own),
        tags.changes(own), tags.sourced(own), tags.dossiers(dossier.site_id),
        tags.catalogue(dossier.site_id), entirely=True,
    )  # fmt: skip


@transaction.atomic
def say_where_we_stand(
    *, dossier: Dossier, text: str, on: date, now: datetime, by: Any = None
) -> Standing | None:
    """Say it, in rich text, as of a day; None where it was said in the same words last. What was
    said before stays.

    Refused where nothing is said, and for a day to come.
    """
    if not plain(text).strip():
        raise Refused(_("Say where we stand, in a few words."))
    if on > timezone.localtime(now).date():
        raise Refused(_("Where we stand is said of a day that has come."))
    last = dossier.standings.first()
    if last and plain(last.text) == plain(text):
        return None
    standing = Standing.objects.create(dossier=dossier, on=on, text=text, made_at=now, made_by=by)
    remember(
        thing=standing, kind="standing", site=dossier.site, now=now, by=by, dossier=dossier,
        after={"on": str(on), "text": text},
    )  # fmt: skip
    Dossier.objects.filter(pk=dossier.pk).update(changed_at=now)
    forget(tags.dossier(dossier.pk), tags.dossiers(dossier.site_id))
    return standing


@transaction.atomic
def delete_dossier(dossier: Dossier) -> None:
    """Delete a dossier with all that is its own. Refused where something else rests on it."""
    citing.refuse_if_cited(dossier)
    was = _Was.of(dossier.pk)
    forget(pages.addresses(dossier.site_id), *sorted(tags.place_in(pk) for pk in was.parts))
    _forget_all_of(dossier)
    dossier.delete()
