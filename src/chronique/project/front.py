"""The kept pages in front of an application, as the settings say. Imports no Django."""

import os
import sysconfig
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from chronique.base.conf import Conf
from chronique.store.pages import Pages
from chronique.store.ready import Application, ReadyMadePages

PACKAGE = Path(__file__).resolve().parents[1]
# What is a file already, or somebody's own.
# The last answers by what the asking program says of itself.
NEVER = (
    "/static/", "/media/", "/pictures/", "/documents/", "/desk/", "/reader/", "/search/",
    "/timegate/",
)  # fmt: skip


def in_front_of(application: Application, pages: Pages, conf: Conf, **more: Any) -> ReadyMadePages:
    """Return the kept pages before an application; `more` is for `ReadyMadePages`."""
    return ReadyMadePages(
        application, pages, hosts=hosts(conf), is_secure=conf.is_secure,
        has_proxy=bool(conf.trusted_proxies), never=NEVER,
        has_caches=bool(conf.cache_addresses), **more,
    )  # fmt: skip


def hosts(conf: Conf) -> list[str]:
    """Return the names, with port, under which pages are kept: the public addresses, and on this
    machine alone all its names.
    """
    port = conf.addresses[0].port
    named = [address.netloc for address in conf.addresses]
    return named + [f"{name}:{port}" if port else name for name in conf.hosts]


def made_by(conf: Conf) -> str:
    """Return by what pages are made: another program, or other settings, make other pages.

    Files are known by size and date: to read them takes longer than to look whether they changed.
    """
    settings = (
        conf.url, conf.language, conf.time_zone, conf.trusted_proxies > 0,
        bool(conf.cache_addresses),
    )  # fmt: skip
    lines = [repr(settings), *_installed(), *_files(str(PACKAGE))]
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


def _installed() -> list[str]:
    """Return the names, with versions, of what is installed beside us."""
    beside = sysconfig.get_path("purelib")
    return sorted(name for name in os.listdir(beside) if name.endswith("-info"))


def _files(folder: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        else:
            state = entry.stat()
            yield f"{entry.path} {state.st_size} {state.st_mtime_ns}"
