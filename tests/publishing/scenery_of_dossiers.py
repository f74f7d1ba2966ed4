"""The dossiers of the stage, and what stands in them; where their pages are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chronique.dossiers.actions.dossiers import say_where_we_stand
from chronique.dossiers.actions.hypotheses import add_hypothesis
from chronique.dossiers.actions.parts import tell_of_part
from chronique.dossiers.models import Book, Inclusion, Listing
from tests.dossiers.factories import (
    judge,
    make_actor,
    make_dossier,
    make_event,
    make_evidence,
    make_prediction,
    make_source,
)
from tests.factories import paragraph
from tests.publishing.stage import START, Stage, citing, publish

# Nothing is judged while tests run.
FAR = date(2999, 1, 1)
SAID = START + timedelta(days=50)


def things(stage: Stage) -> None:
    """What articles cite: it is there before them."""
    stage.minutes = make_source("Minutes of the board", author="The board")
    stage.ledger = make_source("Ledger of the port")
    stage.diary = make_source("Diary of a pilot")
    stage.spare_source = make_source("Nobody names it")
    stage.board = make_actor("The harbour board")
    stage.break_ = make_event(actors=[stage.board], sources=[stage.minutes])
    stage.calm = make_event("A calm day", "1912-05-04")


def dossiers(stage: Stage) -> None:
    stage.harbour = make_dossier(
        "The harbour", slug="harbour", articles=[stage.dunes, stage.wind], published_at=START,
        question="Who pays?", opened_on=START.date(), changed_at=START,
    )  # fmt: skip
    for article in (stage.dunes, stage.wind):
        tell_of_part(stage.harbour, article, now=SAID)
    say_where_we_stand(
        dossier=stage.harbour, text="<p>Nobody knows yet.</p>", on=SAID.date(), now=SAID
    )
    stage.weather = make_dossier("The weather", slug="weather", published_at=START)
    stage.unseen = make_dossier("Later", slug="later", articles=[stage.tides], public=False)
    tell_of_part(stage.unseen, stage.tides, now=SAID)
    for event in (stage.break_, stage.calm):
        Inclusion.objects.create(event=event, dossier=stage.harbour)
    Listing.objects.create(source=stage.ledger, dossier=stage.harbour)
    _matrix(stage)
    _predictions(stage)
    _books(stage)
    # Readers saw other words first.
    stage.wind.body = [paragraph("<p>The wind blows.</p>"), citing(stage)]
    publish(stage.wind)


def _matrix(stage: Stage) -> None:
    answers = [
        add_hypothesis(dossier=stage.harbour, statement=words, now=SAID)
        for words in ("The town pays", "The state pays")
    ]
    stage.town, stage.state = answers
    stage.piece = make_evidence(stage.harbour, event=stage.break_)
    make_evidence(stage.harbour, source=stage.minutes, rank=1)
    stage.judged = judge(stage.piece, stage.town, "I", version=1)
    judge(stage.piece, stage.state, "C", version=1)


def _predictions(stage: Stage) -> None:
    of_wind: dict[str, Any] = {
        "author": stage.bo, "due_on": FAR, "made_on": SAID.date(), "published_at": SAID,
    }  # fmt: skip
    stage.open = make_prediction(article=stage.wind, dossier=stage.harbour, **of_wind)
    stage.other = make_prediction("It will rain", **of_wind)
    stage.unsaid = make_prediction("It will snow", **of_wind | {"published_at": None})
    for model in (stage.unsaid.estimates, stage.unsaid.wordings):
        model.all().delete()


def _books(stage: Stage) -> None:
    usual: dict[str, Any] = {
        "site": stage.site, "kind": Book.Kind.DOSSIER, "number": stage.harbour.pk,
        "title": "The harbour", "language": "en", "state": Book.State.DONE, "size": 1_000,
        "articles": [stage.dunes.pk, stage.wind.pk], "asked_at": SAID, "made_at": SAID,
    }  # fmt: skip
    stage.book = Book.objects.create(
        form=Book.Form.EPUB, key="e" * 32, name="harbour.epub", is_offered=True, **usual
    )
    stage.paper = Book.objects.create(form=Book.Form.PDF, key="f" * 32, name="harbour.pdf", **usual)


def addresses_of_dossiers(stage: Stage) -> dict[str, str]:
    harbour, wind = stage.harbour.path, stage.wind.address
    return {
        "dossiers": "/dossiers/",
        "harbour": harbour,
        "weather": stage.weather.path,
        "changes of harbour": f"{harbour}changes/",
        "changes since a part": f"{harbour}changes/since/1/",
        "feed of harbour": f"{harbour}feed/",
        "timeline": f"{harbour}timeline/",
        "timeline as JSON": f"{harbour}timeline.json",
        "timeline as a calendar": f"{harbour}timeline.ics",
        "all events": "/events/",
        "break": stage.break_.path,
        "calm": stage.calm.path,
        "hypotheses": f"{harbour}hypotheses/",
        "sources of harbour": f"{harbour}sources/",
        "sources as CSL": f"{harbour}sources.json",
        "sources as BibTeX": f"{harbour}sources.bib",
        "sources as RIS": f"{harbour}sources.ris",
        "sources of Wind": f"{wind}sources.ris",
        "minutes": stage.minutes.path,
        "minutes as RIS": f"{stage.minutes.path}sources.ris",
        "ledger": stage.ledger.path,
        "diary": stage.diary.path,
        "predictions": "/predictions/",
        "a prediction": stage.open.path,
        "another prediction": stage.other.path,
        "record of Bo": f"{stage.bo.path}record/",
        "versions of Wind": f"{wind}versions/",
        "first version of Wind": f"{wind}versions/1/",
        "second version of Wind": f"{wind}versions/2/",
        "changes of Wind": f"{wind}changes/2/",
        "map of versions": f"/timemap{wind}",
        "corrections": "/corrections/",
        "feed of corrections": "/corrections/feed/",
        "likelihood": "/likelihood/",
        "reliability": "/reliability/",
        "books": "/books/",
        "a dossier to come": stage.unseen.path,
        "an event to come": f"/events/{stage.calm.pk + 1}/",
        "a source to come": stage.spare_source.path,
        "a prediction to come": stage.unsaid.path,
        "a version to come": f"{wind}versions/3/",
    }
