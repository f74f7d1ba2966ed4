"""Each change forgets exactly the pages that showed it, and no page is older than what it shows."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.publishing.changes import CHANGES
from tests.publishing.stage import Stage, done, own_pages, set_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def set_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:  # fmt: skip
    folder = tmp_path_factory.mktemp("pages")
    with own_pages(folder), django_db_blocker.unblock(), transaction.atomic():
        yield set_stage()
        transaction.set_rollback(True)


@pytest.fixture
def stage(set_once: Stage) -> Stage:
    """The publication, with all its pages kept. What a test changes there is undone."""
    set_once.keep_all()
    return set_once


@pytest.mark.parametrize("name", CHANGES)
def test_try(stage: Stage, name: str) -> None:
    done(lambda: CHANGES[name](stage))
    forgotten = stage.addresses.keys() - stage.kept()
    others = stage.others()
    order = list(stage.addresses)
    f = lambda s: ", ".join(sorted(s, key=order.index)) if len(s) < len(order) else "ALL"
    with open("/tmp/h/a/out.txt", "a") as o:
        print(
            f"## {name}\n   CHANGED {len(others)}: {f(others)}\n   STALE: {f(others - forgotten)}\n   NEEDLESS: {f(forgotten - others)}",
            file=o,
        )
