"""The same load on SQLite, and on PostgreSQL where `CHRONIQUE_TEST_POSTGRES` names one."""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.table import Row

# A home to make, the database's name for the table, seconds, settings.
Load = Callable[[Path, str, float, dict[str, str]], list[Row]]


def on_both(load: Load, folder: Path, *, database: str, seconds: float) -> list[Row]:
    """Return the rows of both; one that is not reached where there is no PostgreSQL."""
    rows = load(folder / "sqlite", "SQLite", seconds, {})
    server = os.environ.get("CHRONIQUE_TEST_POSTGRES")
    if not server:
        return [*rows, Row("the same on PostgreSQL", "there is none", "measured", reached=False)]
    settings = {"CHRONIQUE_DATABASE": _fresh(server, database)}
    return rows + load(folder / "postgres", "PostgreSQL", seconds, settings)


def _fresh(server: str, name: str) -> str:
    """Make an empty database of that name; return its address."""
    parts = urlsplit(server)
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return parts._replace(path=f"/{name}").geturl()
