"""The program as a WSGI application, for Granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronique.project.settings")

application = get_wsgi_application()
