"""The settings that an owner may give, in one place: name, type, default, sentence.

`project/settings.py` hands the environment to `load`; nothing else reads it. What an owner changes
while the program runs (title, menu, address pattern …) is in the desk, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit
from zoneinfo import available_timezones

from chronique.base import post
from chronique.base.addresses import is_mail_address

PREFIX = "CHRONIQUE_"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LANGUAGES = ("fr", "en")
# Among the caches, a web server in front that reads the kept pages itself.
FILES = "files"


class BadSettings(Exception):
    """What is wrong with the settings, all of it, one sentence a line."""


def entry(default: Any, *, help: str, is_secret: bool = False) -> Any:
    """Declare a setting. A secret one is not shown where the settings are printed."""
    return field(default=default, repr=not is_secret, metadata={"help": help})


@dataclass(frozen=True, kw_only=True)
class Conf:
    home: Path = entry(Path("var"), help="Folder of the database, media, secret key and logs.")
    url: str = entry(
        "http://localhost:8000",
        help="Public address without a final slash; of several sites, with spaces between.",
    )
    secret_key: str = entry(
        "",
        help="Signs sessions and links; without it one is made once and kept in the home folder.",
        is_secret=True,
    )
    database: str = entry(
        "",
        help="postgresql://user:password@host/name; without it SQLite in the home folder.",
        is_secret=True,
    )
    mail: str = entry(
        "",
        help="smtp://user:password@host:587, or smtps:// for TLS from the start; a provider such as"
        " postmark://TOKEN; the mailbox bounces come to, such as imaps://user:password@host/INBOX;"
        " several with spaces between. Without a server letters are kept in the home folder.",
        is_secret=True,
    )
    mail_from: str = entry(
        "", help="Address that letters come from; without it letters@ the host of CHRONIQUE_URL."
    )
    language: str = entry("fr", help="Language of a new publication and of the desk: fr or en.")
    time_zone: str = entry("Europe/Paris", help="Time zone of dates and addresses.")
    trusted_proxies: int = entry(
        0, help="Proxies in front that set X-Forwarded-Proto and X-Forwarded-For; 0 trusts none."
    )
    media: str = entry(
        "",
        help="s3://key:secret@host/bucket for pictures and files; without it they lie in the home"
        " folder.",
        is_secret=True,
    )
    caches: str = entry(
        "",
        help="What stands in front, with spaces between: addresses of caches that are told what "
        "changed, such as http://127.0.0.1:6081, and “files” for a web server that reads them.",
    )
    log_level: str = entry("INFO", help="DEBUG, INFO, WARNING or ERROR.")

    @property
    def addresses(self) -> list[SplitResult]:
        """The public addresses, the main one first."""
        return [urlsplit(url) for url in self.url.split()]

    @property
    def hosts(self) -> list[str]:
        """The names under which the program may be asked; on this machine alone, all its names."""
        names = [address.hostname or "" for address in self.addresses]
        local = ["localhost", "127.0.0.1", "[::1]"] if _is_local(names[0]) else []
        return list(dict.fromkeys(names + local))

    @property
    def cache_addresses(self) -> list[str]:
        return [cache for cache in self.caches.split() if cache != FILES]

    @property
    def lays_files(self) -> bool:
        return FILES in self.caches.split()

    @property
    def mail_servers(self) -> tuple[post.Server, ...]:
        """What takes letters; none: they are kept in the home folder."""
        return post.read(self.mail)[0]

    @property
    def mailbox(self) -> post.Mailbox | None:
        """Where bounces come to."""
        return post.read(self.mail)[1]

    @cached_property
    def sender(self) -> str:
        """The address that letters come from."""
        default = f"letters@{self.addresses[0].hostname}"
        return self.mail_from or (default if is_mail_address(default) else "letters@localhost")

    @property
    def is_secure(self) -> bool:
        return self.addresses[0].scheme == "https"


def load(environ: Mapping[str, str]) -> Conf:
    """Read the settings. Raises BadSettings with every problem at once.

    A value may stand in a file: CHRONIQUE_SECRET_KEY_FILE=/run/secrets/key.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for known in fields(Conf):
        name = PREFIX + known.name.upper()
        try:
            raw = _raw(environ, name)
            if raw is not None:
                values[known.name] = _parsed(raw, type(known.default))
        except (OSError, ValueError) as error:
            problems.append(f"{name}: {error}. {known.metadata['help']}")
    conf = Conf(**values)
    problems += _wrong(conf) + _unknown(environ)
    if problems:
        raise BadSettings("\n".join(problems))
    return conf


def _raw(environ: Mapping[str, str], name: str) -> str | None:
    file = environ.get(f"{name}_FILE")
    return Path(file).read_text().strip() if file else environ.get(name)


def _parsed(raw: str, kind: type) -> Any:
    if kind is int and not raw.isdigit():
        raise ValueError(f"“{raw}” is not a number")
    return kind(raw)


def _wrong(conf: Conf) -> list[str]:
    checks = [
        (
            conf.url.split() and all(map(_is_address, conf.addresses)),
            f"CHRONIQUE_URL: “{conf.url}” is not an address such as https://example.org.",
        ),
        (
            not conf.secret_key or len(conf.secret_key) >= 50,
            "CHRONIQUE_SECRET_KEY: it is shorter than 50 characters.",
        ),
        (
            not conf.database or conf.database.startswith(("postgresql://", "postgres://")),
            "CHRONIQUE_DATABASE: it must begin with postgresql://.",
        ),
        (
            not conf.mail_from or is_mail_address(conf.mail_from),
            f"CHRONIQUE_MAIL_FROM: “{conf.mail_from}” is not an address such as"
            " letters@example.org.",
        ),
        (
            not conf.media or _is_bucket(conf.media),
            "CHRONIQUE_MEDIA: it must look like s3://key:secret@host/bucket, with %-codes for signs"
            " such as / in key and secret; s3+http:// where nobody encrypts; ?region=… at the end"
            " where one is asked for.",
        ),
        (
            conf.language in LANGUAGES,
            f"CHRONIQUE_LANGUAGE: “{conf.language}” is neither fr nor en.",
        ),
        (
            conf.time_zone in available_timezones(),
            f"CHRONIQUE_TIME_ZONE: “{conf.time_zone}” is not a time zone such as Europe/Paris.",
        ),
        (
            all(_is_address(urlsplit(cache)) for cache in conf.cache_addresses),
            "CHRONIQUE_CACHES: each must be “files”, or look like http://127.0.0.1:6081.",
        ),
        (
            conf.log_level in LOG_LEVELS,
            f"CHRONIQUE_LOG_LEVEL: “{conf.log_level}” is none of {', '.join(LOG_LEVELS)}.",
        ),
    ]
    wrong = [sentence for right, sentence in checks if not right]
    return wrong + [f"CHRONIQUE_MAIL: {problem}" for problem in post.problems(conf.mail)]


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = {PREFIX + known.name.upper() for known in fields(Conf)}
    names = known | {f"{name}_FILE" for name in known}
    return [
        f"{name}: there is no such setting; docs/settings.md lists them."
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in names
    ]


def _is_address(parts: SplitResult) -> bool:
    try:
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_bucket(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    asked = parse_qsl(parts.query, keep_blank_values=True)
    return (
        parts.scheme in ("s3", "s3+http")
        and bool(parts.hostname and parts.username and parts.password)
        and port != 0
        and parts.path.count("/") == 1
        and len(parts.path) > 1
        and [name for name, _ in asked] in ([], ["region"])
        and not parts.fragment
    )


def _is_local(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")
