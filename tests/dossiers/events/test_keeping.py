"""Events are written down with what became different, and pages that show them are forgotten."""

from datetime import date

import pytest
from django.utils.translation import override

from chronique.articles.models import Publication
from chronique.base.errors import Refused
from chronique.dossiers.actions.events import delete_actor, delete_event, keep_actor, keep_event
from chronique.dossiers.models import Change, Event, Inclusion, Involvement
from chronique.dossiers.moments.reading import NotAMoment
from chronique.store.models import Forgotten
from tests.dossiers.factories import make_actor, make_dossier, make_event, make_evidence
from tests.factories import NOON, the_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(publication: Publication) -> None:
    pass


def forgotten() -> set[str]:
    rows = Forgotten.objects.values_list("tags", flat=True)
    return {tag for tags in rows for tag in tags.split(" ")}


def test_an_event_knows_its_place_in_the_order():
    event = keep_event(event=Event(site=the_site(), title="A"), moment="1882-24", now=NOON)
    assert (event.begins, event.ends) == (
        date(1882, 12, 1).toordinal() - 1,
        date(1883, 2, 28).toordinal() - 1,
    )
    with pytest.raises(NotAMoment):
        keep_event(event=event, moment="1882-02-30", now=NOON)


def test_the_order_is_that_of_time_and_of_the_shorter_first():
    moments = [
        "1882",
        "1882-01",
        "../1881",
        "-0043-03-15",
        "1882-01-01",
        "1881/..",
        "1882-01-01T09:00:00",
    ]
    for moment in moments:
        keep_event(event=Event(site=the_site(), title=moment), moment=moment, now=NOON)
    assert list(Event.objects.in_order().values_list("moment", flat=True)) == [
        "../1881", "-0043-03-15", "1881/..", "1882-01-01", "1882-01-01T09:00:00", "1882-01", "1882",
    ]  # fmt: skip


def test_what_became_different_is_noted_in_each_dossier_of_the_event():
    one, other = make_dossier("One"), make_dossier("Other")
    event = Event(site=the_site(), title="The wall gives way")
    event.inclusions = [Inclusion(dossier=one)]
    keep_event(event=event, moment="1911", now=NOON)
    event = Event.objects.get()
    event.title = "The wall falls"
    event.inclusions = [Inclusion(dossier=other)]
    event.involvements = [Involvement(actor=make_actor("The board"), role="owner")]
    keep_event(event=event, moment="1911", now=NOON)
    of_one, of_other = (list(Change.objects.filter(dossier=d).order_by("pk")) for d in (one, other))
    assert [(c.before.get("title"), c.after.get("title")) for c in of_one] == [
        (None, "The wall gives way"), ("The wall gives way", None),
    ]  # fmt: skip
    assert [c.after["who"] for c in of_other] == ["The board (owner)"]


def test_pages_that_show_an_event_are_forgotten_with_it():
    dossier = make_dossier()
    event = make_event(dossiers=[dossier])
    event = Event.objects.get(pk=event.pk)
    keep_event(event=event, moment=event.moment, now=NOON)
    assert f"timeline:{dossier.pk}" not in forgotten()
    event.place = "Panama"
    keep_event(event=event, moment=event.moment, now=NOON)
    assert {f"event:{event.pk}", f"timeline:{dossier.pk}", f"events:{the_site().pk}"} <= forgotten()


def test_what_something_rests_on_is_not_deleted():
    dossier, actor = make_dossier(), make_actor("The board")
    event = make_event("The wall gives way", dossiers=[dossier], actors=[actor])
    make_evidence(dossier, event=event)
    with override("en"), pytest.raises(Refused, match="the hypotheses of the dossier"):
        delete_event(event, now=NOON)
    with override("en"), pytest.raises(Refused, match="the event “The wall gives way”"):
        delete_actor(actor)


def test_an_event_that_serves_several_dossiers_is_not_deleted_from_one():
    one, other = make_dossier("The wall"), make_dossier("The harbour")
    event = make_event(dossiers=[one, other])
    with override("en"), pytest.raises(Refused, match="“The wall”, the dossier “The harbour”"):
        delete_event(event, now=NOON)


def test_an_event_that_nothing_rests_on_is_deleted_and_remembered():
    dossier = make_dossier()
    delete_event(make_event(dossiers=[dossier]), now=NOON)
    assert not Event.objects.exists()
    change = Change.objects.get(dossier=dossier)
    assert (change.kind, change.before["title"], change.after) == (
        "event",
        "The wall gives way",
        {},
    )


def test_a_person_who_is_called_otherwise_is_so_on_all_pages():
    actor = make_actor("The board")
    actor.name = "The harbour board"
    keep_actor(actor=actor, now=NOON)
    assert f"actor:{actor.pk}" in forgotten()


def test_a_site_takes_its_events_along():
    make_event(dossiers=[make_dossier()], actors=[make_actor()])
    the_site().delete()
    assert not Event.objects.exists()
