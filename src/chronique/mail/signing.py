"""Whether letters are signed here, and with which keys: those in the home folder."""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from chronique.mail.dkim import Key, Signer, pem, read_keys


def keys_folder() -> Path:
    return Path(settings.HOME) / "dkim"


def domain_of_sender() -> str:
    return str(settings.CONF.sender).rpartition("@")[2].encode("idna").decode().lower()


def keys() -> list[Key]:
    """Return the keys of the domain that letters come from. Raises BadKey."""
    return read_keys(keys_folder(), domain_of_sender())


def signer() -> Signer | None:
    """Return what signs letters; None where there is no key. Raises BadKey.

    Whoever sends asks for it now and then: a key that was put there since is used at once.
    """
    folder = keys_folder()
    if not folder.is_dir():
        return None
    return _signer(folder, folder.stat().st_mtime_ns, domain_of_sender())


@lru_cache(maxsize=1)
def _signer(folder: Path, changed: int, domain: str) -> Signer | None:
    found = read_keys(folder, domain)
    return Signer(found) if found else None


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
