"""The program as a WSGI application, for Granian: the kept pages, and Django behind them."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from chronique.store.actions import hear, pages
from chronique.store.ready import ReadyMadePages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronique.project.settings")

# What is a file already, or somebody's own.
NEVER = ("/static/", "/media/", "/pictures/", "/documents/", "/desk/", "/reader/", "/search/")


def _hosts() -> list[str]:
    """Return the names, with port, under which pages are kept: the public addresses, and on this
    machine alone all its names.
    """
    conf = settings.CONF
    hosts = [address.netloc for address in conf.addresses]
    port = conf.addresses[0].port
    return hosts + [f"{name}:{port}" if port else name for name in conf.hosts]


application = ReadyMadePages(
    get_wsgi_application(), pages(), hosts=_hosts(), is_secure=settings.CONF.is_secure,
    has_proxy=bool(settings.CONF.trusted_proxies), never=NEVER, hear=lambda: (hear(), None)[1],
)  # fmt: skip
