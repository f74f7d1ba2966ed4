"""What stands before the first page: a free port, an account, work that was interrupted."""

import socket
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from chronique.articles.jobs import relate_all
from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.project import prepare, worker
from chronique.publishing import announce
from tests.factories import NOON, make_article


def test_a_port_that_is_taken_is_said_before_anything_is_made():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            call_command("serve", port=port)
    assert str(refused.value).startswith(f"Port {port} of 127.0.0.1 cannot be used (")
    assert f"make serve PORT={port + 1}" in str(refused.value)


def test_a_home_is_made_also_where_a_key_was_given(settings: Any, tmp_path: Path):
    settings.CONF = replace(settings.CONF, home=tmp_path / "new" / "home")
    prepare.home()
    prepare.home()
    assert (tmp_path / "new" / "home").is_dir()
    (tmp_path / "file").touch()
    settings.CONF = replace(settings.CONF, home=tmp_path / "file" / "home")
    with pytest.raises(Refused, match=r"^CHRONIQUE_HOME: .*file/home cannot be used: Not a dir"):
        prepare.home()


@pytest.mark.django_db
def test_the_first_account_is_made_once():
    password = prepare.first_account()
    assert password is not None
    assert len(password) >= 19
    account: Any = authenticate(username=prepare.FIRST_ACCOUNT, password=password)
    assert account.is_superuser
    assert prepare.first_account() is None


def at(settings: Any, url: str) -> None:
    settings.CONF = replace(settings.CONF, url=url)
    settings.ALLOWED_HOSTS = settings.CONF.hosts


@pytest.mark.django_db
def test_each_address_has_a_publication_of_its_own(settings: Any):
    at(settings, "http://localhost:8000 https://ports.example.org")
    prepare.sites()
    prepare.sites()
    assert Publication.objects.count() == 2
    # what stands in one is not in the other
    harbour = Publication.objects.get(site__hostname="ports.example.org")
    make_article(title="Here")
    there = Article(title="There", slug="there", live=True, first_published_at=NOON)
    harbour.site.root_page.specific.folder.add_child(instance=there)
    announce.went_public(there)
    titles = {"localhost:8000": "Here", "ports.example.org": "There"}
    for path in ("/", "/feed/", "/2026/03/", "/comments/feed/", "/search/?q=here+there"):
        for host, own in titles.items():
            text = Client(HTTP_HOST=host).get(path, follow=True).content.decode()
            assert {title for title in titles.values() if f">{title}<" in text} <= {own}
            assert own in text or "comments" in path


@pytest.mark.django_db
def test_a_main_address_that_another_publication_has_is_refused(settings: Any):
    at(settings, "http://localhost:8000 https://ports.example.org")
    prepare.sites()
    at(settings, "https://ports.example.org http://localhost:8000")
    with pytest.raises(Refused, match=r"^ports\.example\.org:443 is the address of another"):
        prepare.sites()


@pytest.fixture
def queue(settings: Any, db: None) -> None:
    DBTaskResult.objects.all().delete()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.usefixtures("queue")
def test_what_a_killed_worker_was_doing_is_done_again():
    relate_all.enqueue(1)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert worker.resume() == 1
    row = DBTaskResult.objects.get()
    assert (row.status, row.started_at) == ("READY", None)
    assert worker.resume() == 0


@pytest.mark.usefixtures("queue")
def test_what_another_machine_is_doing_is_left_to_it(settings: Any, tmp_path: Path):
    taken = {}
    for name in ("here", "there"):
        settings.HOME = tmp_path / name
        relate_all.enqueue(1)
        row = DBTaskResult.objects.ready().get()
        row.claim(f"{worker._machine()}.1")
        taken[name] = row.pk
    settings.HOME = tmp_path / "here"
    assert worker.resume() == 1
    assert DBTaskResult.objects.ready().get().pk == taken["here"]
    assert DBTaskResult.objects.running().get().pk == taken["there"]


@pytest.mark.usefixtures("queue")
def test_what_breaks_does_not_stop_the_rest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    stop, done = threading.Event(), []

    def breaks() -> None:
        raise RuntimeError("a plain mistake")

    def ends() -> None:
        done.append("after it")
        stop.set()

    hour = timedelta(hours=1)
    monkeypatch.setattr(worker, "CLOCK", [(hour, breaks), (hour, ends)])
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.work(stop)
    assert done == ["after it"]
    assert "a plain mistake" in caplog.text
