"""What was written before is found again while one writes on the same subject."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronique.dossiers.models import Actor, Event, Involvement, Source
from chronique.dossiers.recalling import Recalled, recall
from tests.factories import NOON, make_article, make_author, paragraph, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

TEXT = (
    "Le canal de Panama a ruiné ses actionnaires. Ferdinand de Lesseps avait promis à Panama ce"
    " qu’il avait fait à Suez ; le chantier de Panama employait 19 000 ouvriers en octobre 1884."
)
EARLIER = "Le chantier de Panama employait 17 000 ouvriers en octobre 1884."


def article(title: str, text: str, **more: Any) -> Any:
    return make_article(title=title, body=[paragraph(f"<p>{text}</p>")], language="fr", **more)


def others(count: int = 12) -> None:
    for number in range(count):
        article(f"Marée {number}", "La mer monte à Port-Aubrain, et le chantier attend.")


def found(text: str = TEXT, **more: Any) -> Recalled:
    return recall(text, language="fr", site=the_site(), **more)


def event(title: str, place: str = "", actor: str = "") -> Event:
    row = Event.objects.create(
        site=the_site(), title=title, place=place, moment="1881", changed_at=NOON
    )
    if actor:
        who = Actor.objects.create(site=the_site(), name=actor, slug=actor.lower())
        Involvement.objects.create(event=row, actor=who)
    return row


def test_articles_with_the_same_names_come_first():
    others()
    near = article("L’isthme", f"On creuse à Panama. {EARLIER}")
    article("Le chantier", "Le chantier de la digue et ses actionnaires, la promesse, le canal.")
    assert found().articles[0] == near
    assert near not in found(without=near.pk).articles
    assert [one.title for one in found("La digue.").articles] == ["Le chantier"]


def test_drafts_are_not_recalled_and_own_articles_weigh_more():
    others()
    ada = make_author()
    article("Panama, brouillon", "Panama.", live=False)
    own = article("Panama vu par Ada", "On creuse à Panama.", authors=[ada])
    newer = article("Panama vu par un autre", "On creuse à Panama.")
    assert found("Que devient Panama ?").articles == [newer, own]
    assert found("Que devient Panama ?", author=ada.pk).articles == [own, newer]


def test_events_and_sources_with_the_same_names_are_recalled():
    works = event("Premier coup de pioche", place="Panama", actor="Ferdinand de Lesseps")
    other = event("Ouverture du canal de Suez")
    event("Inondation à Port-Aubrain")
    named = {"site": the_site(), "changed_at": NOON}
    bulletin = Source.objects.create(title="Bulletin du canal de Panama", **named)
    Source.objects.create(title="Annuaire des marées", **named)
    assert (found().events, found().sources) == ([works, other], [bulletin])


def test_a_sentence_that_says_otherwise_is_shown_with_its_article():
    others()
    near = article("L’isthme", EARLIER)
    (doubt, where), *rest = found().doubts
    assert (doubt.earlier, where, rest) == (EARLIER, near, [])
    assert "19 000 ouvriers" in doubt.new
    assert found(TEXT.replace("19 000", "17 000")).doubts == []


def test_nothing_is_recalled_of_nothing():
    others()
    for text in ("", "…", "et de la", "\x00\ud7ff" * 9):
        assert not found(text).articles and not found(text).doubts
    assert not found("")


def test_it_takes_as_many_questions_for_many_as_for_few():
    others(3)
    article("L’isthme", EARLIER)
    event("À Panama", actor="Lesseps")
    with CaptureQueriesContext(connection) as few:
        found()
    for number in range(5):
        article(f"L’isthme {number}", EARLIER)
        event(f"À Panama {number}")
    with CaptureQueriesContext(connection) as many:
        found()
    assert len(few) == len(many) <= 12
