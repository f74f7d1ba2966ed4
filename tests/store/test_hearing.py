"""What others forgot is heard once, whatever its number; all is forgotten when none can know."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chronique.store import actions, known, models, record
from chronique.store.models import Forgotten, numbers_in
from chronique.store.page import Head
from chronique.store.record import Record

pytestmark = pytest.mark.django_db
MINUTE, HOUR = numbers_in(timedelta(minutes=1)), numbers_in(timedelta(hours=1))


@pytest.fixture(autouse=True)
def pages_of_its_own(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    Forgotten.objects.all().delete()
    settings.PAGES_ROOT = tmp_path / "pages"
    actions.pages.cache_clear()
    yield
    actions.pages.cache_clear()


def change(*tags: str, ago: int = 0) -> int:
    """Let another machine forget tags; return the number of the change."""
    number = models.new_number() - ago
    Forgotten.objects.create(number=number, tags=" ".join(tags))
    return number


def kept(*tags: str) -> Head:
    """A page that was begun now."""
    name, stamp = actions.pages().record.begin_page()
    return Head(
        address="localhost/", status="200 OK", headers=[], tags=list(tags), record=name,
        stamp=stamp, etag="", changed=0,
    )  # fmt: skip


def is_right(head: Head) -> bool:
    return actions.pages().record.is_right(head)


@pytest.fixture
def begun() -> None:
    """A server that has heard of what there is."""
    change("article:1", ago=2 * HOUR)
    actions.hear()


@pytest.mark.usefixtures("begun")
def test_a_change_of_another_machine_is_heard_once():
    one, other = kept("article:1"), kept("article:2")
    change("article:1")
    assert actions.hear() == 1
    assert (is_right(one), is_right(other)) == (False, True)
    assert actions.hear() == 0


@pytest.mark.usefixtures("begun")
def test_a_change_that_waited_is_heard_although_its_number_is_an_old_one():
    change("article:2")
    actions.hear()
    page = kept("article:1")
    change("article:1", ago=50 * MINUTE)
    assert actions.hear() == 1
    assert not is_right(page)


@pytest.mark.usefixtures("begun")
def test_what_it_did_itself_does_not_hide_what_others_did_before():
    page = kept("article:1")
    missed = change("article:1", ago=HOUR + HOUR // 2)
    actions.hear_of([change("article:2")])
    assert not actions.pages().record.knows(missed)
    assert actions.hear() == 1
    assert not is_right(page)


@pytest.mark.usefixtures("begun")
def test_what_is_told_is_noted_however_long_it_waited():
    page = kept("article:1")
    actions.hear_of([change("article:1", ago=30 * HOUR)])
    assert not is_right(page)


def test_a_server_that_was_away_for_days_forgets_everything_once():
    change("article:1", ago=50 * HOUR)
    actions.hear()
    page = kept("article:2")
    change("article:1")
    assert actions.sweep() == 1
    assert actions.hear() == 1
    assert not is_right(page)
    again = kept("article:2")
    assert actions.hear() == 0
    assert is_right(again)


@pytest.mark.usefixtures("begun")
def test_a_database_that_was_put_back_makes_it_forget_everything():
    change("article:1")
    actions.hear()
    page = kept("article:2")
    # yesterday's copy has yesterday's rows
    Forgotten.objects.all().delete()
    change("article:1", ago=20 * HOUR)
    actions.hear()
    assert not is_right(page)


def test_the_newest_change_of_a_quiet_month_stays():
    old, newest = change("article:1", ago=999 * HOUR), change("article:1", ago=700 * HOUR)
    assert actions.sweep() == 1
    assert [row.number for row in Forgotten.objects.all()] == [newest]
    assert old < newest


@pytest.mark.usefixtures("begun")
def test_more_changes_than_are_remembered_are_heard_once_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(known, "NUMBERS", 5)
    numbers = [change("article:1") for _ in range(20)]
    assert actions.hear() == 20
    page = kept("article:1")
    assert actions.hear() == 0
    assert is_right(page)
    assert all(actions.pages().record.knows(number) for number in numbers)


@pytest.mark.usefixtures("begun")
def test_a_record_that_is_written_anew_knows_what_it_knew(
    monkeypatch: pytest.MonkeyPatch, settings: Any
):
    monkeypatch.setattr(known, "NUMBERS", 5)
    numbers = [change(f"article:{n}") for n in range(20)]
    actions.hear()
    page = kept("article:99")
    monkeypatch.setattr(record, "LONGEST", 1)
    actions.pages().record.mend()
    actions.pages.cache_clear()
    assert actions.hear() == 0
    assert is_right(page)
    assert all(Record(settings.PAGES_ROOT).knows(number) for number in numbers)


@pytest.mark.usefixtures("begun")
def test_a_clock_that_went_wrong_for_a_while_hides_nothing():
    change("article:3", ago=-500 * HOUR)
    actions.hear()
    page = kept("article:1")
    change("article:1")
    actions.hear()
    assert not is_right(page)
