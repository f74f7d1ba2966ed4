"""A mail server on this machine, and settings that lead there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from tests.smtp import Postbox, open_postbox


def lead_to(postbox: Postbox, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "chronique.mail.backend.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = postbox.host, postbox.port
    settings.EMAIL_USE_SSL = postbox.tls_from_start
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = postbox.account or ("", "")
    settings.CONF = replace(settings.CONF, mail=postbox.url)
    settings.DEFAULT_FROM_EMAIL = "letters@news.example.org"


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    with open_postbox() as postbox:
        lead_to(postbox, settings)
        yield postbox
