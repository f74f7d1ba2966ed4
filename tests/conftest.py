"""The stage that all tests share: a site, a cast, a folder of their own."""

import gc
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import Any

import django
import hypothesis
import pytest
from pytest_django import DjangoDbBlocker, Settings

pytest_plugins = ["tests.guards"]

# Developers' machines look for new cases; CI says the same of the same code each time.
hypothesis.settings.register_profile("ci", derandomize=True)
hypothesis.settings.register_profile("search", max_examples=2_000)
if os.environ.get("CI") == "true":
    hypothesis.settings.load_profile("ci")

NOON = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
HOME = pytest.StashKey[Path]()
# Static files by their plain names, later work at once, passwords that take no time.
PLAIN: dict[str, Any] = {
    "STORAGES": {
        "default": {"BACKEND": "chronique.articles.files.Library"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "TASKS": {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Open Django on a home of the tests' own: nothing of a developer's publication is touched."""
    config.stash[HOME] = Path(tempfile.mkdtemp(prefix="chronique-"))
    # Where `collectstatic` would put its files; whoever serves them wants the folder to be there.
    (config.stash[HOME] / "static").mkdir()
    for name in [name for name in os.environ if name.startswith("CHRONIQUE_")]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "chronique.project.settings",
        "CHRONIQUE_HOME": str(config.stash[HOME]),
        "CHRONIQUE_URL": "http://localhost:8000",
        "CHRONIQUE_SECRET_KEY": "a key for tests that signs nothing of anybody's, long enough",
    }
    if database := config.getoption("--postgres"):
        os.environ["CHRONIQUE_DATABASE"] = database
    # As `chronique` itself does: no garbage is looked for in what stays. Nor often in the rest: a
    # process of tests is over before it could matter.
    gc.disable()
    django.setup()
    speak_plainly()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    rmtree(config.stash[HOME], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """pytest-django's own place to set up test databases."""
    from tests.databases import begin_with_a_copy

    with django_db_blocker.unblock():
        begin_with_a_copy(request.config.getoption("--postgres") or "")


def speak_plainly() -> None:
    """Set once what all tests share; what a test sets for itself goes with it.

    Nothing is put into Wagtail's own index, which only the desk's search boxes ask; nor looked up
    for it, at each row that is written.
    """
    from django.conf import settings
    from django.db.models.signals import post_save
    from django.test import override_settings
    from modelsearch.index import get_indexed_models
    from modelsearch.signal_handlers import post_save_signal_handler

    backends = settings.WAGTAILSEARCH_BACKENDS.items()
    quiet = {name: {**backend, "AUTO_UPDATE": False} for name, backend in backends}
    override_settings(**PLAIN, WAGTAILSEARCH_BACKENDS=quiet).enable()
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)


@pytest.fixture(scope="session")
def media_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names for folders. (To number them, pytest would list all that are there, for each test.)"""
    folder = tmp_path_factory.mktemp("media")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def media_of_its_own(settings: Settings, media_folders: Iterator[Path]) -> Iterator[None]:
    from django.core.cache import cache

    settings.MEDIA_ROOT = next(media_folders)
    settings.MEDIA_ROOT.mkdir()
    # Wagtail remembers there where sites begin; what a test made is undone without a word.
    cache.clear()
    yield


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests of what happens at once: threads see what each other wrote."""
    from tests.databases import left_as_found

    with django_db_blocker.unblock(), left_as_found():
        yield


@pytest.fixture
def publication(db: None) -> object:
    """The open, empty publication in English on the default site (http://localhost:8000)."""
    from chronique.articles.models import Publication

    return Publication.objects.get()
