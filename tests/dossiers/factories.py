"""The most ordinary things of an analysis; a test names only what matters to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from chronique.articles.models import Article
from chronique.dossiers.models import (
    Actor,
    Dossier,
    Event,
    EventSource,
    Evidence,
    Hypothesis,
    Inclusion,
    Involvement,
    Judgement,
    Listing,
    Part,
    Prediction,
    Source,
    Standing,
)
from tests.factories import NOON, make_author, the_site

DAY = NOON.date()
number = count(1)


def make_dossier(
    title: str = "Who pays for the sea wall?", *, articles: Sequence[Article] = (),
    standing: str = "", public: bool = True, **fields: Any,
) -> Dossier:  # fmt: skip
    """Return a dossier that readers may see since NOON, with its parts in order."""
    values = {
        "site": the_site(), "title": title, "slug": f"dossier-{next(number)}", "language": "en",
        "opened_on": DAY, "changed_at": NOON, "published_at": NOON if public else None, **fields,
    }  # fmt: skip
    dossier = Dossier.objects.create(**values)
    Part.objects.bulk_create(
        Part(dossier=dossier, article=article, sort_order=place)
        for place, article in enumerate(articles)
    )
    if standing:
        Standing.objects.create(dossier=dossier, on=DAY, text=standing, made_at=NOON)
    return dossier


def make_actor(name: str = "The harbour board", **fields: Any) -> Actor:
    values = {"site": the_site(), "slug": f"actor-{next(number)}", **fields}
    return Actor.objects.create(name=name, **values)


def make_event(
    title: str = "The wall gives way", moment: str = "1911-03-02", *,
    dossiers: Sequence[Dossier] = (), actors: Sequence[Actor] = (), sources: Sequence[Source] = (),
    **fields: Any,
) -> Event:  # fmt: skip
    """Return an event; of one whose date is exact it is known which day that is."""
    values = {"site": the_site(), "language": "en", "changed_at": NOON, "moment": moment, **fields}
    if len(moment) == len("1911-03-02") and moment[:4].isdigit():
        day = date.fromisoformat(moment).toordinal() - 1
        values = {"begins": day, "ends": day, **values}
    event = Event.objects.create(title=title, **values)
    Inclusion.objects.bulk_create(Inclusion(event=event, dossier=one) for one in dossiers)
    Involvement.objects.bulk_create(Involvement(event=event, actor=one) for one in actors)
    EventSource.objects.bulk_create(EventSource(event=event, source=one) for one in sources)
    return event


def make_source(
    title: str = "Minutes of the board", *, dossiers: Sequence[Dossier] = (), **fields: Any
) -> Source:
    """Return a source, named by these dossiers."""
    values = {"site": the_site(), "language": "en", "changed_at": NOON, **fields}
    source = Source.objects.create(title=title, **values)
    Listing.objects.bulk_create(Listing(source=source, dossier=one) for one in dossiers)
    return source


def make_hypothesis(
    dossier: Dossier, statement: str = "The town pays", **fields: Any
) -> Hypothesis:
    return Hypothesis.objects.create(dossier=dossier, statement=statement, **fields)


def make_evidence(dossier: Dossier, words: str = "", **fields: Any) -> Evidence:
    """Return a piece of evidence: an `event`, a `source`, or words."""
    if not fields.get("event") and not fields.get("source"):
        words = words or "The rates went up."
    return Evidence.objects.create(dossier=dossier, words=words, **fields)


def judge(evidence: Evidence, hypothesis: Hypothesis, mark: str = "C", **fields: Any) -> Judgement:
    return Judgement.objects.create(
        evidence=evidence, hypothesis=hypothesis, mark=Judgement.Mark(mark), **fields
    )


def make_prediction(
    statement: str = "The wall will stand in May", *, public: bool = True, **fields: Any
) -> Prediction:
    """Return a prediction with its first estimate and its first words."""
    values = {
        "site": the_site(), "criterion": "Somebody goes and looks.", "language": "en",
        "made_on": DAY, "due_on": DAY + timedelta(days=60), "probability": "0.7",
        "published_at": NOON if public else None, **fields,
    }  # fmt: skip
    values.setdefault("author", None)
    values["author"] = values["author"] or make_author()
    prediction = Prediction.objects.create(statement=statement, **values)
    prediction.estimates.create(
        on=prediction.made_on, probability=prediction.probability, made_at=NOON
    )
    prediction.wordings.create(
        statement=statement, criterion=prediction.criterion, due_on=prediction.due_on, made_at=NOON
    )
    return prediction
