"""What has to be there before the first page: tables, static files, a site, an account, a
sample.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor

from chronique.articles.actions import open_further_publication, open_publication
from chronique.articles.models import Publication
from chronique.base.errors import Refused
from chronique.front import lean
from chronique.publishing.forgetting import remember_unknown

logger = logging.getLogger(__name__)

FIRST_ACCOUNT = "writer"


def home() -> None:
    """Make the home folder: who gives a secret key has none made, and no folder for it either.

    Raises Refused.
    """
    folder = Path(settings.CONF.home)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"CHRONIQUE_HOME: {folder} cannot be used: {error.strerror}.") from error


def is_new() -> bool:
    """Whether nothing was ever served from here: there is no publication, or not even a table."""
    if Publication._meta.db_table not in connection.introspection.table_names():
        return True
    return not Publication.objects.exists()


def migrate() -> bool:
    """Bring the tables up to date; return whether anything was to do."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_static() -> bool:
    """Gather and compress the static files when they changed; return whether they had."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    digest = _static_digest()
    if stamp.is_file() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)
    return True


def _static_digest() -> str:
    digest = hashlib.sha256()
    for line in sorted(_static_files()):
        digest.update(line.encode())
    return digest.hexdigest()


def _static_files() -> Iterator[str]:
    yield f"{Path(lean.__file__).stat().st_mtime_ns} {lean.__file__}\n"
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            yield f"{path} {state.st_size} {state.st_mtime_ns}\n"


def sites() -> None:
    """Open the publication of each address, or follow the main one when it changed.

    What the program that was here before did not remember of their pages is looked up.
    """
    for number, address in enumerate(settings.CONF.addresses):
        opened = open_further_publication if number else open_publication
        port = address.port or (443 if address.scheme == "https" else 80)
        opened(hostname=address.hostname or "localhost", port=port, language=settings.CONF.language)
    remember_unknown()


def first_account() -> str | None:
    """Make the first account; return its password, or None when there are accounts already."""
    users = get_user_model().objects
    if users.exists():
        return None
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    users.create_superuser(username=FIRST_ACCOUNT, password=password)
    return password
