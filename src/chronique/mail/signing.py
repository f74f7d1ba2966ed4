"""Whether letters are signed here, and with which keys: those in the home folder."""

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from chronique.mail.dkim import BadKey, Key, Keys, Signer, key_files, pem, read_keys


def keys_folder() -> Path:
    return Path(settings.HOME) / "dkim"


def domain_of_sender() -> str:
    return str(settings.CONF.sender).rpartition("@")[2].encode("idna").decode().lower()


def keys() -> Keys:
    """Return the keys of the domain that letters come from. Raises BadKey for their folder.

    Whoever sends asks for them now and then: what was put there or mended since counts at once.
    """
    files = []
    for path in key_files(keys_folder(), domain_of_sender()):
        with suppress(FileNotFoundError):
            files.append((path, path.stat().st_ctime_ns))
    return _read(tuple(files))


@lru_cache(maxsize=1)
def _read(files: tuple[tuple[Path, int], ...]) -> Keys:
    return read_keys([path for path, _changed in files])


def signer() -> Signer | None:
    """Return what signs letters: all keys that can be read; None where there is none.

    Raises BadKey where there are some and none can be read: what is to be signed has to wait.
    """
    found = keys()
    if found.wrong and not found.good:
        raise BadKey(found.wrong[0])
    return _signer(tuple(found.good)) if found.good else None


@lru_cache(maxsize=1)
def _signer(good: tuple[Key, ...]) -> Signer:
    return Signer(good)


def what_is_wrong() -> str:
    """Return a sentence on a key that cannot be read; empty when all can."""
    try:
        return next(iter(keys().wrong), "")
    except BadKey as error:
        return str(error)


def keep_key(key: Key) -> Path:
    """Write a new key, readable by its owner alone. Raises FileExistsError."""
    folder = keys_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / key.file
    with open(path, "xb", opener=_private) as file:
        file.write(pem(key))
    return path


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
