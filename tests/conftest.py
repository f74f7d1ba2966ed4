"""The stage that all tests share: a site, a cast, a folder of their own."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

# Before Django reads its settings: nothing of a developer's own publication is touched.
os.environ["CHRONIQUE_HOME"] = os.environ.get("CHRONIQUE_TEST_HOME") or tempfile.mkdtemp(prefix="chronique-")
os.environ.setdefault("CHRONIQUE_URL", "http://localhost:8000")
os.environ.setdefault("CHRONIQUE_SECRET_KEY", "a key for tests that signs nothing of anybody's, long enough")

NOON = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_settings(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Static files by their plain names, media in a folder of the test's own, later work at once."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def publication(db: None) -> object:
    """An open, empty publication in English on the default site (http://localhost:8000)."""
    from chronique.articles.actions import open_publication

    return open_publication(hostname="localhost", port=8000, language="en")
