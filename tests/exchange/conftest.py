"""What tests of moving in and out share."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def later_work_waits(request: pytest.FixtureRequest, settings: Any) -> None:
    """Searching and relating what came in is of no matter to most tests, and takes their time."""
    if "later_work_is_done" not in request.fixturenames:
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def later_work_is_done() -> None:
    """For tests that look at what the worker makes of an import."""
