"""The program as a WSGI application, for Granian: the kept pages, and Django behind them."""

import logging
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, InterfaceError, connection

from chronique.project.front import in_front_of
from chronique.project.unread import closing_when_unread
from chronique.store.actions import hear, pages
from chronique.store.watching import watch

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronique.project.settings")


def _hear() -> None:
    """Hear of changes; while the database is away there are none."""
    try:
        hear()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("store.deaf error=%s", error)
        connection.close()


application = in_front_of(
    closing_when_unread(get_wsgi_application()), pages(), settings.CONF, hear=_hear
)
watch(pages().record)
