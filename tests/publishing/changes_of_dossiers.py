"""What analysts do on the stage: with dossiers, events, sources, hypotheses, predictions, books."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from chronique.articles.editions import withdraw_editions
from chronique.dossiers.actions import dossiers, events, sources
from chronique.dossiers.actions.books import offer_book, throw_book_away
from chronique.dossiers.actions.evidence import add_evidence, remove_evidence
from chronique.dossiers.actions.hypotheses import add_hypothesis, drop_hypothesis
from chronique.dossiers.actions.judgements import judge
from chronique.dossiers.actions.judging import resolve
from chronique.dossiers.actions.predicting import file_prediction, make_public
from chronique.dossiers.actions.revising import change_probability, reword
from chronique.dossiers.models import (
    Conventions,
    Dossier,
    Event,
    EventSource,
    Inclusion,
    Part,
    Source,
)
from tests.factories import paragraph
from tests.publishing.changes import again, change, edit
from tests.publishing.scenery import WRONG
from tests.publishing.scenery_of_dossiers import FAR
from tests.publishing.stage import Stage, publish

# -- Dossiers


def _keep(dossier: Dossier, *, is_public: bool | None = None, **fields: object) -> None:
    for name, value in fields.items():
        setattr(dossier, name, value)
    dossiers.keep_dossier(dossier=dossier, now=timezone.now(), is_public=is_public)


@change("A dossier says where it stands")
def _(stage: Stage) -> None:
    now = timezone.now()
    dossiers.say_where_we_stand(
        dossier=again(stage.harbour), text="<p>The town will.</p>", on=now.date(), now=now
    )


@change("A dossier is called otherwise")
def _(stage: Stage) -> None:
    _keep(again(stage.harbour), title="The port")


@change("A dossier that nobody sees is changed")
def _(stage: Stage) -> None:
    _keep(again(stage.unseen), title="Later on")


@change("A dossier gets another address")
def _(stage: Stage) -> None:
    _keep(again(stage.weather), slug="climate")


@change("A dossier asks another question")
def _(stage: Stage) -> None:
    _keep(again(stage.harbour), question="Who is to pay?")


@change("A dossier is closed with its answer")
def _(stage: Stage) -> None:
    _keep(again(stage.harbour), state=Dossier.State.CLOSED, answer="<p>Nobody.</p>")


@change("A part is added to a dossier")
def _(stage: Stage) -> None:
    dossier = again(stage.harbour)
    dossier.parts.add(Part(article=stage.tides, sort_order=2))
    _keep(dossier)


@change("A part is taken out of a dossier")
def _(stage: Stage) -> None:
    dossier = again(stage.harbour)
    dossier.parts = dossier.parts.exclude(article=stage.wind)
    _keep(dossier)


@change("The parts of a dossier are put in another order")
def _(stage: Stage) -> None:
    dossier = again(stage.harbour)
    parts = list(dossier.parts.order_by("-sort_order"))
    for place, part in enumerate(parts):
        part.sort_order = place
    dossier.parts = parts
    _keep(dossier)


@change("A dossier is published")
def _(stage: Stage) -> None:
    _keep(again(stage.unseen), is_public=True)


@change("A dossier is shown no more")
def _(stage: Stage) -> None:
    _keep(again(stage.harbour), is_public=False)


def show_again(stage: Stage) -> None:
    _keep(again(stage.harbour), is_public=True)


@change("A dossier is deleted")
def _(stage: Stage) -> None:
    dossiers.delete_dossier(again(stage.weather))


# -- Events


@change("An event is told otherwise")
def _(stage: Stage) -> None:
    event = again(stage.break_)
    event.title = "The wall breaks"
    events.keep_event(event=event, moment="1911-03-03", now=timezone.now())


@change("An event is saved as it was")
def _(stage: Stage) -> None:
    events.keep_event(event=again(stage.calm), moment="1912-05-04", now=timezone.now())


@change("An event is made")
def _(stage: Stage) -> None:
    event = Event(site=stage.site, title="A storm", language="en")
    event.inclusions = [Inclusion(dossier=stage.harbour)]
    events.keep_event(event=event, moment="1913", now=timezone.now())


@change("An event is taken out of a dossier")
def _(stage: Stage) -> None:
    event = again(stage.calm)
    event.inclusions = []
    events.keep_event(event=event, moment="1912-05-04", now=timezone.now())


@change("An event gets another source")
def _(stage: Stage) -> None:
    event = again(stage.calm)
    event.event_sources = [EventSource(source=stage.minutes)]
    events.keep_event(event=event, moment="1912-05-04", now=timezone.now())


@change("An event is deleted")
def _(stage: Stage) -> None:
    events.delete_event(again(stage.calm), now=timezone.now())


@change("Who had a part in an event is called otherwise")
def _(stage: Stage) -> None:
    actor = again(stage.board)
    actor.name = "The board of the port"
    events.keep_actor(actor=actor, now=timezone.now())


# -- Sources


def _save(source: Source, **fields: object) -> None:
    for name, value in fields.items():
        setattr(source, name, value)
    sources.save_source(source=source, now=timezone.now())


@change("A source is called otherwise")
def _(stage: Stage) -> None:
    _save(again(stage.minutes), title="The minutes")


@change("A source is believed less")
def _(stage: Stage) -> None:
    _save(again(stage.minutes), reliability="C")


@change("A source is made")
def _(stage: Stage) -> None:
    source = Source(site=stage.site, title="Letters", language="en")
    sources.save_source(source=source, now=timezone.now(), dossiers=[stage.harbour])


@change("A source is named in a dossier no more")
def _(stage: Stage) -> None:
    sources.save_source(source=again(stage.ledger), now=timezone.now(), dossiers=[])


@change("A source is deleted")
def _(stage: Stage) -> None:
    source = again(stage.ledger)
    sources.save_source(source=source, now=timezone.now(), dossiers=[])
    sources.delete_source(source, now=timezone.now())


@change("An article cites sources and an event no more")
def _(stage: Stage) -> None:
    edit(stage.wind, body=[paragraph("<p>They wrote so, and so it was.</p>")])


# -- Hypotheses


@change("A judgement is changed")
def _(stage: Stage) -> None:
    judge(
        evidence=stage.piece, hypothesis=stage.town, mark="C", now=timezone.now(),
        version=again(stage.judged).version,
    )  # fmt: skip


@change("A hypothesis is added")
def _(stage: Stage) -> None:
    add_hypothesis(dossier=stage.harbour, statement="Nobody pays", now=timezone.now())


@change("A hypothesis is dropped")
def _(stage: Stage) -> None:
    drop_hypothesis(again(stage.town), why="It has no money.", now=timezone.now())


@change("Evidence is added")
def _(stage: Stage) -> None:
    add_evidence(dossier=stage.harbour, source=stage.spare_source, now=timezone.now())


@change("Evidence is taken out")
def _(stage: Stage) -> None:
    remove_evidence(again(stage.piece), now=timezone.now())


# -- Predictions


@change("A prediction is made public")
def _(stage: Stage) -> None:
    make_public(prediction=stage.unsaid, now=timezone.now())


@change("The probability of a prediction changes")
def _(stage: Stage) -> None:
    change_probability(
        prediction=stage.open, probability=Decimal("0.4"), why="The board wavers.",
        now=timezone.now(),
    )  # fmt: skip


@change("A prediction is put in other words")
def _(stage: Stage) -> None:
    reword(
        prediction=stage.open, statement="The wall will stand", criterion="Somebody looks.",
        due_on=FAR, why="Shorter.", now=timezone.now(),
    )  # fmt: skip


@change("A prediction is judged")
def _(stage: Stage) -> None:
    now = timezone.now()
    resolve(
        prediction=stage.open, outcome="no", on=now.date(), reason="It fell.",
        source=again(stage.ledger), now=now,
    )  # fmt: skip


@change("A prediction is filed elsewhere")
def _(stage: Stage) -> None:
    file_prediction(prediction=stage.open, article=stage.dunes, dossier=None, now=timezone.now())


# -- What articles said


@change("A correction is added to an article")
def _(stage: Stage) -> None:
    value = {**WRONG["value"], "text": "<p>The wind came from the east.</p>"}
    edit(stage.wind, corrections=[{**WRONG, "id": "b2c3d4e5", "value": value}])


@change("A version of an article is withdrawn")
def _(stage: Stage) -> None:
    withdraw_editions(
        article=again(stage.wind), numbers=[1], now=timezone.now(), by=stage.user,
        because="A court said so.",
    )  # fmt: skip


@change("An article is published again as it was")
def _(stage: Stage) -> None:
    publish(again(stage.wind))


@change("The words for likelihood are others")
def _(stage: Stage) -> None:
    conventions = Conventions.for_site(stage.site)
    conventions.scale = Conventions.Scale.PHIA
    conventions.save()


# -- Books


@change("A book is offered to readers")
def _(stage: Stage) -> None:
    offer_book(again(stage.paper), is_offered=True)


@change("A book is offered no more")
def _(stage: Stage) -> None:
    offer_book(again(stage.book), is_offered=False)


def offer_again(stage: Stage) -> None:
    offer_book(again(stage.book), is_offered=True)


@change("A book that is offered is thrown away")
def _(stage: Stage) -> None:
    throw_book_away(again(stage.book))


@change("A book that nobody sees is thrown away")
def _(stage: Stage) -> None:
    throw_book_away(again(stage.paper))
