"""The program as a WSGI application, for Granian: the kept pages, and Django behind them."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from chronique.project.front import in_front_of
from chronique.store.actions import hear, pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronique.project.settings")

application = in_front_of(
    get_wsgi_application(), pages(), settings.CONF, hear=lambda: (hear(), None)[1]
)
