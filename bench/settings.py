"""The program's own settings, and beside its rooms a plain page of Wagtail's to compare with."""

from chronique.project.settings import *  # noqa: F403
from chronique.project.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.plain"]
