"""Who keeps the publication sees how many pages are ready, and may have them made anew."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from chronique.store import actions
from chronique.store.folder import Kept, kept
from chronique.store.models import Forgotten
from chronique.store.page import Head
from chronique.store.pages import Pages
from tests.comments.moderators import moderator
from tests.desk.given import desk_of, shown, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

PAGES = "/desk/kept-pages/"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Iterator[Pages]:
    """Three kept pages, in a folder of their own."""
    settings.PAGES_ROOT = tmp_path / "pages"
    actions.pages.cache_clear()
    store = actions.pages()
    for path, tags in [
        ("/a/", ["article:1"]),
        ("/b/", ["article:2"]),
        ("/", ["article:1", "site"]),
    ]:
        store.keep(
            Head(
                address=f"localhost:8000{path}", status="200 OK", headers=[], tags=tags,
                record=store.record.name, stamp=store.record.tick, etag="", changed=1,
            ),
            b"<p>Ready.</p>" * 5000,
        )  # fmt: skip
    yield store
    actions.pages.cache_clear()


def right(store: Pages) -> list[str]:
    return [path for path in ("/a/", "/b/", "/") if store.find(f"localhost:8000{path}")]


def test_the_desk_shows_how_many_there_are_and_asks_before_it_forgets(
    store: Pages, django_capture_on_commit_callbacks: Any
):
    desk = desk_of(writer())
    assert "/desk/kept-pages/" in desk.get("/desk/").content.decode()
    page = shown(desk, PAGES)
    assert re.search(r"3 pages are kept\. 1\d\d\.\d\sKB ", page)
    # to look, and to be asked, forgets nothing
    assert "Yes, forget all pages" in shown(desk, f"{PAGES}forget/")
    assert right(store) == ["/a/", "/b/", "/"]
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(f"{PAGES}forget/")["Location"] == PAGES
    said = shown(desk, PAGES)
    assert "All pages are forgotten." in said and "0 pages are kept." in said
    assert right(store) == []
    assert kept(store.folder) == Kept(0, 0)
    newest = Forgotten.objects.order_by("pk").last()
    assert (newest.tags, newest.entirely) == ("*", True)


def test_who_may_not_change_the_publication_sees_nothing_of_it(
    store: Pages, django_capture_on_commit_callbacks: Any
):
    max_ = moderator("max")
    desk = desk_of(max_)
    for ask in (desk.get, desk.post):
        assert ask(f"{PAGES}forget/")["Location"] == "/desk/"
    assert desk.get(PAGES)["Location"] == "/desk/"
    assert "/desk/kept-pages/" not in desk.get("/desk/").content.decode()
    assert right(store) == ["/a/", "/b/", "/"]
    max_.user_permissions.add(Permission.objects.get(codename="change_publication"))
    with django_capture_on_commit_callbacks(execute=True):
        assert desk_of(max_).post(f"{PAGES}forget/")["Location"] == PAGES
    assert right(store) == []


def told(*tags: str) -> str:
    out = StringIO()
    call_command("forget_pages", *tags, stdout=out)
    return out.getvalue()


def test_the_command_forgets_what_shows_a_thing_and_says_how_many(
    store: Pages, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        assert told("article:1") == "2 pages are forgotten.\n"
    assert right(store) == ["/b/"]
    # what was forgotten already is not counted again
    with pytest.raises(CommandError, match=r"^No kept page shows “article:1”, so nothing was"):
        told("article:2", "article:1")
    assert right(store) == ["/b/"]
    assert not store.previous("localhost:8000/a/")


def test_without_a_tag_it_forgets_all(store: Pages, django_capture_on_commit_callbacks: Any):
    with django_capture_on_commit_callbacks(execute=True):
        assert told() == "3 pages are forgotten.\n"
    assert right(store) == []
    with django_capture_on_commit_callbacks(execute=True):
        assert told() == "No page was kept.\n"
