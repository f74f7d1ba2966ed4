"""The program as a WSGI application, for Granian: the kept pages, and Django behind them."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from chronique.project.front import in_front_of
from chronique.project.unread import closing_when_unread
from chronique.store.actions import pages
from chronique.store.listening import hear_up_to, listen
from chronique.store.watching import watch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronique.project.settings")

# Threads take turns this often, seconds: a kept page, which takes some millionths of one, does not
# wait five thousandths for a page that is being made.
sys.setswitchinterval(0.0005)

application = in_front_of(
    closing_when_unread(get_wsgi_application()), pages(), settings.CONF, hear_up_to=hear_up_to
)
watch(pages().record)
listen()
