"""At night it is looked whether sources are still where they were; the writer is told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Publication
from chronique.dossiers import jobs
from chronique.dossiers.actions import links
from chronique.dossiers.actions.links import look_at_link
from chronique.dossiers.models import Source
from tests.base.test_http import HERE, a_host
from tests.dossiers.factories import make_dossier, make_source
from tests.dossiers.test_snapshots import say
from tests.factories import NOON

pytestmark = pytest.mark.django_db
NIGHT = timedelta(days=1)


@pytest.fixture(autouse=True)
def _may_ask_here(monkeypatch):
    monkeypatch.setattr(links, "PRIVATE_HOSTS", HERE)


def looked_at(source: Source, now=NOON) -> Source:
    look_at_link(source, now=now)
    source.refresh_from_db()
    return source


def answering(status):
    return a_host(lambda line, path: say(line, status=status))


def test_what_its_host_says_is_gone_is_gone_at_once_and_its_card_says_so(publication: Publication):
    with answering("410 Gone") as host:
        source = looked_at(make_source(url=host.at(), dossiers=[make_dossier()]))
    assert (source.gone_since, source.gone_why) == (NOON, "its host answers 410")
    assert "source-gone" in Client().get(source.path).text


def test_a_host_that_does_not_answer_has_a_second_night():
    source = looked_at(make_source(url="http://127.0.0.1:9/"))
    assert (source.gone_since, source.gone_why) == (None, "its host does not answer")
    source = looked_at(source, NOON + NIGHT)
    assert source.gone_since == NOON + NIGHT
    # It stays gone since then, …
    source = looked_at(source, NOON + 2 * NIGHT)
    assert source.gone_since == NOON + NIGHT
    # … until it is there again.
    with answering("200 OK") as host:
        Source.objects.filter(pk=source.pk).update(url=host.at())
        source.refresh_from_db()
        source = looked_at(source, NOON + 3 * NIGHT)
    assert (source.gone_since, source.gone_why) == (None, "")


@pytest.mark.parametrize("status", ["403 Forbidden", "429 Too Many", "503 Busy"])
def test_what_is_not_for_programs_is_not_gone(status):
    with answering(status) as host:
        source = looked_at(make_source(url=host.at()))
        source = looked_at(source, NOON + NIGHT)
    assert (source.gone_since, source.gone_why[:16]) == (None, "its host answers")


def test_each_is_asked_once_a_night_and_none_by_day(monkeypatch):
    zone = ZoneInfo("Europe/Paris")
    hour = datetime(2026, 3, 14, 2, tzinfo=zone)
    monkeypatch.setattr(timezone, "now", lambda: hour)
    make_source()
    with answering("200 OK") as host:
        make_source(url=host.at())
        assert jobs.look_at_links() == 1
        assert jobs.look_at_links() == 0
        hour += NIGHT
        assert jobs.look_at_links() == 1
        hour += timedelta(hours=10)
        assert jobs.look_at_links() == 0


def test_two_processes_do_not_ask_for_the_same():
    source = make_source(url="http://127.0.0.1:9/")
    assert Source.objects.claim_look(source, NOON)
    assert not Source.objects.claim_look(source, NOON)
