"""A list is handed in at the desk, looked through before anything changes, and let in."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client

from chronique.exchange import jobs
from chronique.exchange.alone import alone
from chronique.newsletter.actions.lists import file_name
from chronique.newsletter.models import Arrival, Newsletter, Subscription
from tests.desk.given import desk_of, faults, shown, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

LISTS = "/desk/subscribers/lists/"
LIST = "email,status\nbo@example.org,subscribed\ncy@example.org,unsubscribed\nnobody,\n"


@pytest.fixture
def desk() -> Client:
    return desk_of(writer())


def hand_in(desk: Client, text: str | bytes = LIST, name: str = "list.csv") -> Arrival:
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    file.name = name
    form = {"file": file, "newsletter": Newsletter.objects.get().pk}
    answer = desk.post(LISTS, form)
    arrival = Arrival.objects.latest("pk")
    assert answer["Location"] == page_of(arrival)
    return arrival


def page_of(arrival: Arrival) -> str:
    return f"{LISTS}{arrival.pk}/"


def test_a_list_is_tried_shown_let_in_and_forgotten(desk: Client):
    arrival = hand_in(desk)
    folder = arrival.folder
    assert folder.stat().st_mode & 0o077 == 0
    waiting = desk.get(page_of(arrival))
    assert waiting["Refresh"] == "3" and "being looked through" in waiting.content.decode()
    # when the worker has tried it
    assert jobs.read_lists() == 1
    page = shown(desk, page_of(arrival))
    assert "Nothing is changed yet" in page and not Subscription.objects.exists()
    assert "nobody line 4 – This is no address that mail can be sent to." in page
    assert "Refresh" not in desk.get(page_of(arrival)).headers
    # then it comes when the writer says so, once
    for _ in range(2):
        assert desk.post(page_of(arrival), {"action": "come"})["Location"] == page_of(arrival)
    assert (jobs.read_lists(), jobs.read_lists()) == (1, 0)
    states = dict(Subscription.objects.values_list("reader__address", "state"))
    assert states == {"bo@example.org": "active", "cy@example.org": "left"}
    assert "It has come in" in shown(desk, page_of(arrival))
    assert not arrival.path.exists()
    report: Any = desk.get(f"{page_of(arrival)}report.json")
    told = json.loads(b"".join(report.streaming_content))
    assert told["skipped"][0]["title"] == "nobody"
    assert desk.post(page_of(arrival), {"action": "throw"})["Location"] == LISTS
    assert not folder.exists() and not Arrival.objects.exists()
    assert Subscription.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("User,City\nBo,Brest\n", "no column holds e-mail addresses. Its columns are “User”"),
        (b"PK\x03\x04 broken", "no column holds e-mail addresses"),
        (b"\n\n", "holds no e-mail address"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_said_to_be_none(desk: Client, text: Any, words: str):
    arrival = hand_in(desk, text)
    jobs.read_lists()
    page = shown(desk, page_of(arrival))
    assert "Nothing came in" in page and words in page
    assert "Bring them in" not in page


def test_a_bug_is_loud_and_said_to_the_writer(desk: Client, monkeypatch: Any):
    arrival = hand_in(desk)

    def break_down(*_: Any, **__: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(jobs, "import_subscribers", break_down)
    with pytest.raises(RuntimeError):
        jobs.read_lists()
    assert "log says why" in shown(desk, page_of(arrival))


def test_a_list_waits_while_another_comes_in(desk: Client):
    arrival = hand_in(desk)
    jobs.read_lists()
    desk.post(page_of(arrival), {"action": "come"})
    with alone():
        assert jobs.read_lists() == 0
    assert jobs.read_lists() == 1


def test_a_list_of_another_machine_is_left_to_it(desk: Client):
    arrival = hand_in(desk)
    arrival.path.unlink()
    assert jobs.read_lists() == 0
    assert "another machine" in shown(desk, page_of(arrival))


def test_old_lists_are_thrown_away(desk: Client):
    old, new = hand_in(desk), hand_in(desk)
    Arrival.objects.filter(pk=old.pk).update(made_at=old.made_at - timedelta(days=40))
    assert jobs.sweep_lists() == 1
    assert (old.folder.exists(), new.folder.exists()) == (False, True)
    assert "list.csv" in shown(desk, LISTS)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\lists\\a.csv", "a.csv"),
        (".hidden.csv", "hidden.csv"),
        ("a\n<b>.csv", "a__b_.csv"), ("", "list.csv"), ("..", "list.csv"),
        ("unsubscribed_é.csv", "unsubscribed_é.csv"), ("x" * 300 + ".csv", "x" * 96 + ".csv"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_leads_nowhere(given: str, name: str):
    assert file_name(given) == name


def test_a_file_is_asked_for(desk: Client):
    answer = desk.post(LISTS, {"newsletter": Newsletter.objects.get().pk})
    assert answer.status_code == 422 and "file" in faults(answer)
    assert not Path(settings.CONF.home / "lists" / "x").exists()


def test_who_may_not_change_subscribers_brings_no_list(desk: Client):
    arrival = hand_in(desk)
    jobs.read_lists()
    edith = writer("edith", group="Editors")
    edith.user_permissions.add(Permission.objects.get(codename="view_subscription"))
    client = desk_of(edith)
    for path in ("", f"{arrival.pk}/", f"{arrival.pk}/report.json"):
        assert client.get(LISTS + path)["Location"] == "/desk/"
    client.post(page_of(arrival), {"action": "come"})
    assert Arrival.objects.get().state == "tried"
