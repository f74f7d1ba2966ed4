"""Test databases begin as copies of one that was migrated, and its publication opened, once.

The copy is known by what the migrations say, and what opens a publication; a change makes a new
one. Django still runs `migrate` over the copy, which finds nothing to do.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from wagtail.models import Page

from chronique.articles import actions
from chronique.newsletter.actions import founding

# As at a first start; on SQLite the tables alone are kept too.
OPENED = """
import shutil
import django
django.setup()
from django.conf import settings
from django.db import connection
from chronique.articles.actions import open_publication
from chronique.project import prepare
assert prepare.is_new()
assert prepare.migrate()
if connection.vendor == "sqlite":
    connection.close()
    shutil.copy(settings.CONF.home / "chronique.sqlite3", settings.CONF.home / "bare.sqlite3")
assert prepare.is_new()
open_publication(hostname="localhost", port=8000, language="en")
"""
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "tests"


def begin_with_a_copy(database: str = "") -> None:
    """Let Django's test database begin as a copy. `database`: PostgreSQL's address, else SQLite."""
    key = _key()
    if database:
        with alone("postgres"):
            connection.settings_dict["TEST"]["TEMPLATE"] = _postgres_template(database, key)
    else:
        with alone("sqlite"):
            _copy_sqlite(_sqlite_template(key))


def empty_database() -> Path:
    """Return an SQLite file with an open publication and nothing in it, for who copies it."""
    with alone("sqlite"):
        return _sqlite_template(_key())


def lend_tables(home: Path) -> None:
    """Put an SQLite file there as a first start leaves it that is cut short before its last table.

    To make all takes long: only who makes the copy waits for it.
    """
    file = Path(shutil.copy(empty_database().with_suffix(".bare"), home / "chronique.sqlite3"))
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("DROP TABLE publishing_trace")
        opened.execute("DELETE FROM django_migrations WHERE app = 'publishing'")


@contextmanager
def own_file(folder: Path) -> Iterator[None]:
    """Let what follows stand in an SQLite file of its own there, which others may open and break.

    For tests that use no database of pytest-django's: what breaks here is SQLite's alone.
    """
    known = connection.settings_dict
    before = known["NAME"]
    connection.close()
    known["NAME"] = shutil.copy(empty_database(), folder / "own.sqlite3")
    try:
        yield
    finally:
        connection.close()
        known["NAME"] = before


@contextmanager
def left_as_found() -> Iterator[None]:
    """Let what follows write for good, as threads do that see each other's rows, and clear it away.

    To empty all tables, as Django's own way is, would take what the copy began with from the tests
    that come after.
    """
    before = {model: set(_rows(model).values_list("pk", flat=True)) for model in _models()}
    children = dict(Page.objects.values_list("pk", "numchild"))
    try:
        yield
    finally:
        with transaction.atomic():
            for model, known in before.items():
                new = _rows(model).exclude(pk__in=known)
                new._raw_delete(new.db)
            for page, count in children.items():
                Page.objects.filter(pk=page).update(numchild=count)


def _models() -> list[type[Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _rows(model: type[Model]) -> Any:
    return model._base_manager.all()


def _key() -> str:
    opens = [Path(str(one.__file__)).read_bytes() for one in (actions, founding)]
    digest = hashlib.sha256(b"".join(opens) + OPENED.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        for path in sorted((Path(str(app.path)) / "migrations").glob("*.py")):
            digest.update(f"{app.name}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def alone(kind: str) -> Iterator[None]:
    """One process at a time looks for a copy: the others find what the first has made."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{kind}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sqlite_template(key: str) -> Path:
    template = CACHE / f"{key}.sqlite3"
    if not template.exists():
        with tempfile.TemporaryDirectory() as home:
            _make(CHRONIQUE_HOME=home)
            for old in (*CACHE.glob("*.sqlite3"), *CACHE.glob("*.bare")):
                old.unlink()
            shutil.copy(Path(home) / "bare.sqlite3", template.with_suffix(".bare"))
            shutil.copy(Path(home) / "chronique.sqlite3", template)
    return template


def _copy_sqlite(template: Path) -> None:
    creation: Any = connection.creation
    path = Path(tempfile.mkdtemp(prefix="chronique-")) / "test.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(path)
    # Nobody keeps what a test wrote: no test waits for the disk.
    options = connection.settings_dict["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    make = creation._create_test_db

    def copy(*args: Any, **kwargs: Any) -> Any:
        name = make(*args, **kwargs)
        shutil.copy(template, name)
        return name

    creation._create_test_db = copy


def _postgres_template(database: str, key: str) -> str:
    name = f"chronique_{key}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
        cursor.execute(f'CREATE DATABASE "{name}_draft"')
        _make(CHRONIQUE_DATABASE=urlsplit(database)._replace(path=f"/{name}_draft").geturl())
        cursor.execute(f'ALTER DATABASE "{name}_draft" RENAME TO "{name}"')
    return name


def _make(**environment: str) -> None:
    # The connection closes with the process, so SQLite's log is folded into its file.
    subprocess.run([sys.executable, "-c", OPENED], check=True, env=os.environ | environment)
